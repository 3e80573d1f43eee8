#include <set>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

namespace {

AttentionShape causal(Extent N, Extent d) { return AttentionShape::square(N, d, {Mask::Kind::causal}); }

Words io(const Schedule& s, const AttentionShape& shape, const Options& o, Words M) {
  const auto planned = s.plan(shape, o, M);
  REQUIRE(planned);
  return planned->predicted.io();
}

}  // namespace

TEST_CASE("the catalog lists the seven schedules once each, and find finds them and nothing else") {
  std::set<std::string_view> ids;
  for (const Schedule& s : catalog()) {
    CHECK(ids.insert(s.id).second);
    CHECK(find(s.id) == &s);
    CHECK_FALSE(s.source.empty());
    CHECK_FALSE(s.leading.empty());
  }
  CHECK(ids == std::set<std::string_view>{"standard", "flash_attention", "flash_attention_2", "square_tiling",
                                          "two_phase", "flash_streamed", "fused_tile"});
  CHECK(find("flash_atention_2") == nullptr);
}

TEST_CASE("a plan exists at the smallest M and at none below") {
  Random r(11);
  for (int n = 0; n < 2000; ++n)
    for (const Schedule& s : catalog()) {
      const Case c = random_case(r, s, 20, 9);
      CAPTURE(in_words(s, c));
      const Words least = s.smallest_M(c.shape, c.options);
      const auto planned = s.plan(c.shape, c.options, least);
      REQUIRE(planned);
      REQUIRE(planned->footprint <= least);
      REQUIRE_FALSE(s.plan(c.shape, c.options, least - Words{1}));
    }
}

TEST_CASE("the smallest M of printed tiles is the first M whose tiles fit") {
  const Schedule& s = *find("flash_attention");
  Options o;
  o.tiles.rule = TileChoice::Rule::published;
  for (Extent d : {1, 2, 5, 8})
    for (Extent N : {1, 3, 17, 64}) {
      const AttentionShape shape = AttentionShape::square(N, d);
      const Words least = s.smallest_M(shape, o);
      for (Words M{1}; M < least; M += Words{1}) REQUIRE_FALSE(s.plan(shape, o, M)->fits());
      REQUIRE(s.plan(shape, o, least)->fits());
    }
}

TEST_CASE("what a schedule cannot do it refuses in words that name what can") {
  const Options plain;
  Options tiles;
  tiles.tiles = {TileChoice::Rule::given, 2, 2};
  Options printed;
  printed.tiles.rule = TileChoice::Rule::published;
  Options sums{.stats = Stats::sum};
  for (const Schedule& s : catalog()) {
    CAPTURE(s.id);
    CHECK(s.why_not(AttentionShape::square(4, 2), plain).empty());
    CHECK(s.why_not(causal(4, 2), plain).empty() == s.takes_masks);
    CHECK(s.why_not(AttentionShape::square(4, 2), tiles).empty() == s.takes_tiles);
    CHECK(s.why_not(AttentionShape::square(4, 2), printed).empty() == s.has_published);
    CHECK(s.why_not(AttentionShape::square(4, 2), sums).empty() == s.takes_stats);
    CHECK_FALSE(s.why_not({4, 0, 2, 2, {}}, plain).empty());
    CHECK_FALSE(s.why_not({-1, 4, 2, 2, {}}, plain).empty());
  }
  CHECK(find("two_phase")->why_not(causal(4, 2), plain).find("flash_attention_2") != std::string::npos);
}

TEST_CASE("given tiles range over the shape, and a mask needs a key for every query") {
  const Schedule& s = *find("flash_attention_2");
  Options o;
  const auto refused = [&](Extent Br, Extent Bc) {
    o.tiles = {TileChoice::Rule::given, Br, Bc};
    return !s.why_not({5, 7, 2, 2, {}}, o).empty();
  };
  CHECK_FALSE(refused(1, 1));
  CHECK_FALSE(refused(5, 7));
  CHECK(refused(6, 7));
  CHECK(refused(5, 8));
  CHECK(refused(0, 1));
  CHECK(refused(1, -1));
  o.tiles = {TileChoice::Rule::given, 6, 9};
  CHECK(s.why_not({5, 7, 2, 2, {}}, o) == "--tiles 6,9: Br ranges over 1..5 here; the nearest tile is 5,7");
  o.tiles = {TileChoice::Rule::given, 3, 9};
  CHECK(s.why_not({5, 7, 2, 2, {}}, o) == "--tiles 3,9: Bc ranges over 1..7 here; the nearest tile is 3,7");
  CHECK(s.why_not({5, 5, 2, 2, {Mask::Kind::causal}}, {}).empty());
  CHECK_FALSE(s.why_not({6, 5, 2, 2, {Mask::Kind::causal}}, {}).empty());
}

