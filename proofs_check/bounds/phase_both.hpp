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

/// L2 at one (shape, M), for any X.
struct PhaseBoth {
  Int128 scores;    ///< Z
  Int128 products;  ///< Z dv
  Int128 dk;
  Int128 M;
  BothProducts F{};

  [[nodiscard]] Int128 items() const { return scores * dk + products; }
  /// No X proves more.
  [[nodiscard]] double ceiling(double X) const {
    return ceiling_of_charges(F, static_cast<double>(items()), static_cast<double>(M), X) -
           static_cast<double>(scores);
  }
  [[nodiscard]] Int128 taken_off() const { return scores; }
  /// The last X that is allowed as M grows to 4 dk^2, where 2 M alone is left.
  [[nodiscard]] Int128 favourite() const { return 8 * dk * dk; }
};

/// Where no score is evaluated twice.
struct PhaseBothOnce : PhaseBoth {
  /// What X proves. Expects 1 <= X and M + X <= most_words.
  template <class Number>
  [[nodiscard]] Number prove(Number X) const {
    const Phases<Number, BothProducts> phases{F, static_cast<Number>(M), X};
    if (phases.full < 1) return 0;
    return phases.least(static_cast<Number>(items())).count() - static_cast<Number>(scores);
  }
};

/// Where scores may be evaluated any number of times.
struct PhaseBothAgain : PhaseBoth {
  /// What X proves; 0 where X dk < F2(M+X), since the minimum over n is then -infinity. Between n = Z and
  /// the end of the next stretch that costs no charge, c(dk n + Z dv) - n is concave but for whole-number
  /// steps, and later such ends are no lower, so two ends are enough (docs/bounds.md).
  template <class Number>
  [[nodiscard]] Number prove(Number X) const {
    const Phases<Number, BothProducts> phases{F, static_cast<Number>(M), X};
    const auto depth = static_cast<Number>(dk);
    if (phases.full < 1 || X * depth < phases.full) return 0;
    const auto least_with = [&](const Charges<Number>& c) {  // n as large as these charges allow
      return c.count() - divide_down(phases.held(c) - static_cast<Number>(products), depth);
    };
    const Charges<Number> here = phases.least(static_cast<Number>(items()));
    if (here.k > 0 && here.y == 0) return least_with(here);
    return std::min(least_with(here), least_with({X, here.k + 1, 0}));
  }
  [[nodiscard]] double ceiling(double X) const {
    const auto m = static_cast<double>(M);
    return X * static_cast<double>(dk) < F.real(m + X) - 1 ? 0 : PhaseBoth::ceiling(X);
  }
};

[[nodiscard]] inline PhaseBoth phase_both_of(const AttentionShape& s, Words M) {
  return {s.scores(), s.scores() * s.dv, s.dk, M.count()};
}

template <class Goal>
[[nodiscard]] Proven best_of_both(const AttentionShape& s, Words M) {
  return best_X(Goal{phase_both_of(s, M)});
}

inline constexpr std::array phase_both_assumptions{sees_a_key, running_sums};

inline constexpr Assumption score_once{"no score is evaluated twice", nullptr};
inline constexpr std::array phase_both_once_assumptions{sees_a_key, running_sums, score_once};

inline constexpr Bound phase_both{
    "phase_both",
    "for every integer X with X dk >= F2(M+X): io >= X (Z (dk + dv) - F2(X)) / F2(M+X) - Z, "
    "F2(z) = (z/3)^(3/2)",
    Explicit{&best_of_both<PhaseBothAgain>},
    Rules::partial_recompute,
    phase_both_assumptions,
    "derived in this project, docs/bounds.md (L2)"};

inline constexpr Bound phase_both_once{
    "phase_both_once",
    "for every integer X >= 1: io >= X (Z (dk + dv) - F2(X)) / F2(M+X) - Z, F2(z) = (z/3)^(3/2)",
    Explicit{&best_of_both<PhaseBothOnce>},
    Rules::partial,
    phase_both_once_assumptions,
    "derived in this project, docs/bounds.md (L2 without recomputation)"};

}  // namespace redblue::proofs_check::bounds
