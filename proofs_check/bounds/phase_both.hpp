// phase_both and phase_both_once (L2): both products counted, at the price of one charge for each score
// that a phase starts afresh.
//
// Statement, F2(z) = (z/3)^(3/2), Z = number of unmasked scores:
//   phase_both       for every integer X with X dk >= F2(M+X):
//                    io >= X (Z (dk + dv) - F2(X)) / F2(M+X) - Z
//   phase_both_once  the same for every integer X >= 1, if no score is evaluated twice.
// Evaluated in the finite form (finite_form.hpp): phase_both_once is c(Z (dk + dv)) - Z; phase_both is the
// minimum over n >= Z of c(dk n + Z dv) - n, where n counts the times a score was made from its start.
// Source: derived in this project; proof in docs/bounds.md. Rules: partial_recompute; partial.
#pragma once

#include <array>

#include <redblue/proofs_check/bounds/choose_X.hpp>
#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

[[nodiscard]] inline Int128 items_of_both(const AttentionShape& s) {
  return s.scores() * (Int128{s.dk} + s.dv);
}

/// L2 when no score is evaluated twice, at one X. Expects 1 <= X and 1 <= M + X <= most_words.
[[nodiscard]] inline Int128 phase_both_once_at(const AttentionShape& s, Int128 M, Int128 X) {
  const Phases<BothProducts> phases{{}, M, X};
  if (phases.full < 1) return 0;
  return phases.least(items_of_both(s)).count() - s.scores();
}

/// L2 with recomputation, at one X; 0 where X dk < F2(M+X), since the minimum is then -infinity.
/// Between Z and the end of the next stretch that costs no charge, c(dk n + Z dv) - n is concave but for
/// whole-number steps, and later such ends are no lower, so two ends are enough (docs/bounds.md).
[[nodiscard]] inline Int128 phase_both_at(const AttentionShape& s, Int128 M, Int128 X) {
  const Phases<BothProducts> phases{{}, M, X};
  if (phases.full < 1 || X * s.dk < phases.full) return 0;
  const Int128 products = s.scores() * s.dv;
  const auto least_with = [&](const Charges& c) {  // n as large as these charges allow
    return c.count() - (phases.held(c) - products) / s.dk;
  };
  const Charges here = phases.least(items_of_both(s));
  if (here.k > 0 && here.y == 0) return least_with(here);
  return std::min(least_with(here), least_with({X, here.k + 1, 0}));
}

[[nodiscard]] inline Proven phase_both_once_words(const AttentionShape& s, Words M) {
  return best_X(M.count(), BothProducts{}.least(items_of_both(s)) + 1,
                [&](Int128 X) { return phase_both_once_at(s, M.count(), X); });
}

[[nodiscard]] inline Proven phase_both_words(const AttentionShape& s, Words M) {
  return best_X(M.count(), BothProducts{}.least(items_of_both(s)) + 1,
                [&](Int128 X) { return phase_both_at(s, M.count(), X); });
}

inline constexpr std::array phase_both_assumptions{sees_a_key, running_sums};

inline constexpr Assumption score_once{"no score is evaluated twice", nullptr};
inline constexpr std::array phase_both_once_assumptions{sees_a_key, running_sums, score_once};

inline constexpr Bound phase_both{
    "phase_both",
    "for every integer X with X dk >= F2(M+X): io >= X (Z (dk + dv) - F2(X)) / F2(M+X) - Z, "
    "F2(z) = (z/3)^(3/2)",
    Explicit{&phase_both_words},
    Rules::partial_recompute,
    phase_both_assumptions,
    "derived in this project, docs/bounds.md (L2)"};

inline constexpr Bound phase_both_once{
    "phase_both_once",
    "for every integer X >= 1: io >= X (Z (dk + dv) - F2(X)) / F2(M+X) - Z, F2(z) = (z/3)^(3/2)",
    Explicit{&phase_both_once_words},
    Rules::partial,
    phase_both_once_assumptions,
    "derived in this project, docs/bounds.md (L2 without recomputation)"};

}  // namespace redblue::proofs_check::bounds
