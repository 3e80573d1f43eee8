// Trace: what a run on the Traced machine leaves: the graph it computed and the moves it made.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <redblue/sim/dag.hpp>
#include <redblue/sim/moves.hpp>
#include <redblue/sim/tensor.hpp>

namespace redblue::sim {

/// A matrix of the program by its name there ("m" and "l" are both of tensor stats).
struct MatrixName {
  std::string_view name;
  Tensor tensor;
};

/// Which word of which matrix a vertex is a value of.
struct Place {
  std::uint32_t matrix = 0;
  std::int32_t row = 0;
  std::int32_t col = 0;
};

struct Trace {
  Dag dag;
  Moves moves;
  std::vector<MatrixName> matrices;
  std::vector<Place> places;  ///< by vertex

  [[nodiscard]] Tensor tensor_of(Vertex v) const { return matrices[places[v].matrix].tensor; }
};

}  // namespace redblue::sim
