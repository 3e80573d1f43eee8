// The chosen X against every X, and the bounds as M grows.
#include <algorithm>

#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/catalog.hpp>

using namespace redblue::proofs_check;
using namespace redblue::proofs_check::bounds;

namespace {

/// The best over every X up to a phase that is never used up.
template <class Goal>
Int128 over_all_X(const Goal& goal) {
  Int128 best = 0;
  const Int128 longest = goal.F.least(goal.items()) + 1;
  for (Int128 X = 1; X <= longest; ++X) best = std::max(best, goal.prove(X));
  return best;
}

/// How much of the best over all X is lost, as a part of it.
template <class Goal>
double lost(const Goal& goal) {
  const Int128 all = over_all_X(goal);
  const Int128 chosen = best_X(goal).words.count();
  REQUIRE(chosen <= all);
  return all == 0 ? 0 : static_cast<double>(all - chosen) / static_cast<double>(all);
}

double most_lost(const AttentionShape& shape, Words M) {
  return std::max({lost(phase_pv_of(shape, M)), lost(PhaseBothAgain{phase_both_of(shape, M)}),
                   lost(PhaseBothOnce{phase_both_of(shape, M)})});
}

Int128 words_of(std::string_view id, const AttentionShape& shape, Words M) {
  return std::get<Explicit>(find(id)->value)(shape, M).words.count();
}

constexpr std::array explicit_ids{"compulsory",      "phase_pv",      "phase_both", "phase_both_once",
                                  "saha_ye_literal", "saha_ye_sharp", "any_matmul", "any_matmul_sharp"};

/// Names the bound that grew, or nothing.
std::string_view grows(const AttentionShape& shape, Words less, Words more) {
  for (const std::string_view id : explicit_ids) {
    const Int128 before = words_of(id, shape, less);
    if (words_of(id, shape, more) > before + before / 1'000'000) return id;
  }
  return {};
}

}  // namespace

TEST_CASE("At tiny sizes no X proves more than the chosen one") {
  for (const Extent N : {1, 2, 3, 5, 9, 14})
    for (const Extent d : {1, 2, 3, 8})
      for (Int128 M = 1; M <= 60; ++M) {
        CAPTURE(N);
        CAPTURE(d);
        CAPTURE(redblue::sim::to_string(M));
        REQUIRE(most_lost(AttentionShape::square(N, d), Words{M}) == 0);
      }
}

TEST_CASE("At medium sizes no X proves more than one part in a thousand beyond the chosen one") {
  for (const auto& shape : {AttentionShape::square(60, 9), AttentionShape{30, 90, 12, 5, {}},
                            AttentionShape::square(150, 16, {redblue::sim::Mask::Kind::causal, 0})})
    for (Int128 M = 3; M <= 9000; M = M * 13 / 10 + 1) {
      CAPTURE(redblue::sim::to_string(M));
      CHECK(most_lost(shape, Words{M}) <= 1e-3);
    }
}

TEST_CASE("A single phase of both products proves no more than compulsory does") {
  for (const Extent N : {1, 2, 3, 5, 9})
    for (const Extent d : {1, 2, 3, 5, 8})
      for (Int128 M = 1; M <= 50; M += 7) {
        const PhaseBothAgain goal{phase_both_of(AttentionShape::square(N, d), Words{M})};
        const Int128 alone = goal.F.least(goal.items()) + 1;
        for (Int128 X = alone; X <= 6 * alone; ++X) REQUIRE(goal.prove(X) <= 4 * N * d);
      }
}

TEST_CASE("The printed X proves the printed words") {
  const auto shape = AttentionShape::square(1000, 64);
  for (Int128 M = 100; M <= 200000; M = M * 2 + 1) {
    const Proven pv = std::get<Explicit>(find("phase_pv")->value)(shape, Words{M});
    REQUIRE(pv.X.has_value());
    CHECK(phase_pv_of(shape, Words{M}).prove(*pv.X) == pv.words.count());
  }
}

TEST_CASE("No bound grows with M at small sizes, every M tried") {
  for (const auto& shape :
       {AttentionShape::square(7, 3), AttentionShape::square(20, 4), AttentionShape{9, 33, 6, 2, {}},
        AttentionShape::square(24, 2, {redblue::sim::Mask::Kind::window, 5})})
    for (Int128 M = 1; M <= 700; ++M) {
      CAPTURE(redblue::sim::to_string(M));
      REQUIRE(grows(shape, Words{M}, Words{M + 1}) == "");
    }
}

TEST_CASE("No bound grows with M at random sizes") {
  CHECK(redblue::test::holds("bounds do not grow with M", 3000, [] {
    const auto bits = [](int most) { return std::int64_t{1} << *rc::gen::inRange(0, most); };
    const auto about = [&](int most) { return *rc::gen::inRange<std::int64_t>(1, 2 * bits(most)); };
    const auto shape = AttentionShape::square(about(24), about(12));
    const auto M = about(40);
    const auto more = about(38);
    RC_ASSERT(grows(shape, Words{M}, Words{M + 1}) == "");
    RC_ASSERT(grows(shape, Words{M}, Words{Int128{M} + more}) == "");
  }));
}
