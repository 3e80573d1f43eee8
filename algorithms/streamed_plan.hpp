// The plan of flash_streamed: how many rows, by word or by row, and what of K and V stays.
#pragma once

#include <optional>

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/search.hpp>

namespace redblue::algorithms {

struct StreamedPlan {
  enum class By { word, row };
  By by = By::word;
  Extent Br = 1;
  Extent resident = 0;  ///< words of the inner columns of K and V that stay, column by column, k before v
  bool whole = false;   ///< all of K and V stays
};

/// Which columns of K and V stay: the inner ones 1 .. Nk-2, or all of them.
struct ResidentShare {
  Extent first;   ///< first column that stays
  Extent whole;   ///< columns that stay whole
  Extent k_part;  ///< words of k of the next column
  Extent v_part;  ///< words of v of the next column
};

[[nodiscard]] constexpr ResidentShare resident_share(const AttentionShape& s, const StreamedPlan& p) {
  const Extent column = s.dk + s.dv;
  const Extent part = p.resident % column;
  return {p.whole ? 0 : 1, p.resident / column, std::min(part, s.dk), std::max<Extent>(0, part - s.dk)};
}

struct StreamedReads {
  Int128 K;
  Int128 V;
};

/// K, V: N d T - (T - 1) (d + r), and N d each when all of it stays (2.6).
[[nodiscard]] constexpr StreamedReads streamed_reads(const AttentionShape& s, const StreamedPlan& p) {
  const Int128 T = ceil_div(s.Nq, p.Br);
  const ResidentShare r = resident_share(s, p);
  if (p.whole) return {Int128{s.Nk} * s.dk, Int128{s.Nk} * s.dv};
  return {T * s.Nk * s.dk - (T - 1) * (s.dk + r.whole * s.dk + r.k_part),
          T * s.Nk * s.dv - (T - 1) * (s.dv + r.whole * s.dv + r.v_part)};
}

[[nodiscard]] constexpr Extent streamed_footprint(const AttentionShape& s, int sigma, const StreamedPlan& p) {
  if (p.by == StreamedPlan::By::word) return footprint::streamed_words(p.Br, s.dk, s.dv, sigma) + p.resident;
  const Extent passing = p.whole ? s.dk + s.dv : 0;  // no column passes when all of them stay
  return footprint::streamed_rows(p.Br, s.dk, s.dv, sigma) - passing + p.resident;
}

/// The cheapest over mode and number of row blocks T; r counts only for T > 1. Ties: least footprint.
[[nodiscard]] inline std::optional<StreamedPlan> best_streamed_plan(const AttentionShape& s, int sigma,
                                                                    Extent M) {
  std::optional<StreamedPlan> best;
  Int128 least = 0;
  const auto offer = [&](const StreamedPlan& p) {
    const auto [K, V] = streamed_reads(s, p);
    if (!best || K + V < least ||
        (K + V == least && streamed_footprint(s, sigma, p) < streamed_footprint(s, sigma, *best)))
      best = p, least = K + V;
  };
  const Extent inner = std::max<Extent>(0, (s.dk + s.dv) * (s.Nk - 2));
  const auto offer_with_spare = [&](StreamedPlan p, Extent T) {
    const Extent spare = M - streamed_footprint(s, sigma, p);
    if (spare < 0) return;
    p.resident = T > 1 ? std::min(spare, inner) : 0;
    offer(p);
  };
  const StreamedPlan whole{StreamedPlan::By::row, 1, s.Nk * (s.dk + s.dv), true};
  if (streamed_footprint(s, sigma, whole) <= M) offer(whole);
  const Extent tallest = (M - 1) / (s.dk + s.dv + sigma);  // either mode needs more than this per row
  for_each_block_count(s.Nq, tallest, [&](Extent T, Extent Br) {
    offer_with_spare({StreamedPlan::By::word, Br}, T);
    offer_with_spare({StreamedPlan::By::row, Br}, T);
  });
  return best;
}

}  // namespace redblue::algorithms