TEST_CASE("logsumexp costs one write per row for every schedule that keeps row sums") {
  const AttentionShape shape = AttentionShape::square(30, 6);
  for (const Schedule& s : catalog()) {
    Options with{.lse = true};
    CAPTURE(s.id);
    CHECK(io(s, shape, with, Words{200}) == io(s, shape, {}, Words{200}) + Words{30});
  }
  const Options none{.stats = Stats::none, .lse = true};
  CHECK_FALSE(find("two_phase")->why_not(shape, none).empty());
}

TEST_CASE("the safe form of square_tiling costs one read and one write per row more") {
  const AttentionShape shape = AttentionShape::square(30, 6);
  const Schedule& s = *find("square_tiling");
  const Options safe{.safe = true};
  CHECK(io(s, shape, safe, Words{100}) == io(s, shape, {}, Words{100}) + Words{60});
  CHECK_FALSE(s.plan(shape, safe, Words{16}));  // B = 2 needs 17 words
  CHECK(s.plan(shape, safe, Words{17}));
}

TEST_CASE("the zero fill of flash_attention costs what theory 2.1 says") {
  const AttentionShape shape = AttentionShape::square(64, 8);
  Options o{.tiles = {TileChoice::Rule::given, 8, 8}};
  const Words onchip = io(*find("flash_attention"), shape, o, Words{400});
  o.init = Init::slow;
  // slow adds the zero fill Nd + 2N, the first read of O, l, m, and the last write of l, m.
  CHECK(io(*find("flash_attention"), shape, o, Words{400}) ==
        onchip + Words{(64 * 8 + 128) + (64 * 8 + 128) + 128});
}

TEST_CASE("best is the least io over the catalog, and names the schedule") {
  Random r(5);
  for (int n = 0; n < 300; ++n) {
    const AttentionShape shape = random_shape(r, 40, 12);
    const Words M{r.between(1, 900)};
    const Choice winner = best(shape, {}, M);
    bool any = false;
    for (const Schedule& s : catalog()) {
      const auto planned = s.plan(shape, {}, M);
      if (!planned) continue;
      any = true;
      REQUIRE(winner.schedule != nullptr);
      REQUIRE(winner.planned.predicted.io() <= planned->predicted.io());
    }
    REQUIRE(any == (winner.schedule != nullptr));
    REQUIRE(any == (M >= best_smallest_M(shape, {})));
    if (any) REQUIRE(winner.schedule->plan(shape, {}, M)->predicted.io() == winner.planned.predicted.io());
  }
}

TEST_CASE("best passes over what cannot run a mask, and over tiles that overflow") {
  CHECK(best(causal(64, 4), {}, Words{100}).schedule->takes_masks);
  Options printed;
  printed.tiles.rule = TileChoice::Rule::published;
  const Choice c = best(AttentionShape::square(64, 8), printed, Words{40});
  CHECK(c.schedule->id == "square_tiling");  // flash_attention's printed tile needs 76 words
}

TEST_CASE("a plan evaluates everything once but where an output tile narrower than d repeats exponentials") {
  const AttentionShape shape = AttentionShape::square(512, 128);
  CHECK_FALSE(find("two_phase")->plan(shape, {}, Words{2048})->evaluates_once);
  CHECK(find("two_phase")->plan(AttentionShape::square(64, 8), {}, Words{256})->evaluates_once);
  CHECK(find("flash_attention_2")->plan(shape, {}, Words{2048})->evaluates_once);
  const Options safe{.safe = true};
  CHECK_FALSE(find("square_tiling")->plan(shape, safe, Words{2048})->evaluates_once);
  CHECK(find("square_tiling")->plan(shape, {}, Words{2048})->evaluates_once);
}
