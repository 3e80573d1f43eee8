// The smallest dominator of a set of vertices, with what proves it.
#pragma once

#include <string>
#include <vector>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check::finder {

/// Every way from an input to a vertex of the set meets `vertices`; `paths` are as many such ways that share
/// no vertex, so no dominator is smaller.
struct Dominator {
  std::vector<sim::Vertex> vertices;
  std::vector<std::vector<sim::Vertex>> paths;
};
[[nodiscard]] Dominator smallest_dominator(const sim::Dag& dag, const std::vector<sim::Vertex>& set);

/// The certificate of kind dominator (docs/certificates.md). M is carried and means nothing.
[[nodiscard]] std::string dominator_certificate(const NamedGraph& graph, sim::Words M,
                                                const std::vector<sim::Vertex>& set, const Dominator& found);

}  // namespace redblue::proofs_check::finder
