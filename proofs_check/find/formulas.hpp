// Bounds that are formulas in a shape, for the graphs that are that shape: attention:N,d and matmul:m,n,k
// with fused sums.
#pragma once

#include <redblue/proofs_check/bounds/matmul.hpp>
#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::finder {

/// A bound of the catalog for attention, at the shape of `graph`; not applicable to any other graph.
[[nodiscard]] GraphBoundAnswer attention_formula(const Bound& bound, const NamedGraph& graph, sim::Words M);

/// The same as a row's function: one for each bound.
template <const Bound& bound>
[[nodiscard]] GraphBoundAnswer of_attention(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&) {
  return attention_formula(bound, graph, M);
}

/// The largest of the formulas proven for the graphs of `family` that hold under `rules`, in words, and its
/// id; 0: none.
[[nodiscard]] std::pair<std::int64_t, std::string_view> largest_formula(const KnownFamily& family,
                                                                        Rules rules, sim::Words M);

/// matmul_smith is proven; matmul_cosma is only computed (docs/bounds.md has the graph that it exceeds).
[[nodiscard]] GraphBoundAnswer smith_of_matmul(const NamedGraph& graph, sim::Words M,
                                               const GraphBoundLimits&);
[[nodiscard]] GraphBoundAnswer cosma_of_matmul(const NamedGraph& graph, sim::Words M,
                                               const GraphBoundLimits&);

/// The optimum under the rules that are asked for (none, or fma: partial), by search; what was proven where
/// the search is cut short. Parameter: optimal, yes or no.
[[nodiscard]] GraphBoundAnswer exact_bound(const NamedGraph& graph, sim::Words M,
                                           const GraphBoundLimits& limits);

}  // namespace redblue::proofs_check::finder
