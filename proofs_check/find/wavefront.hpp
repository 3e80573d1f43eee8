// The bound `wavefront`: io >= the sum of 2 (W - M) over vertex-disjoint pieces (Elango et al. 2015).
#pragma once

#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::finder {

/// Pieces are the weakly connected parts of bands of depth; of all bands tried the best division is taken.
/// Parameters: W (the largest of the whole graph, with its vertex), pieces, and where the search was cut
/// short `complete`.
[[nodiscard]] GraphBoundAnswer wavefront_bound(const NamedGraph& graph, sim::Words M,
                                               const GraphBoundLimits& limits);

/// The bound `wavefront_inner`: the same over pieces without inputs and outputs, whose words are none of the
/// compulsory ones, which are added.
[[nodiscard]] GraphBoundAnswer wavefront_inner_bound(const NamedGraph& graph, sim::Words M,
                                                     const GraphBoundLimits& limits);

}  // namespace redblue::proofs_check::finder
