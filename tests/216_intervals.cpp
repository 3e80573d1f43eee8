// The arithmetic that the checker of spectral certificates stands on, against std::nextafter and brute force.
#include <cmath>
#include <limits>

#include "fixed_seed.hpp"
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <redblue/proofs_check/check/interval.hpp>
#include <redblue/proofs_check/check/root.hpp>

using namespace redblue::proofs_check::check;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Whole numbers up to 2^20, so that sums and products of two are exact.
double whole() { return *rc::gen::inRange(-(1 << 20), (1 << 20) + 1); }

Interval interval() {
  const double a = whole(), b = whole();
  return {std::min(a, b), std::max(a, b)};
}

/// One step outward from the exact range.
void check_is(Interval got, double lo, double hi) {
  RC_ASSERT(got.lo == std::nextafter(lo, -infinity));
  RC_ASSERT(got.hi == std::nextafter(hi, infinity));
}

}  // namespace

TEST_CASE("an interval's result is its exact range and one step outward") {
  CHECK(redblue::test::holds("sums, differences, products and quotients", 1000, [] {
    const Interval a = interval(), b = interval();
    const double f = whole();
    check_is(a + b, a.lo + b.lo, a.hi + b.hi);
    check_is(a - b, a.lo - b.hi, a.hi - b.lo);
    check_is(f * b, f < 0 ? f * b.hi : f * b.lo, f < 0 ? f * b.lo : f * b.hi);
    if (f != 0) check_is(quotient(a.lo, f), a.lo / f, a.lo / f);
    check_is(exactly(f) + exactly(0), f, f);
    RC_ASSERT(a.size() == std::max(std::abs(a.lo), std::abs(a.hi)));
    RC_ASSERT(a.middle() == (a.lo + a.hi) / 2);
  }));
}

TEST_CASE("neighbours of doubles are those of std::nextafter") {
  for (const double x : {0.0, -0.0, 1.0, -1.0, 0x1p-1074, -0x1p-1074, 0x1p-1022, -0x1p-1022, 1.5,
                         0x1.fffffffffffffp3, -0x1.fffffffffffffp3, 1e300, -1e300}) {
    CHECK(above(x) == std::nextafter(x, infinity));
    CHECK(below(x) == std::nextafter(x, -infinity));
  }
}

TEST_CASE("a square root in integers is the largest whose square fits") {
  std::int64_t root = 0;
  for (std::int64_t n = 0; n < 20'000; ++n) {
    while ((root + 1) * (root + 1) <= n) ++root;
    CHECK(floor_root(n) == root);
  }
  const __int128 most = (__int128{1} << 60) - 1;  // its square is below 2^120
  for (const __int128 r : {most, most - 1, most / 2, most / 2 + 1, __int128{3'037'000'499}}) {
    CHECK(floor_root(r * r) == r);
    CHECK(floor_root(r * r - 1) == r - 1);
    if (r < most) CHECK(floor_root(r * r + 2 * r) == r);
  }
}
