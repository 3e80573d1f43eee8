// phase_pv (L1): the products p v of a phase are few, because the scores they use were carried in or made
// from whole rows of Q and K.
//
// Statement: for every integer X >= 1, io >= X (Z dv - F1(X)) / F1(M+X), F1(z) = max{ z^2/(16 dk),
// (z/3)^(3/2) }, Z = number of unmasked scores; evaluated in the finite form (finite_form.hpp). Source:
// derived in this project; proof in docs/bounds.md. Rules: partial_recompute (so fma, partial, one_shot and
// classic too), with classical products as running sums.
#pragma once

#include <array>

#include <redblue/proofs_check/bounds/choose_X.hpp>
#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

/// L1 at one (shape, M), for any X.
struct PhasePv {
  OneProduct F;
  Int128 products;  ///< Z dv
  Int128 M;

  [[nodiscard]] Int128 items() const { return products; }

  /// What X proves. Expects 1 <= X and M + X <= most_words.
  template <class Number>
  [[nodiscard]] Number prove(Number X) const {
    const Phases<Number, OneProduct> phases{F, static_cast<Number>(M), X};
    if (phases.full < 1) return 0;
    return phases.least(static_cast<Number>(products)).count();
  }
  /// No X proves more.
  [[nodiscard]] double ceiling(double X) const {
    return ceiling_of_charges(F, static_cast<double>(products), static_cast<double>(M), X);
  }
  [[nodiscard]] static Int128 taken_off() { return 0; }
  /// Where the two branches of F1 cross.
  [[nodiscard]] Int128 favourite() const { return 256 * F.dk * F.dk / 27; }
};

[[nodiscard]] inline PhasePv phase_pv_of(const AttentionShape& s, Words M) {
  return {OneProduct{s.dk}, s.scores() * s.dv, M.count()};
}

[[nodiscard]] inline Proven phase_pv_words(const AttentionShape& s, Words M) {
  return best_X(phase_pv_of(s, M));
}

inline constexpr std::array phase_pv_assumptions{sees_a_key, running_sums};

inline constexpr Bound phase_pv{
    "phase_pv",
    "for every integer X >= 1: io >= X (Z dv - F1(X)) / F1(M+X), F1(z) = max{z^2/(16 dk), (z/3)^(3/2)}",
    Explicit{&phase_pv_words},
    Rules::partial_recompute,
    phase_pv_assumptions,
    "derived in this project, docs/bounds.md (L1)"};

}  // namespace redblue::proofs_check::bounds
