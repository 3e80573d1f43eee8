// The choice of the phase length X. Every X proves something, so a poor choice is never wrong, only weak;
// the value at the chosen X is exact.
#pragma once

#include <algorithm>

#include <redblue/proofs_check/bound.hpp>
#include <redblue/proofs_check/bounds/finite_form.hpp>

namespace redblue::proofs_check::bounds {

/// The best of `prove(X)` (0 or less: nothing proven) over a grid of X up to `longest`.
template <class Prove>
[[nodiscard]] Proven best_X(Int128 M, Int128 longest, Prove prove) {
  Proven best{Words{0}, {}};
  const auto look = [&](Int128 X) {
    if (X < 1 || M + X > most_words) return;
    const Int128 words = prove(X);
    if (words > best.words.count()) best = {Words{words}, X};
  };
  for (Int128 X = 1; X <= longest; X += std::max<Int128>(1, X / 16)) look(X);
  look(longest);
  return best;
}

}  // namespace redblue::proofs_check::bounds
