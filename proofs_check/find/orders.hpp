// Orders in which the steps of a graph may be done.
#pragma once

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/play_order.hpp>

namespace redblue::proofs_check::finder {

/// As the graph's file has them.
[[nodiscard]] Order file_order(const StepList& steps);

/// Each output in turn with what it still lacks, deepest first.
[[nodiscard]] Order depth_first_order(const StepList& steps);

/// List scheduling: always the step that misses fewest words of a fast memory of M words, kept by recent use.
/// Nothing where `over` said to stop.
[[nodiscard]] std::optional<Order> list_order(const StepList& steps, std::int64_t M,
                                              const std::function<bool()>& over = {});

/// Calls f with the loop nests of theory 2 for attention:N,d, with or without +l, and matmul:m,n,k with fused
/// terms, for tile sizes around those that fill M, until `over` says to stop; with none for other graphs. At
/// most `most` of them. `steps` are those of the family's graph.
void each_tiled_order(const KnownFamily& family, const StepList& steps, std::int64_t M, std::size_t most,
                      const std::function<void(const Order&)>& f, const std::function<bool()>& over = {});

}  // namespace redblue::proofs_check::finder
