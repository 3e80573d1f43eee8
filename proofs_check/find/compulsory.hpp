// What every play of a graph moves at least: each input that is used is loaded, each output is stored.
#pragma once

#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::finder {

/// Inputs that are an operand, then outputs that are no input: a word each.
[[nodiscard]] std::vector<sim::Vertex> compulsory_vertices(const sim::Dag& dag);

/// How many these are. Unit: words.
[[nodiscard]] std::int64_t compulsory_words(const sim::Dag& dag);

/// The bound `compulsory`.
[[nodiscard]] GraphBoundAnswer compulsory(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&);

}  // namespace redblue::proofs_check::finder
