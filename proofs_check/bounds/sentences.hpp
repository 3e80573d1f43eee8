// Assumptions that several bounds share: a sentence and its test.
#pragma once

#include <redblue/proofs_check/bound.hpp>

namespace redblue::proofs_check::bounds {

using sim::Extent;
using sim::Int128;

[[nodiscard]] inline bool every_query_sees_a_key(const AttentionShape& s, Words) {
  return s.mask.kind == sim::Mask::Kind::none || s.Nq <= s.Nk;
}

[[nodiscard]] inline bool square_without_mask(const AttentionShape& s, Words) {
  return s.is_square() && s.mask.kind == sim::Mask::Kind::none;
}

inline constexpr Assumption sees_a_key{"every query sees a key (under a mask, Nq <= Nk)",
                                       &every_query_sees_a_key};

inline constexpr Assumption running_sums{
    "classical products as running sums in any order, one p_ij per score; recomputation, spilling, "
    "copies and any row scaling allowed",
    nullptr};

inline constexpr Assumption square_only{"stated for square shapes without a mask only (Nq = Nk, dk = dv)",
                                        &square_without_mask};

/// M as a divisor: a bound at M < 1 is that at 1, which is weaker.
[[nodiscard]] inline Int128 at_least_one(Words M) { return M.count() < 1 ? Int128{1} : M.count(); }

/// A bound that came out negative says nothing.
[[nodiscard]] inline Proven whole(Int128 words) { return {Words{words < 0 ? Int128{0} : words}, {}}; }

}  // namespace redblue::proofs_check::bounds
