// The wavefront of a vertex: whatever is computed together with x, how many values must be alive right after?
//
// A set S of vertices is a state of a computation when it holds the operands of its members; it is one right
// after x when it also holds x and no use of x, however far on. Alive are the members that have a use outside
// of S. The wavefront W(x) is the least number alive over all such S: a smallest convex vertex cut around x.
#pragma once

#include <redblue/proofs_check/find/convex_flow.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::finder {

/// W(x) by flow. Needs a use of x.
[[nodiscard]] Wavefront wavefront(const Subgraph& graph, Local x);

/// Upper bounds of W(x) for every x: how many values are alive after x in a few orders of the whole
/// computation.
[[nodiscard]] std::vector<std::int64_t> alive_in_some_order(const Subgraph& graph);

/// For each weakly connected part of the graph, a vertex of the largest wavefront, where that is more than
/// `more_than`. Where the limits or `most_work` (edges looked at; what was is taken off) are reached: of
/// those tried so far, and `complete` is false.
struct LargestWavefronts {
  std::vector<Wavefront> parts;
  bool complete = true;
};
[[nodiscard]] LargestWavefronts largest_wavefronts(const Subgraph& graph, std::int64_t more_than,
                                                   const GraphBoundLimits& limits, std::uint64_t& most_work);

}  // namespace redblue::proofs_check::finder
