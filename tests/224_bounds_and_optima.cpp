// Bounds against optima, and what may be said of a count.
#include "find_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/statement.hpp>

using namespace redblue;
using namespace redblue::test;

TEST_CASE("no comparable formula bound exceeds an exact optimum of unnormalised attention") {
  int compared = 0;
  // From the smallest M, or where the search takes longer than a test may, up to where only compulsory words
  // remain.
  struct Range {
    int N, d, least, most;
  };
  for (const auto& [N, d, least, most] :
       {Range{2, 1, 3, 8}, Range{2, 2, 3, 12}, Range{2, 3, 3, 14}, Range{3, 1, 3, 12}, Range{3, 2, 13, 16}}) {
    const NamedGraph graph = named_graph("attention:" + std::to_string(N) + "," + std::to_string(d));
    for (std::int64_t M = least; M <= most; ++M) {
      const std::int64_t optimum = checked_optimum(graph, Rules::partial, M);
      REQUIRE(optimum > 0);
      const LowerBounds bounds =
          lower_bounds(sim::AttentionShape::square(N, d), sim::Words{M}, Rules::partial);
      for (const Evaluated& e : bounds.all) {
        if (!e.comparable || !e.proven) continue;
        ++compared;
        CAPTURE(graph.name);
        CAPTURE(M);
        CAPTURE(std::string(e.bound->id));
        CHECK(e.proven->words.count() <= optimum);
      }
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("flash_streamed without statistics is exactly optimal on attention of 3 x 1 at M = 4, 5 and 6") {
  const algorithms::Schedule* streamed = algorithms::find("flash_streamed");
  REQUIRE(streamed != nullptr);
  const algorithms::Options options{.stats = algorithms::Stats::none};
  const auto shape = sim::AttentionShape::square(3, 1);
  for (const auto& [M, io] : {std::pair{4, 20}, std::pair{5, 18}, std::pair{6, 16}}) {
    const auto planned = streamed->plan(shape, options, sim::Words{M});
    REQUIRE(planned);
    CHECK(planned->predicted.io().count() == io);
    CHECK(checked_optimum(named_graph("attention:3,1"), Rules::partial, M) == io);
  }
}

TEST_CASE("a count is optimal, within a factor, or unknown, and says under which rules") {
  const auto said = [](std::int64_t io, Rules of_io, std::int64_t lower, Rules of_lower) {
    return statement({sim::Words{io}, of_io, sim::Words{lower}, of_lower, true});
  };
  CHECK(said(20, Rules::partial, 20, Rules::partial) == "optimal (certificate), rules partial");
  CHECK(said(20, Rules::partial, 16, Rules::partial) ==
        "within 1.25 x of the best bound (16 words), rules partial");
  CHECK(said(301, Rules::classic, 100, Rules::partial_recompute) ==
        "within 3.01 x of the best bound (100 words), rules classic against a bound under partial_recompute");
  CHECK(said(1001, Rules::partial, 1000, Rules::partial) ==
        "within 1.01 x of the best bound (1000 words), rules partial");
  CHECK(optimality({sim::Words{20}, Rules::partial, sim::Words{20}, Rules::classic, true}) ==
        Optimality::unknown);
  CHECK(optimality({sim::Words{20}, Rules::partial, sim::Words{0}, Rules::partial, true}) ==
        Optimality::unknown);
  CHECK(said(20, Rules::partial, 20, Rules::one_shot)
            .starts_with("unknown, rules partial against a bound under one_shot"));
}
