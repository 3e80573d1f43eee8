// compulsory: every input word that the output depends on is read, and every output word is written.
//
// Statement: io >= Q and K words that some score of a row with a choice needs + V words that some query sees
// + Nq dv. Without a mask and with Nk >= 2 that is Nq dk + Nk dk + Nk dv + Nq dv, at N x d: 4 N d.
// Source: trivial. Rules: any.
//
// A query that sees a single key needs neither q nor k: its softmax is 1 and its output is that row of V.
// So "3 N d reads" of theory 3.1 is false under `any` at N = 1, and by one row of Q under a causal mask.
#pragma once

#include <array>

#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

/// Queries whose softmax has one entry only. Expects Nq <= Nk under a mask.
[[nodiscard]] constexpr Extent queries_without_choice(const AttentionShape& s) {
  using Kind = sim::Mask::Kind;
  if (s.mask.kind == Kind::none) return s.Nk == 1 ? s.Nq : 0;
  if (s.mask.kind == Kind::window && s.mask.width == 0) return s.Nq;
  return s.Nk == s.Nq ? 1 : 0;  // only query 0 can stand at position 0
}

[[nodiscard]] inline Proven compulsory_words(const AttentionShape& s, Words) {
  const Int128 seen = s.Nk - s.first_key();
  const Int128 choosing = s.Nq - queries_without_choice(s);
  const Int128 scored = choosing > 0 ? seen : 0;  // the other queries see every key of query 0 too
  return whole(choosing * s.dk + scored * s.dk + seen * s.dv + Int128{s.Nq} * s.dv);
}

inline constexpr std::array compulsory_assumptions{sees_a_key};

inline constexpr Bound compulsory{
    "compulsory",
    "reads >= Nq dk + Nk' (dk + dv), writes >= Nq dv (Nk' = keys that a query sees)",
    Explicit{&compulsory_words},
    Rules::any,
    compulsory_assumptions,
    "trivial"};

}  // namespace redblue::proofs_check::bounds
