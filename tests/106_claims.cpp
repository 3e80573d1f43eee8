// What docs/schedules.md says of the closed forms beyond the forms themselves: each limit at M and at M - 1.
#include "schedule_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

namespace {

Counts counts(const char* id, Extent N, Extent d, Extent M) {
  const auto planned = find(id)->plan(AttentionShape::square(N, d), {}, Words{M});
  REQUIRE(planned);
  return planned->predicted;
}

}  // namespace

TEST_CASE("standard reaches the textbook count exactly from M = N d + d + 2 on, for N > d") {
  for (Extent N : {9, 40, 50})
    for (Extent d : {1, 7, 8}) {
      const Words reads{2 * N * N + 3 * N * d};
      const Counts at = counts("standard", N, d, N * d + d + 2);
      CHECK(at.reads() == reads);
      CHECK(at.writes() == Words{2 * N * N + N * d});
      CHECK(counts("standard", N, d, N * d + d + 1).reads() > reads);
    }
}

TEST_CASE("with N <= d fused_tile is compulsory from M = N^2 + 4 N + 1 on") {
  for (Extent N : {2, 5, 6})
    for (Extent d : {6, 9}) {
      CHECK(counts("fused_tile", N, d, N * N + 4 * N + 1).io() == Words{4 * N * d});
      CHECK(counts("fused_tile", N, d, N * N + 4 * N).io() > Words{4 * N * d});
    }
}

TEST_CASE("flash_streamed is compulsory where all of K and V stay") {
  for (Extent N : {40, 100})
    for (Extent d : {3, 8}) {
      CHECK(counts("flash_streamed", N, d, 2 * N * d + 2 * d + 4).io() == Words{4 * N * d});
      CHECK(counts("flash_streamed", N, d, 2 * N * d + 2 * d + 3).io() > Words{4 * N * d});
    }
}

TEST_CASE("FlashAttention's printed tiles overflow whenever M < 8 d^2 + 16 d") {
  Options printed;
  printed.tiles.rule = TileChoice::Rule::published;
  for (Extent d : {2, 5, 16})
    for (Extent M = 1; M < 8 * d * d + 16 * d; ++M)
      REQUIRE_FALSE(
          find("flash_attention")->plan(AttentionShape::square(4096, d), printed, Words{M})->fits());
}
