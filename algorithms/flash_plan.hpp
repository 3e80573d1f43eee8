// How many keys, rows and scores a tiled pass visits under a mask: exact, in O(log N).
//
// A masked block is skipped only when all of its scores are masked, so visited blocks count whole.
// Sums of rounded-down linear functions have a closed form by the Euclidean algorithm
// (Graham, Knuth, Patashnik, Concrete Mathematics, 3.32).
#pragma once

#include <algorithm>

#include <redblue/algorithms/options.hpp>
#include <redblue/algorithms/search.hpp>
#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::algorithms {

using sim::AttentionShape;
using sim::Int128;

/// sum over 0 <= i < n of floor((a i + b) / m), for a, b >= 0 and m > 0.
[[nodiscard]] constexpr Int128 floor_sum(Int128 n, Int128 m, Int128 a, Int128 b) {
  Int128 sum = 0;
  while (n > 0) {
    sum += n * (n - 1) / 2 * (a / m) + n * (b / m);
    a %= m;
    b %= m;
    const Int128 top = a * n + b;
    if (top < m) break;
    n = top / m;
    b = top % m;
    std::swap(a, m);
  }
  return sum;
}

/// sum over 0 <= i < n of max(0, a i + b) rounded down to a multiple of `grid`; a > 0.
[[nodiscard]] constexpr Int128 sum_rounded_down(Int128 n, Int128 grid, Int128 a, Int128 b) {
  const Int128 skipped = b >= 0 ? 0 : std::min(n, ceil_div<Int128>(-b, a));
  return grid * floor_sum(n - skipped, grid, a, b + skipped * a);
}

/// sum over 0 <= i < n of min(cap, a (i + 1) + b rounded up to a multiple of `grid`), where the
/// unrounded values are at most `cap`; a > 0, a + b > 0.
[[nodiscard]] constexpr Int128 sum_rounded_up(Int128 n, Int128 grid, Int128 a, Int128 b, Int128 cap) {
  const Int128 edge = cap / grid * grid;  // beyond it the last, short block is included
  const Int128 whole = edge < a + b ? 0 : std::min(n, (edge - b) / a);
  return grid * floor_sum(whole, grid, a, a + b + grid - 1) + (n - whole) * cap;
}

/// The mask as two slopes: query i sees keys [i + shift - width, i + shift], where keys that nobody
/// sees are left out of the numbering.
struct Slide {
  bool masked;
  bool windowed;
  Extent keys;   ///< keys that some query sees
  Extent shift;  ///< the last key that query 0 sees
  Extent width;
};

[[nodiscard]] constexpr Slide slide(const AttentionShape& s) {
  const Extent first = s.first_key();
  return {s.mask.kind != sim::Mask::Kind::none, s.mask.kind == sim::Mask::Kind::window, s.Nk - first,
          s.Nk - s.Nq - first, s.mask.width};
}

/// sum over row blocks of the keys that the block visits: the reads of K are dk times this (2.2).
[[nodiscard]] constexpr Int128 visited_keys(const AttentionShape& s, TilePlan t) {
  const Slide w = slide(s);
  const Int128 Tr = ceil_div(s.Nq, t.Br);
  if (!w.masked) return Tr * w.keys;
  const Int128 ends = sum_rounded_up(Tr - 1, t.Bc, t.Br, w.shift, w.keys) + w.keys;
  return w.windowed ? ends - sum_rounded_down(Tr, t.Bc, t.Br, w.shift - w.width) : ends;
}

/// The keys that the last row block visits.
[[nodiscard]] constexpr Int128 keys_of_last_block(const AttentionShape& s, TilePlan t) {
  const Slide w = slide(s);
  if (!w.windowed) return w.keys;
  const Int128 begin = Int128{ceil_div(s.Nq, t.Br) - 1} * t.Br + w.shift - w.width;
  return w.keys - std::max<Int128>(0, begin) / t.Bc * t.Bc;
}

/// Scores inside visited blocks, masked ones included.
[[nodiscard]] constexpr Int128 visited_scores(const AttentionShape& s, TilePlan t) {
  const Int128 missing = Int128{ceil_div(s.Nq, t.Br)} * t.Br - s.Nq;  // rows the last block lacks
  return t.Br * visited_keys(s, t) - missing * keys_of_last_block(s, t);
}

/// sum over key blocks of the rows that visit the block (flash_attention's inner loop, 2.1).
[[nodiscard]] constexpr Int128 visiting_rows(const AttentionShape& s, TilePlan t) {
  const Slide w = slide(s);
  const Int128 Tc = ceil_div(w.keys, t.Bc);
  if (!w.masked) return Tc * s.Nq;
  const Int128 begins = sum_rounded_down(Tc, t.Br, t.Bc, -w.shift);
  if (!w.windowed) return Tc * s.Nq - begins;
  // Block j ends at row (j + 1) Bc + width - shift or at the last row, whichever is first.
  const Int128 lift = w.width - w.shift;
  const Int128 inside = s.Nq < t.Bc + lift ? 0 : std::min<Int128>(Tc, (s.Nq - lift) / t.Bc);
  return sum_rounded_up(inside, t.Br, t.Bc, lift, s.Nq) + (Tc - inside) * s.Nq - begins;
}

/// The tiles that the user gave.
[[nodiscard]] constexpr TilePlan given_tiles(const AttentionShape&, const Options& o) {
  return {o.tiles.Br, o.tiles.Bc};
}

}  // namespace redblue::algorithms
