#include <doctest/doctest.h>

#include <redblue/sim/words.hpp>

using namespace redblue::sim;

TEST_CASE("words add, subtract and scale exactly past 2^64") {
  const Words big{Int128{1} << 100};
  CHECK(((big + Words{1}) - big) == Words{1});
  CHECK((big * 4).count() == Int128{1} << 102);
  CHECK(3 * Words{5} == Words{15});
  CHECK(Words{2} < Words{3});
}

TEST_CASE("128-bit integers print every digit") {
  CHECK(to_string(Int128{0}) == "0");
  CHECK(to_string(Int128{-7}) == "-7");
  CHECK(to_string(Int128{1} << 64) == "18446744073709551616");
  const Int128 largest = ~(Int128{1} << 127);
  CHECK(to_string(largest) == "170141183460469231731687303715884105727");
  CHECK(to_string(-largest - 1) == "-170141183460469231731687303715884105728");
}

TEST_CASE("ceil_div rounds up and only up") {
  for (Extent x = 0; x <= 40; ++x)
    for (Extent y = 1; y <= 9; ++y) {
      const Extent q = ceil_div(x, y);
      CHECK(q * y >= x);
      CHECK((q - 1) * y < x);
    }
}
