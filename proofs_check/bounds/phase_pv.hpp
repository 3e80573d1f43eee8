// phase_pv (L1): the products p v of a phase are few, because the scores they use were carried in or made
// from whole rows of Q and K.
//
// Statement: for every integer X >= 1, io >= X (Z dv - F1(X)) / F1(M+X), F1(z) = max{ z^2/(16 dk), (z/3)^(3/2) },
// Z = number of unmasked scores; evaluated in the finite form (finite_form.hpp).
// Source: derived in this project; proof in docs/bounds.md. Rules: partial_recompute (so fma, partial,
// one_shot and classic too), with classical products as running sums.
#pragma once

#include <array>

#include <redblue/proofs_check/bounds/choose_X.hpp>
#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

/// L1 at one X. Expects 1 <= X and 1 <= M + X <= most_words.
[[nodiscard]] inline Int128 phase_pv_at(const AttentionShape& s, Int128 M, Int128 X) {
  const Phases<OneProduct> phases{OneProduct{s.dk}, M, X};
  if (phases.full < 1) return 0;
  return phases.least(s.scores() * s.dv).count();
}

[[nodiscard]] inline Proven phase_pv_words(const AttentionShape& s, Words M) {
  const OneProduct F{s.dk};
  return best_X(M.count(), F.least(s.scores() * s.dv) + 1,
                [&](Int128 X) { return phase_pv_at(s, M.count(), X); });
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
