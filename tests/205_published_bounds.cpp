// compulsory and the bounds from the literature, by hand and against twins.
#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/any_matmul.hpp>
#include <redblue/proofs_check/bounds/compulsory.hpp>
#include <redblue/proofs_check/bounds/matmul.hpp>
#include <redblue/proofs_check/bounds/saha_ye.hpp>

using namespace redblue::proofs_check;
using namespace redblue::proofs_check::bounds;
using redblue::sim::Mask;

namespace {

Int128 words(Proven p) { return p.words.count(); }

/// Which words the output depends on, query by query: with one key the softmax is 1 whatever q and k are.
Int128 compulsory_by_looking(const AttentionShape& s) {
  std::set<Extent> scored, seen;
  Int128 sum = Int128{s.Nq} * s.dv;
  for (Extent i = 0; i < s.Nq; ++i) {
    const auto keys = s.visible(i);
    for (Extent j = keys.begin; j < keys.end; ++j) {
      seen.insert(j);
      if (keys.size() > 1) scored.insert(j);
    }
    if (keys.size() > 1) sum += s.dk;
  }
  return sum + Int128(scored.size()) * s.dk + Int128(seen.size()) * s.dv;
}

}  // namespace

TEST_CASE("compulsory is 4 N d for more than one key") {
  CHECK(words(compulsory_words(AttentionShape::square(4096, 64), Words{1})) == 4 * 4096 * 64);
  CHECK(words(compulsory_words(AttentionShape::square(2, 3), Words{1})) == 24);
  CHECK(words(compulsory_words(AttentionShape{5, 7, 3, 2, {}}, Words{1})) == 5 * 3 + 7 * 3 + 7 * 2 + 5 * 2);
}

TEST_CASE("compulsory asks for neither q nor k where a query sees one key") {
  CHECK(words(compulsory_words(AttentionShape::square(1, 8), Words{1})) == 16);  // read v, write o
  CHECK(words(compulsory_words(AttentionShape{6, 1, 8, 2, {}}, Words{1})) == 2 + 12);
}

TEST_CASE("compulsory is what a look at every query and key gives") {
  for (Extent Nk = 1; Nk <= 9; ++Nk)
    for (Extent Nq = 1; Nq <= Nk; ++Nq) {
      CHECK(words(compulsory_words({Nq, Nk, 3, 5, {}}, Words{1})) ==
            compulsory_by_looking({Nq, Nk, 3, 5, {}}));
      const AttentionShape causal{Nq, Nk, 3, 5, {Mask::Kind::causal, 0}};
      CHECK(words(compulsory_words(causal, Words{1})) == compulsory_by_looking(causal));
      for (Extent width = 0; width <= Nk + 1; ++width) {
        const AttentionShape window{Nq, Nk, 3, 5, {Mask::Kind::window, width}};
        CAPTURE(Nq);
        CAPTURE(Nk);
        CAPTURE(width);
        CHECK(words(compulsory_words(window, Words{1})) == compulsory_by_looking(window));
      }
    }
}

TEST_CASE("saha_ye comes out by hand") {
  const auto shape = AttentionShape::square(100, 10);                  // N^2 d^2 = 10^6
  CHECK(words(saha_ye_literal_words(shape, Words{25})) == 2000 - 25);  // 10^6 / 500
  CHECK(words(saha_ye_sharp_words(shape, Words{100})) == 2000 - 100);  // 10^6 / 500
  CHECK(words(saha_ye_literal_words(shape, Words{26})) == 1985 - 26);  // 1984.13 rounded up
  CHECK(words(saha_ye_sharp_words(shape, Words{101})) == 1997 - 101);  // 1996.01 rounded up
}

TEST_CASE("saha_ye is never negative") {
  const auto shape = AttentionShape::square(100, 10);
  CHECK(words(saha_ye_literal_words(shape, Words{452})) == 1);  // 10^6 / 2208 = 452.9
  CHECK(words(saha_ye_literal_words(shape, Words{453})) == 0);
  CHECK(words(saha_ye_literal_words(shape, Words{1'000'000})) == 0);
  CHECK(words(saha_ye_sharp_words(shape, Words{1'000'000})) == 0);
}

