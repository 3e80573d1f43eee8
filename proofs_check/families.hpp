// The families of graphs; each is built from its arguments (theory 7.1, docs/certificates.md).
#pragma once

#include <redblue/proofs_check/instances.hpp>

namespace redblue::proofs_check::families {

void attention(const Arguments&, NamedGraph&);  // graph_products.cpp
void matmul(const Arguments&, NamedGraph&);
void strassen(const Arguments&, NamedGraph&);
void fft(const Arguments&, NamedGraph&);  // graph_shapes.cpp
void tree(const Arguments&, NamedGraph&);
void pyramid(const Arguments&, NamedGraph&);
void diamond(const Arguments&, NamedGraph&);
void passes(const Arguments&, NamedGraph&);
void random(const Arguments&, NamedGraph&);
/// The p of `random`. Throws: GraphError.
[[nodiscard]] double probability(const Arguments&);

}  // namespace redblue::proofs_check::families
