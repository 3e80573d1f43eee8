// Plans that the CUDA kernels follow (--tiles kernel): tiles whose sides are multiples of the micro tile,
// beside a side that is wide enough to keep 128 threads busy.
//
// They are plans like any other: a footprint, a closed form, a run. What they give away against the best
// plan is the width of the passing side, which the model would take as 1.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include <redblue/algorithms/search.hpp>
#include <redblue/algorithms/tile_plan.hpp>

namespace redblue::algorithms::kernel {

/// Widths of the passing side, widest first: fewer barriers at the same count.
inline constexpr std::array<Extent, 4> widths{32, 16, 8, 4};

/// A panel is never narrower than a sector of global memory: 8 words of fp32.
inline constexpr Extent least_panel = 8;

/// Rounded to whole micro tiles.
[[nodiscard]] constexpr Extent up(Extent n) { return ceil_div<Extent>(n, micro) * micro; }
[[nodiscard]] constexpr Extent down(Extent n) { return n / micro * micro; }

/// `n` cut into as many blocks as blocks of `widest` would, all of one size in whole micro tiles.
[[nodiscard]] constexpr Extent balanced(Extent n, Extent widest) {
  return widest < micro ? 0 : up(ceil_div(n, ceil_div(n, std::min(widest, up(n)))));
}

/// Of the tiles that `of_width(w)` gives, the one of least `io`; ties go to the widest w.
/// A width of which not even half would be used is passed over, as is a tile with an empty side.
template <class OfWidth, class Io>
[[nodiscard]] std::optional<TilePlan> widest_side(Extent n, OfWidth of_width, Io io) {
  std::optional<TilePlan> best;
  for (const Extent w : widths) {
    if (w > micro && w >= 2 * n) continue;
    const TilePlan tile = of_width(w);
    if (tile.Br < micro || tile.Bc < micro) continue;
    if (!best || io(tile) < io(*best)) best = tile;
  }
  return best;
}

/// The tile of least reads of rows x cols = (rows x depth)(depth x cols): a factor is read once per block
/// of the other side. `kept` words stay with each row. Ties go to the widest panel, then the least
/// footprint.
[[nodiscard]] inline std::optional<Panels> panel_product(Extent rows, Extent cols, Extent depth, Extent M,
                                                         Extent kept) {
  std::optional<Panels> best;
  sim::Int128 least = 0;
  const Extent room = std::min<Extent>(M, most_words);
  for (const Extent p : widths) {
    if (p < least_panel || (p > least_panel && p >= 2 * depth)) continue;
    for_each_block_count(rows, rows, [&](Extent, Extent size) {
      const Extent Br = up(size);
      const Extent Bc = balanced(cols, down((room - Br * (p + kept)) / (Br + p)));
      if (room < Br * (p + kept) || Bc < micro) return;
      const Panels candidate{{Br, Bc}, p};
      const sim::Int128 reads = sim::Int128{depth} * (sim::Int128{rows} * ceil_div(cols, Bc) +
                                                      sim::Int128{cols} * ceil_div(rows, Br));
      const auto words = [&](const Panels& x) { return footprint::panel_product(x.tile, x.panel, kept); };
      const bool smaller = best && best->panel == p && reads == least && words(candidate) < words(*best);
      if (!best || reads < least || smaller) best = candidate, least = reads;
    });
  }
  return best;
}

/// The least M of any such tile.
[[nodiscard]] constexpr Extent smallest_panel_product(Extent kept) {
  return footprint::panel_product({micro, micro}, least_panel, kept);
}

}  // namespace redblue::algorithms::kernel
