// What theory 3.1, 3.3 and 3.4 print as consequences of L1 and L2.
#include <cmath>

#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/catalog.hpp>

using namespace redblue::proofs_check;
using namespace redblue::proofs_check::bounds;

namespace {

Int128 pv(const AttentionShape& s, Int128 M) { return phase_pv_words(s, Words{M}).words.count(); }
Int128 both(const AttentionShape& s, Int128 M) {
  return best_of_both<PhaseBothAgain>(s, Words{M}).words.count();
}

long double real(Int128 x) { return static_cast<long double>(x); }

/// L(u) of theory 3.4, in units of N^2.
double leading_lower(double u) {
  if (u * u <= 27.0 / 128) return 4 * u * u;
  if (u < 0.5) return 729.0 / 4096 * (256.0 / 27 - 1 / (u * u));
  return 4 * u - 1;
}

}  // namespace

TEST_CASE("From M = 128/27 d^2 on, phase_pv is at least 4 N^2 d^2 / M - 0.36 M") {
  for (const Extent d : {9, 16, 64, 128})
    for (const Extent N : {1000, 4096, 100'000, 1'000'000'000}) {
      const Int128 knee = divide_up(Int128{128} * d * d, Int128{27});
      for (Int128 M = knee; M < Int128{N} * d; M = M * 5 / 4 + 1) {
        CAPTURE(redblue::sim::to_string(M));
        const Int128 words = pv(AttentionShape::square(N, d), M);
        REQUIRE(100 * M * words >= 400 * Int128{N} * N * d * d - 36 * M * M);
      }
    }
}

TEST_CASE("Below M = 128/27 d^2 the consequence of X = M fails") {
  const Extent d = 64;
  const Int128 N = 1'000'000;
  const Int128 M = Int128{4} * d * d;  // within 2.6 % (theory 3.4), no more
  const Int128 words = pv(AttentionShape::square(1'000'000, d), M);
  CHECK(words * M < 4 * N * N * d * d - M * M);
  CHECK(words * M * 1000 >= 974 * 4 * N * N * d * d);
}

TEST_CASE("Up to M = 4 d^2, phase_both is at least (4u - 1) N^2 - 1.09 M") {
  for (const Extent d : {8, 33, 64, 128})
    for (const Extent N : {1000, 4096, 1'000'000}) {
      const auto shape = AttentionShape::square(N, d);
      const long double square = real(Int128{N} * N);
      for (Int128 M = 4 * Int128{d} * d; M > 50; M = M * 4 / 5) {
        CAPTURE(redblue::sim::to_string(M));
        const long double u = real(d) / std::sqrt(real(M));
        REQUIRE(real(both(shape, M)) >= (4 * u - 1) * square - 1.09L * real(M) - 1e-12L * square);
      }
    }
}

TEST_CASE("phase_both has an X up to M = 4 d^2 and none beyond") {
  for (const Extent d : {2, 3, 5, 8, 64, 1000}) {
    const auto shape = AttentionShape::square(100 * d, d);
    CHECK(both(shape, 4 * Int128{d} * d) > 0);
    CHECK(both(shape, 4 * Int128{d} * d + 1) == 0);
  }
  // Every X tried at small d.
  for (const Extent d : {2, 3, 5}) {
    const PhaseBothAgain beyond{phase_both_of(AttentionShape::square(50, d), Words{4 * Int128{d} * d + 1})};
    for (Int128 X = 1; X <= 3000; ++X) REQUIRE(beyond.prove(X) == 0);
  }
}

TEST_CASE("With one phase, phase_pv gives 4 N d exactly when N >= 64 d / 27") {
  for (const Extent d : {1, 5, 27, 64, 128}) {
    const Extent least = (64 * d + 26) / 27;
    for (const Extent N : {least, least + 1, 7 * least, 1000 * least})
      CHECK(pv(AttentionShape::square(N, d), Int128{100} * N * d) == 4 * Int128{N} * d);
    if (const Extent N = least - 1; N >= 1 && d >= 27)
      CHECK(pv(AttentionShape::square(N, d), Int128{100} * N * d) < 4 * Int128{N} * d);
  }
}

