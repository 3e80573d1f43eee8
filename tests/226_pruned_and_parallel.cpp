// The search with all its pruning against the same search without, and with several threads against one.
#include "asked.hpp"
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

/// Small enough for a test, large enough for several batches.
struct Point {
  const char* graph;
  Rules rules;
  std::int64_t M;
};
constexpr Point points[] = {
    {"attention:2,2", Rules::partial, 5},
    {"attention:2,2+l", Rules::partial, 4},
    {"attention:3,1", Rules::partial, 3},
    {"attention:3,1+l", Rules::partial, 6},
    {"matmul:2,3,2", Rules::partial, 3},
    {"matmul:3,3,2", Rules::partial, 5},
    {"fft:3", Rules::one_shot, 4},
    {"attention:2,1", Rules::classic, 5},
    {"pyramid:4", Rules::classic, 3},
    {"attention:2,1+l", Rules::partial_recompute, 4},
    {"matmul:2,2,2", Rules::partial_recompute, 3},
};

finder::SearchAnswer searched(const NamedGraph& graph, Rules rules, std::int64_t M, int threads) {
  finder::SearchOptions options;
  options.threads = threads;
  return finder::exact_optimum(Game(graph.dag, rules, M), options);
}

bool same(const finder::SearchAnswer& a, const finder::SearchAnswer& b) {
  return a.optimal == b.optimal && a.moves == b.moves && a.status.lower == b.status.lower &&
         a.status.upper == b.status.upper && a.status.expanded == b.status.expanded &&
         a.status.generated == b.status.generated && a.status.states == b.status.states;
}

}  // namespace

TEST_CASE("the answer, its play and its size are the same for 1, 2 and 3 threads") {
  for (const Point& p : points) {
    CAPTURE(p.graph);
    const NamedGraph graph = named_graph(p.graph);
    const finder::SearchAnswer alone = searched(graph, p.rules, p.M, 1);
    CHECK(alone.optimal);
    for (const int threads : {2, 3}) CHECK(same(searched(graph, p.rules, p.M, threads), alone));
    CHECK(checked_optimum(graph, p.rules, p.M) == alone.status.lower);
  }
}

TEST_CASE("on random graphs one and three threads agree with the plain twin") {
  CHECK(holds("threads and plain twin agree", 40, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 5);
    for (const Rules rules : games)
      for (std::int64_t M = Game(graph.dag, rules, 1).smallest_M(); M <= 4; ++M) {
        if (M < 1) continue;
        const finder::SearchAnswer alone = searched(graph, rules, M, 1);
        RC_ASSERT(same(searched(graph, rules, M, 3), alone));
        const finder::PlainAnswer plain = finder::plain_optimum(Game(graph.dag, rules, M), {.most = 100'000});
        RC_ASSERT(!plain.finished || plain.io == alone.status.lower);
      }
  }));
}

TEST_CASE("threads that are stopped leave a legal play and bounds that enclose the optimum") {
  const NamedGraph graph = named_graph("attention:3,1+l");
  finder::SearchOptions options;
  options.threads = 3;
  options.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  const finder::SearchAnswer answer = finder::exact_optimum(Game(graph.dag, Rules::partial, 3), options);
  CHECK(answer.stopped == finder::SearchAnswer::Stopped::by_time);
  CHECK(answer.status.lower <= 57);
  CHECK(!answer.optimal);
}

TEST_CASE("states that another beats and victims that another replaces change no optimum") {
  finder::SearchOptions all;
  all.prune = false;
  const std::uint64_t seeds = asked("REDBLUE_PRUNED", 150);
  const std::uint64_t first = asked("REDBLUE_SEED", property_seed);
  std::uint64_t compared = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed)
    for (const Rules rules : games) {
      const bool again = rules == Rules::classic || rules == Rules::partial_recompute;
      const NamedGraph graph = random_graph(seed, again ? 9 : 12);
      const std::int64_t least = std::max<std::int64_t>(1, Game(graph.dag, rules, 1).smallest_M());
      for (std::int64_t M = least; M <= least + 2; ++M) {
        all.most_bytes = 6 << 20;  // what takes more is left to the limit
        const auto unpruned = finder::exact_optimum(Game(graph.dag, rules, M), all);
        if (!unpruned.optimal) continue;
        ++compared;
        if (checked_optimum(graph, rules, M) == unpruned.status.lower) continue;
        std::cout << graph_text(graph) << name(rules) << " M = " << M << ", seed " << seed << ": unpruned "
                  << unpruned.status.lower << '\n';
        FAIL("pruning changed the optimum");
      }
    }
  std::cout << "pruned against unpruned: seed " << first << ", " << compared << " optima compared\n";
  CHECK(compared > 10 * seeds);
}

TEST_CASE("a state that would have to drop an unfinished sum beats no other") {
  // Pruning by such states gave 6.
  const NamedGraph graph = parse_graph_text(
      "redblue-graph 1 sums\nin a\nin b\nin c\nacc d = 0 | 1 0 | 0 2 | 1 0 | 0 2\n"
      "acc e = 3 1 | 3 0 | 3 2 | 3 0\nin f\nacc g = 3 5 | 1 3 | 1 2 | 1 4\nout 6\n");
  CHECK(checked_optimum(graph, Rules::partial_recompute, 5) == 5);
}
