// What a search says when it is stopped, and what its symmetries are.
#include "find_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/find/symmetry.hpp>

using namespace redblue;
using namespace redblue::test;
using Stopped = finder::SearchAnswer::Stopped;

namespace {

/// True when a stopped search holds a legal play and its bounds enclose `optimum`.
bool honest(const NamedGraph& graph, std::int64_t M, std::int64_t optimum, finder::SearchAnswer answer) {
  const bool encloses =
      answer.status.lower <= optimum && answer.status.upper && *answer.status.upper >= optimum;
  return encloses && !answer.optimal && cost(answer.moves).count() == *answer.status.upper &&
         judged(graph, Rules::partial, M, std::move(answer.moves)).status == Status::valid;
}

finder::SearchAnswer stopped_search(const NamedGraph& graph, std::int64_t M,
                                    const finder::SearchOptions& options) {
  finder::Play seed = finder::good_play(graph, Rules::partial, M, {.width = 1});
  return finder::exact_optimum(Game(graph.dag, Rules::partial, M), options, std::move(seed.moves));
}

}  // namespace

TEST_CASE("a search that is stopped holds the best play so far and a proven lower bound") {
  const NamedGraph graph = named_graph("attention:3,1+l");
  const std::atomic<bool> stop{true};
  finder::SearchOptions options;
  options.stop = &stop;
  finder::SearchAnswer answer = stopped_search(graph, 4, options);
  CHECK(answer.stopped == Stopped::by_user);
  CHECK(honest(graph, 4, 30, std::move(answer)));
  options.stop = nullptr;
  options.deadline = std::chrono::steady_clock::now();
  answer = stopped_search(graph, 4, options);
  CHECK(answer.stopped == Stopped::by_time);
  CHECK(honest(graph, 4, 30, std::move(answer)));
}

TEST_CASE("the tables of a search never take more than the memory limit") {
  const NamedGraph graph = named_graph("attention:3,1+l");
  finder::SearchOptions options;
  for (const std::uint64_t megabytes : {2, 3, 5}) {
    options.most_bytes = megabytes << 20;
    finder::SearchAnswer answer = stopped_search(graph, 4, options);
    CHECK(answer.stopped == Stopped::by_memory);
    CHECK(answer.status.bytes <= *options.most_bytes);
    CHECK(honest(graph, 4, 30, std::move(answer)));
  }
}

TEST_CASE("a known play is the answer where nothing is cheaper, and is beaten where something is") {
  const NamedGraph graph = named_graph("attention:3,1");
  const Game game(graph.dag, Rules::partial, 4);
  const finder::SearchAnswer first = finder::exact_optimum(game, {});
  const finder::SearchAnswer again = finder::exact_optimum(game, {}, first.moves);
  CHECK(again.optimal);
  CHECK(again.moves == first.moves);
  CHECK(again.status.expanded < first.status.expanded);
  Moves wasteful = first.moves;
  const auto store = std::find_if(wasteful.begin(), wasteful.end(),
                                  [](const Move& m) { return m.kind == Move::Kind::store; });
  wasteful.insert(store, *store);
  const finder::SearchAnswer better = finder::exact_optimum(game, {}, wasteful);
  CHECK(better.optimal);
  CHECK(cost(better.moves).count() == 20);
}

TEST_CASE("symmetry changes no optimum") {
  for (const char* name :
       {"attention:2,1+l", "attention:2,2", "matmul:2,2,2", "tree:3", "fft:2", "diamond:3"})
    for (const Rules rules : {Rules::partial, Rules::partial_recompute}) {
      const NamedGraph graph = named_graph(name);
      finder::SearchOptions plain;
      plain.symmetry = false;
      if (rules == Rules::partial_recompute && graph.dag.size() > 16) continue;
      for (const std::int64_t M : {4, 6})
        CHECK(checked_optimum(graph, rules, M) == checked_optimum(graph, rules, M, plain));
    }
}

TEST_CASE("rows, keys and columns may be permuted, and nothing else") {
  const auto order = [](const char* name) {
    return finder::Symmetry(Game(named_graph(name).dag, Rules::partial, 8)).order();
  };
  CHECK(order("attention:2,1") == 2 * 2);
  CHECK(order("attention:3,1+l") == 6 * 6);
  CHECK(order("attention:2,3+l") == 2 * 2 * 6 * 6);
  CHECK(order("attention:4,1") == 24 * 24);
  CHECK(order("matmul:2,3,4") == 2 * 6 * 24);
  CHECK(order("matmul:3,3,3") == 6 * 6 * 6 * 2);  // and the transposition
  CHECK(order("pyramid:3") == 2);
}

TEST_CASE("every permutation maps every step to a step") {
  for (const char* name : {"attention:2,2+l", "matmul:3,3,2", "tree:4", "fft:3"}) {
    const Game game(named_graph(name).dag, Rules::partial, 8);
    for (const auto& p : finder::Symmetry(game).generators())
      for (unsigned t = 0; t < game.steps.size(); ++t) {
        const Game::Step& from = game.steps[t];
        const Game::Step& to = game.steps[p.step[t]];
        Mask operands = 0;
        each(from.operands, [&](unsigned u) { operands |= bit(p.vertex[u]); });
        REQUIRE(to.v == p.vertex[from.v]);
        REQUIRE(to.operands == operands);
        REQUIRE((to.before != 0) == (from.before != 0));
      }
  }
}
