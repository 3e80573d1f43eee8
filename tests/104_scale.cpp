#include "schedule_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;
namespace sim = redblue::sim;

namespace {

constexpr Extent N9 = 1'000'000'000;

double leading(double N, double d, double M) { return 4 * N * N * d * d / M; }

}  // namespace

TEST_CASE("closed forms are exact at N = 10^9, d = 10^5, where they pass 2^64") {
  const AttentionShape s = AttentionShape::square(N9, 100'000);
  const Options given{.tiles = {TileChoice::Rule::given, 7, 3}};
  const auto p = find("flash_attention_2")->plan(s, given, Words{1'000'000'000'000'000});
  REQUIRE(p);
  const Int128 Tr = (N9 + 6) / 7;
  CHECK(p->predicted.reads().count() == Int128{N9} * 100'000 + 2 * Int128{N9} * 100'000 * Tr);
  CHECK(sim::to_string(p->predicted.reads()) == "28571428700000000000000");
  CHECK(p->predicted.flops == 4 * Int128{N9} * N9 * 100'000);
  const auto q = find("square_tiling")->plan(s, {}, Words{4});
  CHECK(sim::to_string(q->predicted.io()) == sim::to_string(Int128{4} * N9 * N9 * 100'000 + Int128{N9} * N9 +
                                                            2 * Int128{N9} + Int128{N9} * 100'000));
}

TEST_CASE("every schedule plans at every scale and keeps to M") {
  for (Extent N : {Extent{1}, Extent{1000}, Extent{1'000'000}, N9, Extent{1} << 32})
    for (Extent d : {Extent{1}, Extent{128}, Extent{100'000}, Extent{1} << 20})
      for (Extent M :
           {Extent{8}, Extent{65'536}, Extent{1} << 40, Extent{1'000'000'000'000'000}, Extent{1} << 53})
        for (const Schedule& s : catalog()) {
          const AttentionShape shape = AttentionShape::square(N, d);
          const auto p = s.plan(shape, {}, Words{M});
          CAPTURE(s.id);
          CAPTURE(N);
          CAPTURE(d);
          CAPTURE(M);
          REQUIRE(p.has_value() == (Words{M} >= s.smallest_M(shape, {})));
          if (!p) continue;
          REQUIRE(p->footprint <= Words{M});
          REQUIRE(p->predicted.writes().count() >= Int128{N} * d);
          REQUIRE(p->predicted.reads().count() >= 3 * Int128{N} * d);
          REQUIRE(p->predicted.io().count() <= 16 * (Int128{N} * N * d + Int128{N} * d));
        }
}

TEST_CASE("at N = 10^9 and M >= d^2 flash_streamed costs its leading term") {
  const double d = 128;
  for (double M : {65'536.0, 1e6, 1e8, 1e9}) {
    const auto p =
        find("flash_streamed")->plan(AttentionShape::square(N9, 128), {}, Words{static_cast<Extent>(M)});
    REQUIRE(p);
    CHECK(sim::to_double(p->predicted.io()) == doctest::Approx(leading(1e9, d, M)).epsilon(0.02));
  }
}

TEST_CASE("a counted run at N = 2^16 equals the closed form for every schedule") {
  for (const Schedule& s : catalog()) {
    const AttentionShape shape = AttentionShape::square(1 << 16, 64);
    const auto p = s.plan(shape, {}, Words{1 << 18});
    REQUIRE(p);
    const Counts c = s.counted(shape, {}, *p, Words{1 << 18});
    CAPTURE(s.id);
    CHECK(c.by_tensor == p->predicted.by_tensor);
    CHECK(c.flops == p->predicted.flops);
  }
}

TEST_CASE("masked closed forms stay exact at N = 10^9: causal visits half, a window its width") {
  const auto masked = [](Mask mask) {
    return find("flash_attention_2")
        ->plan(AttentionShape::square(N9, 128, mask), {}, Words{65'536})
        ->predicted;
  };
  const double full = sim::to_double(masked({}).reads());
  CHECK(sim::to_double(masked({Mask::Kind::causal}).reads()) == doctest::Approx(full / 2).epsilon(0.001));
  const double window = sim::to_double(masked({Mask::Kind::window, 1000}).reads());
  CHECK(window < full / 10'000);
  CHECK(masked({Mask::Kind::window, N9}).by_tensor == masked({Mask::Kind::causal}).by_tensor);
}
