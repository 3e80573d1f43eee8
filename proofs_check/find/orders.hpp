// Orders in which the steps of a graph may be done.
#pragma once

#include <redblue/proofs_check/find/play_order.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check::finder {

/// As the graph's file has them.
[[nodiscard]] Order file_order(const StepList& steps);

/// Each output in turn with what it still lacks, deepest first.
[[nodiscard]] Order depth_first_order(const StepList& steps);

/// List scheduling: always the step that misses fewest words of a fast memory of M words, kept by recent use.
[[nodiscard]] Order list_order(const StepList& steps, std::int64_t M);

/// The loop nests of theory 2 for attention:... and matmul:... with fused terms, for tile sizes around those
/// that fill M; none for other graphs. At most `most` of them.
[[nodiscard]] std::vector<Order> tiled_orders(const NamedGraph& graph, const StepList& steps, std::int64_t M,
                                              std::size_t most);

}  // namespace redblue::proofs_check::finder
