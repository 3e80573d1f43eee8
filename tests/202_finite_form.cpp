// The finite form (theory 3.3) against a literal reading of it: every c tried, every n tried.
#include <algorithm>

#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>

using namespace redblue::proofs_check;
using namespace redblue::proofs_check::bounds;

namespace {

/// What c = kX + y charges can have made, summed phase by phase.
template <class Growth>
Int128 made_by(const Growth& F, Int128 M, Int128 X, Int128 c) {
  if (c < X) return F.at(c);
  Int128 made = F.at(X);
  for (c -= X; c >= X; c -= X) made += F.at(M + X);
  return made + F.at(M + c);
}

/// The least c that can have made `items`, found by trying every one.
template <class Growth>
Int128 least_by_trying(const Growth& F, Int128 M, Int128 X, Int128 items) {
  Int128 c = 0;
  while (made_by(F, M, X, c) < items) ++c;
  return c;
}

/// min over n >= Z of c(dk n + Z dv) - n, every n of several periods tried. `charges_for` walks upwards with
/// n.
Int128 both_by_trying(Int128 Z, Int128 dk, Int128 dv, Int128 M, Int128 X) {
  const BothProducts F;
  const Int128 period = F.at(M + X) / dk + 1;
  Int128 c = least_by_trying(F, M, X, Z * (dk + dv));
  Int128 least = c - Z;
  for (Int128 n = Z; n <= Z + 4 * period + F.at(X) / dk; ++n) {
    while (made_by(F, M, X, c) < dk * n + Z * dv) ++c;
    least = std::min(least, c - n);
  }
  return least;
}

}  // namespace

TEST_CASE("The least charges are those found by trying every number of charges") {
  for (const Int128 M : {0, 1, 4, 10, 31})
    for (Int128 X = 1; X <= 40; ++X)
      for (Int128 items = 0; items <= 300; items += 3) {
        const Phases<Int128, BothProducts> both{{}, M, X};
        if (both.full >= 1)
          REQUIRE(both.least(items).count() == least_by_trying(BothProducts{}, M, X, items));
        const OneProduct F{3};
        const Phases<Int128, OneProduct> one{F, M, X};
        if (one.full >= 1) REQUIRE(one.least(items).count() == least_by_trying(F, M, X, items));
      }
}

TEST_CASE("The remainder of the least charges is shorter than a phase") {
  for (Int128 X = 1; X <= 60; ++X)
    for (Int128 items = 0; items <= 2000; items += 7) {
      const Phases<Int128, BothProducts> phases{{}, 12, X};
      const auto c = phases.least(items);
      REQUIRE((0 <= c.y && c.y < X && c.k >= 0));
      REQUIRE(phases.held(c) >= items);
    }
}

TEST_CASE("phase_pv at X is the finite form for Z dv items") {
  for (const Int128 X : {1, 5, 9, 20, 64})
    for (Extent N = 1; N <= 12; ++N) {
      const auto shape = AttentionShape::square(N, 3);
      REQUIRE(phase_pv_of(shape, Words{9}).prove(X) == least_by_trying(OneProduct{3}, 9, X, N * N * 3));
    }
}

TEST_CASE("phase_both_once at X is the finite form for both products less one charge a score") {
  for (const Int128 X : {2, 5, 9, 20, 64})
    for (Extent N = 1; N <= 12; ++N) {
      const PhaseBothOnce goal{phase_both_of(AttentionShape{N, N, 3, 2}, Words{9})};
      REQUIRE(goal.prove(X) == least_by_trying(BothProducts{}, 9, X, N * N * 5) - N * N);
    }
}

TEST_CASE("phase_both at X is the minimum over how often scores are made, every number tried") {
  for (Extent N = 1; N <= 9; ++N)
    for (const Extent dk : {1, 2, 3, 6})
      for (const Extent dv : {1, 4})
        for (const Int128 M : {2, 5, 13, 30, 70})
          for (Int128 X = 1; X <= 160; X += 1 + X / 12) {
            const PhaseBothAgain goal{phase_both_of(AttentionShape{N, N + 1, dk, dv}, Words{M})};
            const Int128 full = BothProducts{}.at(M + X);
            if (full < 1 || X * dk < full) {
              REQUIRE(goal.prove(X) == 0);
              continue;
            }
            REQUIRE(goal.prove(X) == both_by_trying(N * (N + 1), dk, dv, M, X));
          }
}

TEST_CASE("Taking n = Z alone would prove too much") {
  bool found = false;
  for (Extent N = 1; N <= 9 && !found; ++N)
    for (Int128 X = 1; X <= 60 && !found; ++X) {
      const auto shape = AttentionShape::square(N, 4);
      const PhaseBothAgain again{phase_both_of(shape, Words{13})};
      const PhaseBothOnce once{phase_both_of(shape, Words{13})};
      found = again.prove(X) > 0 && again.prove(X) < once.prove(X);
    }
  CHECK(found);
}

TEST_CASE("phase_both proves nothing at X where X dk is below F2 and proves something where it is equal") {
  // M = 4, X = 8: F2(12) = 8.
  CHECK(BothProducts{}.at(Int128{12}) == 8);
  CHECK(PhaseBothAgain{phase_both_of(AttentionShape::square(40, 1), Words{4})}.prove(Int128{8}) > 0);
  // M = 5, X = 7 holds the same 8 triples, and 7 < 8.
  CHECK(PhaseBothAgain{phase_both_of(AttentionShape::square(40, 1), Words{5})}.prove(Int128{7}) == 0);
}
