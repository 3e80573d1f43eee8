// A lower bound of our own: every product q_ic k_jc needs its two words in fast memory together.
//
// Proof. Look at the first moment at which the words q_ic and k_jc are in fast memory together: the later of
// the two has just been loaded, for inputs are never computed. At that moment at most M - 1 other words are
// there, so one load accounts for at most M - 1 pairs. There are Z dk pairs, Z the number of unmasked scores:
// at least Z dk / (M - 1) loads of words of Q and K. The words of V and O come on top: each is read or
// written once. []
#pragma once

#include <redblue/proofs_check/bound.hpp>

namespace untiled {

using namespace redblue::proofs_check;

[[nodiscard]] inline Proven pair_loads_words(const AttentionShape& s, Words M) {
  using redblue::sim::Int128;
  const Int128 pairs = s.scores() * s.dk;
  const Int128 loads = redblue::sim::ceil_div<Int128>(pairs, M.count() - 1);
  const Int128 seen_values = s.Nk - s.first_key();
  return {.words = Words{loads + seen_values * s.dv + Int128{s.Nq} * s.dv}};
}

inline constexpr Assumption pair_loads_assumptions[] = {
    {"at least two words of fast memory", [](const AttentionShape&, Words M) { return M >= Words{2}; }},
    {"each score is the sum of its dk products", nullptr},
};

inline constexpr Bound pair_loads{
    .id = "pair_loads",
    .statement = "io >= Z dk/(M-1) + Nk dv + Nq dv",
    .value = Explicit{pair_loads_words},
    .rules = Rules::partial_recompute,
    .assumptions = pair_loads_assumptions,
    .source = "examples/pair_loads.hpp",
};

}  // namespace untiled
