// F1 and F2, rounded down, against the inequalities that define them.
#include <algorithm>

#include "fixed_seed.hpp"
#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/growth.hpp>

using namespace redblue::proofs_check::bounds;
using Big = boost::multiprecision::cpp_int;

namespace {

Big big(Int128 x) {  // x >= 0
  return (Big{static_cast<std::uint64_t>(x >> 64)} << 64) + static_cast<std::uint64_t>(x);
}

/// r = floor((z/3)^(3/2)) says 27 r^2 <= z^3 < 27 (r+1)^2.
bool is_floor(Int128 r, Int128 z) {
  const Big cube = big(z) * big(z) * big(z);
  return r >= 0 && 27 * big(r) * big(r) <= cube && cube < 27 * big(r + 1) * big(r + 1);
}

/// The largest e with e <= z^2/(16 d) or 27 e^2 <= z^3, counted up.
Int128 f1_by_counting(Int128 z, Int128 d) {
  Int128 e = 0;
  while (16 * d * (e + 1) <= z * z || 27 * (e + 1) * (e + 1) <= z * z * z) ++e;
  return e;
}

}  // namespace

TEST_CASE("floor((z/3)^(3/2)) is exact at every small z") {
  for (Int128 z = 0; z <= 20000; ++z) REQUIRE(is_floor(floor_three_halves(z), z));
}

TEST_CASE("floor((z/3)^(3/2)) is exact at squares and around them up to 2^60 words") {
  // z = 3 s^2 gives s^3 exactly: the hardest place for a guess from floating point.
  for (Int128 s = 1; 3 * s * s < most_words; s = s * 3 / 2 + 1)
    for (Int128 z = 3 * s * s - 1; z <= 3 * s * s + 1; ++z) REQUIRE(is_floor(floor_three_halves(z), z));
  for (Int128 z = most_words - 100; z <= most_words; ++z) REQUIRE(is_floor(floor_three_halves(z), z));
  const Int128 s = 1'000'000;
  CHECK(floor_three_halves(3 * s * s) == s * s * s);
  CHECK(floor_three_halves(3 * s * s - 1) == s * s * s - s / 2);
}

TEST_CASE("floor((z/3)^(3/2)) is exact at random z up to 2^60 words") {
  CHECK(redblue::test::holds("27 r^2 <= z^3 < 27 (r+1)^2", 2000, [] {
    const auto bits = *rc::gen::inRange(1, 60);
    const auto z = *rc::gen::inRange<std::int64_t>(std::int64_t{1} << (bits - 1), std::int64_t{1} << bits);
    RC_ASSERT(is_floor(floor_three_halves(z), z));
  }));
}

TEST_CASE("F1 is the larger of its two branches, rounded down") {
  for (const Int128 d : {1, 2, 3, 7, 16, 40})
    for (Int128 z = 0; z <= 400; ++z) REQUIRE(OneProduct{d}.at(z) == f1_by_counting(z, d));
}

TEST_CASE("least is the first z that holds the triples") {
  const auto first = [](const auto& F, Int128 triples) {
    Int128 z = 0;
    while (F.at(z) < triples) ++z;
    return z;
  };
  for (Int128 triples = 0; triples <= 2000; ++triples) {
    REQUIRE(BothProducts{}.least(triples) == first(BothProducts{}, triples));
    REQUIRE(OneProduct{5}.least(triples) == first(OneProduct{5}, triples));
  }
}

TEST_CASE("least is exact for N = 2^32 and d = 2^20") {
  const Int128 most = Int128{1} << 85;
  for (const Int128 triples : {most, most - 1, most / 3, most / 5 * 2}) {
    const Int128 both = BothProducts{}.least(triples);
    CHECK(both < most_words);
    CHECK((floor_three_halves(both) >= triples && floor_three_halves(both - 1) < triples));
    const OneProduct one{Int128{1} << 20};
    const Int128 z = one.least(triples);
    CHECK((one.at(z) >= triples && one.at(z - 1) < triples));
  }
}

TEST_CASE("The doubles that choose X agree with the exact functions where those are small") {
  for (Int128 z = 0; z <= 20000; ++z) {
    REQUIRE(BothProducts{}.at(static_cast<double>(z)) == static_cast<double>(BothProducts{}.at(z)));
    REQUIRE(OneProduct{12}.at(static_cast<double>(z)) == static_cast<double>(OneProduct{12}.at(z)));
    REQUIRE(BothProducts{}.least(static_cast<double>(z)) == static_cast<double>(BothProducts{}.least(z)));
    REQUIRE(OneProduct{12}.least(static_cast<double>(z)) == static_cast<double>(OneProduct{12}.least(z)));
  }
}