TEST_CASE("any_matmul comes out by hand on both sides of M = d^2") {
  const auto shape = AttentionShape::square(100, 10);
  CHECK(words(any_matmul_words(shape, Words{99})) == 1250 - 99);    // N^2 / 8
  CHECK(words(any_matmul_words(shape, Words{100})) == 1250 - 100);  // both alike
  CHECK(words(any_matmul_words(shape, Words{101})) == 1238 - 101);  // 10^6 / 808 = 1237.6
  CHECK(words(any_matmul_words(shape, Words{10'000})) == 0);
}

TEST_CASE("any_matmul_sharp is twice that, before M is taken off") {
  const auto shape = AttentionShape::square(100, 10);
  CHECK(words(any_matmul_sharp_words(shape, Words{99})) == 2500 - 99);    // N^2 / 4
  CHECK(words(any_matmul_sharp_words(shape, Words{100})) == 2500 - 100);  // both alike
  CHECK(words(any_matmul_sharp_words(shape, Words{101})) == 2476 - 101);  // 10^6 / 404 = 2475.2
  CHECK(words(any_matmul_sharp_words(shape, Words{499})) == 502 - 499);   // 501.002 rounded up
  CHECK(words(any_matmul_sharp_words(shape, Words{500})) == 0);
}

TEST_CASE("The slopes are the printed expressions") {
  const auto shape = AttentionShape::square(1024, 16);
  CHECK(saha_ye_slope(shape, Words{256}) == doctest::Approx(1024.0 * 1024));
  CHECK(saha_ye_slope(shape, Words{1024}) == doctest::Approx(1024.0 * 1024 / 4));
  CHECK(saha_ye_slope(shape, Words{64}) == doctest::Approx(1024.0 * 1024 * 2));
  CHECK(any_matmul_binary_slope(shape, Words{4}) == doctest::Approx(1024.0 * 1024 * 256 / 4 / 100));
  CHECK(any_matmul_binary_slope(shape, Words{1}) == doctest::Approx(1024.0 * 1024));
}

TEST_CASE("The matmul bounds come out by hand") {
  const MatmulShape cube{100, 100, 100};
  CHECK(words(matmul_smith_words(cube, Words{400})) == 100'000 - 800);
  CHECK(words(matmul_cosma_words(cube, Words{400})) == 100'000 + 10'000);
  CHECK(words(matmul_smith_words(cube, Words{100'000'000})) == 0);
  // 2 mnk / sqrt(M) rounded up: 2e6 / sqrt(401) = 99875.2
  CHECK(words(matmul_cosma_words(cube, Words{401})) == 99'876 + 10'000);
}

TEST_CASE("The loads of a matmul are the least whole number at or above 2 mnk / sqrt(M)") {
  for (Int128 m = 1; m <= 6; ++m)
    for (Int128 M = 1; M <= 300; ++M) {
      const Int128 q = matmul_loads({m, 2 * m, 5}, Words{M});
      const Int128 products = 20 * m * m;
      REQUIRE((q * q * M >= products * products && (q - 1) * (q - 1) * M < products * products));
    }
}

TEST_CASE("The matmul bounds lie below the outer-product order that keeps a square tile of C") {
  // t x t of C resident, one column of A and one row of B streamed: M = t^2 + 2 t, io = 2 n^3/t + n^2.
  const Int128 n = 120;
  for (const Int128 t : {1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 30, 60, 120}) {
    const Int128 io = 2 * n * n * n / t + n * n;
    CHECK(words(matmul_cosma_words({n, n, n}, Words{t * t + 2 * t})) <= io);
    CHECK(words(matmul_smith_words({n, n, n}, Words{t * t + 2 * t})) <= io);
  }
}

TEST_CASE("The loads of a matmul are rounded down where they do not fit exactly") {
  const Int128 big = Int128{1} << 32;
  const Int128 exact = 2 * big * big * big / (Int128{1} << 20);  // M = 2^40
  const Int128 got = matmul_loads({big, big, big}, Words{Int128{1} << 40});
  CHECK(got <= exact);
  CHECK(got >= exact - exact / (Int128{1} << 50));
}
