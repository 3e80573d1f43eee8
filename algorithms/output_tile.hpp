// The best tile of O for a pass that reads scores once per column block and V once per row block.
#pragma once

#include <optional>

#include <redblue/algorithms/search.hpp>
#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::algorithms {

/// Least reads Nq Nk ceil(dv/Bc) + Nk dv ceil(Nq/Br) among tiles with words_of(tile) <= M; ties go to
/// the least footprint, then the least Br. `words_of` grows with both sides.
template <class Footprint>
[[nodiscard]] std::optional<TilePlan> widest_output(const sim::AttentionShape& s, Extent M,
                                                    Footprint words_of) {
  std::optional<TilePlan> best;
  sim::Int128 least = 0;
  for_each_block_count(s.dv, s.dv, [&](Extent column_blocks, Extent Bc) {
    if (words_of(TilePlan{1, Bc}) > M) return;
    Extent fits = 1;  // the tallest tile, by bisection: cheap beside the other phases
    for (Extent fails = std::min(s.Nq, M / Bc) + 1; fails - fits > 1;) {
      const Extent middle = fits + (fails - fits) / 2;
      (words_of(TilePlan{middle, Bc}) <= M ? fits : fails) = middle;
    }
    const Extent row_blocks = ceil_div(s.Nq, fits);
    const TilePlan tile{ceil_div(s.Nq, row_blocks), Bc};
    const sim::Int128 reads =
        sim::Int128{s.Nq} * s.Nk * column_blocks + sim::Int128{s.Nk} * s.dv * row_blocks;
    const bool smaller = best && (words_of(tile) < words_of(*best) ||
                                  (words_of(tile) == words_of(*best) && tile.Br < best->Br));
    if (!best || reads < least || (reads == least && smaller)) best = tile, least = reads;
  });
  return best;
}

}  // namespace redblue::algorithms
