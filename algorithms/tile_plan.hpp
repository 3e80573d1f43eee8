// Tile sizes and what they need of fast memory. Constant expressions without the standard library,
// so that device code takes the same plan.
#pragma once

namespace redblue::algorithms {

/// Rows of queries, columns of keys (or of V).
struct TilePlan {
  long Br = 0;
  long Bc = 0;
  friend constexpr bool operator==(const TilePlan&, const TilePlan&) = default;
};

/// What every kernel is built of: blocks of 128 threads, each thread with micro tiles of 4 x 4 words.
namespace kernel {
inline constexpr long threads = 128;
inline constexpr long warps = threads / 32;
inline constexpr long micro = 4;
inline constexpr long most_words = 227 * 1024 / 4;  ///< shared memory of a block on Hopper, fp32 words

/// A tile of a product that stays while panels of `panel` columns and rows of its factors pass.
struct Panels {
  TilePlan tile;
  long panel = 0;
};
}  // namespace kernel

namespace footprint {

[[nodiscard]] constexpr long least(long a, long b) { return a < b ? a : b; }

/// Q and O blocks, K and V blocks, a score tile, m l and the two of the block (2.1).
[[nodiscard]] constexpr long flash_attention(TilePlan t, long dk, long dv) {
  return (t.Br + t.Bc) * (dk + dv) + t.Br * t.Bc + 4 * t.Br;
}
/// Q and O blocks, K and V blocks, a score tile, m l and the new maximum (2.2).
[[nodiscard]] constexpr long flash_attention_2(TilePlan t, long dk, long dv) {
  return (t.Br + t.Bc) * (dk + dv) + t.Br * t.Bc + 3 * t.Br;
}
/// A score tile, m l and the new maximum, one column held and one word streaming (2.7).
[[nodiscard]] constexpr long fused_tile(TilePlan t) { return t.Br * t.Bc + 3 * t.Br + least(t.Br, t.Bc) + 1; }
/// A block each of the scores, of their left and of their right factor, and the row sums; 3 B^2 + B
/// where no block is cut by the size of its matrix (2.3).
[[nodiscard]] constexpr long square_tiling(long Bq, long Bk, long Bd) {
  return Bq * Bk + Bq * Bd + Bk * Bd + Bq;
}
/// A score tile stays, the shorter column is held, the longer one streams (2.4, Sstat).
[[nodiscard]] constexpr long score_tile(TilePlan t) { return t.Br * t.Bc + least(t.Br, t.Bc) + 1; }
/// Br rows of Q stay with a running score each, K streams (2.4, Qstat).
[[nodiscard]] constexpr long query_rows(long Br, long dk) { return Br * (dk + 1) + 1; }
/// An output tile with `sigma` statistics per row; a row of V is held and scores stream, or a column
/// of scores is held and V streams; the online maximum takes one scratch word (2.4, 2.10).
[[nodiscard]] constexpr long online_output_tile(TilePlan t, int sigma) {
  return t.Br * (t.Bc + sigma) + least(t.Bc + 1 + (sigma == 2), t.Br + 1);
}
/// An output tile alone: P V of materialised probabilities (2.5).
[[nodiscard]] constexpr long output_tile(TilePlan t) { return t.Br * t.Bc + least(t.Bc, t.Br) + 1; }
/// A tile of a product stays with `kept` words per row while its factors pass in panels of `p` (5.4).
[[nodiscard]] constexpr long panel_product(TilePlan t, long p, long kept) {
  return t.Br * t.Bc + (t.Br + t.Bc) * p + kept * t.Br;
}
/// Scores of one row, and the maximum and the sum of each of `parts` of it.
[[nodiscard]] constexpr long softmax_row(long scores, long parts) { return scores + 2 * parts; }
/// Q and O rows, statistics and a score each; K and V one word at a time (2.6, elem).
[[nodiscard]] constexpr long streamed_words(long Br, long dk, long dv, int sigma) {
  return Br * (dk + dv + sigma + 1) + 1;
}
/// Q and O rows and statistics; K and V one row at a time, one score, one scratch word (2.6, row).
[[nodiscard]] constexpr long streamed_rows(long Br, long dk, long dv, int sigma) {
  return Br * (dk + dv + sigma) + dk + dv + 1 + (sigma == 2);
}

}  // namespace footprint
}  // namespace redblue::algorithms
