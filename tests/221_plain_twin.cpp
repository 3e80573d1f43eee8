// The exact search against the plain twin: every pruning must agree with no pruning.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

struct Compared {
  std::uint64_t compared = 0;
  std::uint64_t given_up = 0;
};

/// True when search and twin agree on `graph` in every game at every M up to its size.
bool agree(const NamedGraph& graph, std::span<const Rules> rules_tried, Compared& tally, std::uint64_t most) {
  const auto size = static_cast<std::int64_t>(graph.dag.size());
  for (const Rules rules : rules_tried)
    for (std::int64_t M = 1; M <= size; ++M) {
      const Game game(graph.dag, rules, M);
      const finder::PlainAnswer plain = finder::plain_optimum(game, {.most = most});
      if (!plain.finished) {
        ++tally.given_up;
        continue;
      }
      ++tally.compared;
      const bool feasible = M >= game.smallest_M();
      std::optional<std::int64_t> exact;
      if (feasible) exact = checked_optimum(graph, rules, M);
      if (exact == plain.io) continue;
      std::cout << graph_text(graph) << name(rules) << " M = " << M << ": plain " << plain.io.value_or(-1)
                << ", search " << exact.value_or(-1) << '\n';
      return false;
    }
  return true;
}

}  // namespace

TEST_CASE("on every graph of up to 5 vertices search and plain twin agree in all games at every M") {
  Compared tally;
  each_graph(tests::sanitized ? 4 : 5, [&](const std::vector<unsigned>& masks) {
    REQUIRE(agree(graph_of(masks, false), games, tally, 1'000'000));
    REQUIRE(
        agree(graph_of(masks, true), std::array{Rules::partial, Rules::partial_recompute}, tally, 1'000'000));
  });
  std::cout << "graphs of up to 5 vertices: " << tally.compared << " optima compared, " << tally.given_up
            << " given up\n";
  CHECK(tally.given_up == 0);
  CHECK(tally.compared > (tests::sanitized ? 1000 : 25000));
}

TEST_CASE("on random graphs with sums, last terms and marks search and plain twin agree") {
  Compared tally;
  CHECK(holds("search and plain twin agree", 400, [&] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    RC_ASSERT(agree(random_graph(seed, 5), games, tally, 100'000));
  }));
  std::cout << "random graphs: " << tally.compared << " optima compared, " << tally.given_up << " given up\n";
  CHECK(tally.compared > 3000);
}

TEST_CASE("a finished value may have to leave fast memory while a sum that uses it stays unsaved") {
  // A pruning that always kept the value, because all steps of the sum touch it, gave 13.
  const NamedGraph graph = parse_graph_text(
      "redblue-graph 1 sums\nin a\nin b\nin c\nacc d = 2 | 1 0 | 2 1 | 2\nval e = 1 2\nacc f = 4 | 4 1\n"
      "val g = 1 0\nval h = 4 5\nacc i = 2 | 2 7 | 2 3\nacc j = 8 3 | 5 4 | 8 2 | 7 6\n"
      "acc k = 9 7 | 9 2 | 0 4\nin l\nout 10\n");
  CHECK(checked_optimum(graph, Rules::partial, 4) == 12);
}

TEST_CASE("the twin sees an optimum that is one too large or too small") {
  const NamedGraph graph = named_graph("matmul:1,1,2");
  const Game game(graph.dag, Rules::partial, 3);
  CHECK(finder::plain_optimum(game).io == 5);
  CHECK(finder::plain_optimum(Game(graph.dag, Rules::partial, 2)).io == std::nullopt);
  CHECK_FALSE(finder::plain_optimum(game, {.most = 2}).finished);
}