TEST_CASE("The row L of table 3.4 comes out at large N and d") {
  const Extent d = 720;
  const Extent N = 20'000'000;
  const auto shape = AttentionShape::square(N, d);
  struct Point {
    double M_over_d2;
    double printed;
    double printed_to;  // half a unit of its last digit
  };
  for (const Point p : {Point{16, .25, .005},
                        {4, 1, .05},
                        {2.04, 1.80, .005},
                        {1, 3, .05},
                        {4.0 / 9, 5, .05},
                        {1.0 / 4, 7, .05},
                        {1.0 / 9, 11, .05},
                        {1.0 / 16, 15, .05}}) {
    CAPTURE(p.M_over_d2);
    const Words M{static_cast<Int128>(p.M_over_d2 * d * d)};
    const LowerBounds found = lower_bounds(shape, M, Rules::fma);
    const double in_squares = to_double(found.lower) / (static_cast<double>(N) * N);
    CHECK(std::abs(in_squares - leading_lower(1 / std::sqrt(p.M_over_d2))) <= 0.01 * in_squares);
    CHECK(std::abs(in_squares - p.printed) <= p.printed_to + 0.01 * p.printed);
  }
}

TEST_CASE("Between M = 4 d^2 and 128/27 d^2 the lower bound follows its middle branch") {
  const Extent d = 720;
  const Extent N = 20'000'000;
  for (const double M_over_d2 : {4.1, 4.3, 4.5, 4.7}) {
    const Words M{static_cast<Int128>(M_over_d2 * d * d)};
    const LowerBounds found = lower_bounds(AttentionShape::square(N, d), M, Rules::fma);
    CHECK(found.lower_by == "phase_pv");
    const double expected = leading_lower(1 / std::sqrt(M_over_d2));
    CHECK(std::abs(to_double(found.lower) / (static_cast<double>(N) * N) - expected) <= 0.01 * expected);
  }
}

TEST_CASE("The finite form is no weaker than the printed formula at the same X") {
  const auto shape = AttentionShape::square(300, 20);
  const long double square = 300.0L * 300;
  for (Int128 M = 20; M <= 4000; M = M * 3 / 2)
    for (Int128 X = 1; X <= 8000; X = X * 3 / 2 + 1) {
      const long double x = real(X);
      const auto F1 = [](long double z) { return std::max(z * z / 320, std::pow(z / 3, 1.5L)); };
      const auto F2 = [](long double z) { return std::pow(z / 3, 1.5L); };
      const long double L1 = x * (square * 20 - F1(x)) / F1(real(M) + x);
      const long double L2 = x * (square * 40 - F2(x)) / F2(real(M) + x) - square;
      if (const Int128 words = phase_pv_of(shape, Words{M}).prove(X); words > 0)
        CHECK(real(words) >= L1 - 1e-9L * square);
      const PhaseBothOnce once{phase_both_of(shape, Words{M})};
      if (BothProducts{}.at(M + X) > 0) CHECK(real(once.prove(X)) >= L2 - 1e-9L * square);
    }
}

TEST_CASE("Masks and rectangles enter by their scores alone") {
  const AttentionShape wide{100, 300, 16, 16, {}};
  const AttentionShape tall{300, 100, 16, 16, {}};
  CHECK(pv(wide, 200) == pv(tall, 200));
  CHECK(both(wide, 200) == both(tall, 200));
  using Kind = redblue::sim::Mask::Kind;
  const auto full = AttentionShape::square(200, 16);
  const auto causal = AttentionShape::square(200, 16, {Kind::causal, 0});
  const auto window = AttentionShape::square(200, 16, {Kind::window, 199});
  CHECK(pv(causal, 500) < pv(full, 500));
  CHECK(pv(causal, 500) == pv(window, 500));
  CHECK(both(causal, 500) == both(window, 500));
}
