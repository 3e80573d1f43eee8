// The heuristic pebbler: always legal, and never worse than the tiled schedules.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/find/orders.hpp>
#include <redblue/proofs_check/find/tiled_play.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

/// io of a play that the checker calls valid, else -1.
std::int64_t checked_play(const NamedGraph& graph, Rules rules, std::int64_t M) {
  finder::Play play = finder::good_play(graph, rules, M, {});
  const std::int64_t io = play.io;
  if (sim::Words{io} != cost(play.moves)) return -1;
  return judged(graph, rules, M, std::move(play.moves)).status == Status::valid ? io : -1;
}

std::int64_t room(const NamedGraph& graph, Rules rules) {
  return finder::smallest_M(finder::StepList(graph.dag, rules));
}

}  // namespace

TEST_CASE("a good play is legal in all games from the smallest M on") {
  for (const char* name :
       {"attention:4,3+l", "attention:5,2+chain", "matmul:5,4,6", "matmul:3,4,5+products", "fft:5", "tree:6",
        "pyramid:9", "diamond:8", "strassen:2", "random:90,0.05,3", "schedule:flash_attention_2,9,3,40"})
    for (const Rules rules : games) {
      const NamedGraph graph = named_graph(name);
      CAPTURE(name);
      CAPTURE(proofs_check::name(rules));
      const std::int64_t least = room(graph, rules);
      for (const std::int64_t M : {least, least + 1, least + 5}) CHECK(checked_play(graph, rules, M) > 0);
    }
}

TEST_CASE("on random graphs a good play is legal and never beats the optimum") {
  CHECK(holds("good plays are legal", 300, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 9);
    for (const Rules rules : games) {
      const std::int64_t least = std::max<std::int64_t>(1, room(graph, rules));
      for (const std::int64_t M : {least, least + 1}) {
        const std::int64_t io = checked_play(graph, rules, M);
        RC_ASSERT(io >= 0);
        if (rules == Rules::one_shot || rules == Rules::partial)
          RC_ASSERT(io >= checked_optimum(graph, rules, M));
      }
    }
  }));
}

TEST_CASE("a good play of attention is never worse than the best catalogued schedule of the same graph") {
  for (const bool row_sums : {false, true})
    for (const auto& [N, d] :
         {std::pair{6, 2}, std::pair{8, 4}, std::pair{12, 3}, std::pair{16, 8}, std::pair{9, 1}}) {
      if (tests::sanitized && N * d > 40) continue;
      const NamedGraph graph =
          named_graph("attention:" + std::to_string(N) + "," + std::to_string(d) + (row_sums ? "+l" : ""));
      const algorithms::Options options{.stats = row_sums ? algorithms::Stats::sum : algorithms::Stats::none};
      const auto shape = sim::AttentionShape::square(N, d);
      for (const std::int64_t M : {4, 5, 6, 8, 11, 16, 23, 32, 47, 64, 96, 150, 300}) {
        std::int64_t best = INT64_MAX;
        for (const algorithms::Schedule& s : algorithms::catalog()) {
          if (!s.why_not(shape, options).empty()) continue;
          const auto planned = s.plan(shape, options, sim::Words{M});
          // What evaluates something twice is no play of partial (theory 1.2).
          if (planned && planned->fits() && planned->evaluates_once)
            best = std::min(best, static_cast<std::int64_t>(planned->predicted.io().count()));
        }
        CAPTURE(graph.name);
        CAPTURE(M);
        const std::int64_t io = checked_play(graph, Rules::partial, M);
        CHECK(io > 0);
        CHECK(io <= best);
      }
    }
}

TEST_CASE("a good play of a product is never worse than its tiling") {
  for (const auto& [m, n, k] :
       {std::array{8, 8, 8}, std::array{12, 6, 9}, std::array{16, 16, 4}, std::array{10, 10, 20}}) {
    const NamedGraph graph =
        named_graph("matmul:" + std::to_string(m) + "," + std::to_string(n) + "," + std::to_string(k));
    for (const std::int64_t M : {3, 4, 8, 15, 24, 35, 48, 80, 120}) {
      std::int64_t tiled =
          INT64_MAX;  // b x c of the result stay, a column of A and one word of B stream past
      for (std::int64_t b = 1; b <= m; ++b)
        for (std::int64_t c = 1; c <= n; ++c)
          if (b * c + b + 1 <= M)
            tiled = std::min<std::int64_t>(tiled, m * n + k * (m * sim::ceil_div<std::int64_t>(n, c) +
                                                               n * sim::ceil_div<std::int64_t>(m, b)));
      const std::int64_t io = checked_play(graph, Rules::partial, M);
      CAPTURE(graph.name);
      CAPTURE(M);
      CHECK(io > 0);
      CHECK(io <= tiled);
    }
  }
}

namespace {

/// The cheapest count of a catalogued schedule that keeps the statistics of the graph and is a play of
/// `partial`.
std::int64_t least_count(std::int64_t N, std::int64_t d, bool row_sums, std::int64_t M) {
  const algorithms::Options options{.stats = row_sums ? algorithms::Stats::sum : algorithms::Stats::none};
  const auto shape = sim::AttentionShape::square(N, d);
  std::int64_t least = INT64_MAX;
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    if (!s.why_not(shape, options).empty()) continue;
    const auto planned = s.plan(shape, options, sim::Words{M});
    if (planned && planned->fits() && (planned->evaluates_once || !row_sums))
      least = std::min(least, static_cast<std::int64_t>(planned->predicted.io().count()));
  }
  return least;
}

}  // namespace

TEST_CASE("a tiled schedule replayed on its graph is legal and costs what its closed form says") {
  int replayed = 0;
  for (const bool row_sums : {false, true})
    for (const auto& [N, d] : {std::pair{1, 1}, {3, 1}, {5, 4}, {7, 2}, {12, 9}, {10, 3}})
      for (const std::int64_t M : {3, 4, 5, 6, 7, 9, 12, 17, 25, 40, 70, 120, 400}) {
        const NamedGraph graph =
            named_graph("attention:" + std::to_string(N) + "," + std::to_string(d) + (row_sums ? "+l" : ""));
        const std::int64_t least = least_count(N, d, row_sums, M);
        auto play = finder::tiled_play(finder::known_family(graph).value(), Rules::partial, M);
        CAPTURE(graph.name);
        CAPTURE(M);
        REQUIRE(play.has_value() == (least != INT64_MAX));
        if (!play) continue;
        ++replayed;
        CHECK(play->io == least);
        CHECK(sim::Words{play->io} == cost(play->moves));
        CHECK(judged(graph, Rules::partial, M, std::move(play->moves)).text ==
              "VALID pebbling partial M=" + std::to_string(M) + " io=" + std::to_string(least));
      }
  CHECK(replayed > 100);
}

TEST_CASE("what evaluates row sums twice is replayed under partial_recompute alone") {
  const NamedGraph graph = named_graph("attention:12,9+l");
  const finder::KnownFamily family = finder::known_family(graph).value();
  int more = 0;
  for (std::int64_t M = 5; M < 60; ++M) {
    auto again = finder::tiled_play(family, Rules::partial_recompute, M);
    const auto once = finder::tiled_play(family, Rules::partial, M);
    REQUIRE(again.has_value());
    if (once) CHECK(again->io <= once->io);
    more += !once || again->io < once->io ? 1 : 0;
    CHECK(judged(graph, Rules::partial_recompute, M, std::move(again->moves)).status == Status::valid);
  }
  CHECK(more > 0);
}

TEST_CASE("the tiled product is legal, and a graph of that name with other terms is not taken for one") {
  for (const std::int64_t M : {3, 4, 7, 20, 200}) {
    const NamedGraph graph = named_graph("matmul:7,5,6");
    auto play = finder::tiled_play(finder::known_family(graph).value(), Rules::partial, M);
    REQUIRE(play.has_value());
    const std::int64_t io = play->io;
    CHECK(judged(graph, Rules::partial, M, std::move(play->moves)).text ==
          "VALID pebbling partial M=" + std::to_string(M) + " io=" + std::to_string(io));
  }
  CHECK(!finder::tiled_play(finder::known_family(named_graph("matmul:7,5,6")).value(), Rules::partial, 2));
  CHECK(!finder::tiled_play(finder::known_family(named_graph("matmul:7,5,6")).value(), Rules::classic, 200));
  NamedGraph other = named_graph("attention:3,1");
  other.name = "attention:3,2";
  CHECK(finder::known_family(other).value().numbers ==
        std::vector<std::int64_t>{3, 1});  // as it is, not as it says
  other = named_graph("random:12,0.4,1");
  other.name = "attention:2,1";
  CHECK(!finder::known_family(other));
}

TEST_CASE("an interrupted search is never worse than the tiled schedule replayed") {
  const std::atomic<bool> stop{true};
  const auto past = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  int floors = 0;
  for (const char* name : {"attention:12,6", "attention:12,6+l", "matmul:8,9,10"})
    for (const Rules rules : {Rules::partial, Rules::partial_recompute})
      for (const std::int64_t M : {12, 14, 30, 80}) {
        const NamedGraph graph = named_graph(name);
        const auto floor = finder::tiled_play(finder::known_family(graph).value(), rules, M);
        if (!floor) continue;  // at M = 12 the row sums are made twice, which partial forbids
        ++floors;
        const auto user = finder::good_play(graph, rules, M, {.stop = &stop});
        const auto time = finder::good_play(graph, rules, M, {.deadline = past});
        CHECK(user.io == floor->io);
        CHECK(time.io == floor->io);
        CHECK(user.stopped == finder::SearchAnswer::Stopped::by_user);
        CHECK(time.stopped == finder::SearchAnswer::Stopped::by_time);
        const auto whole = finder::good_play(graph, rules, M, {});
        CHECK(whole.io <= floor->io);
        CHECK(whole.stopped == finder::SearchAnswer::Stopped::no);
      }
  CHECK(floors >= 20);
}

namespace {

/// io of checked good plays at M; -1: one that the checker refuses, INT64_MAX: infeasible.
std::int64_t good_io(const NamedGraph& graph, Rules rules, std::int64_t M) {
  return M < room(graph, rules) ? INT64_MAX : checked_play(graph, rules, M);
}

/// True when no stronger game has a dearer play (1.2).
bool ordered_as_games(const NamedGraph& graph, std::int64_t M) {
  const std::int64_t one_shot = good_io(graph, Rules::one_shot, M);
  const std::int64_t classic = good_io(graph, Rules::classic, M);
  const std::int64_t partial = good_io(graph, Rules::partial, M);
  const std::int64_t again = good_io(graph, Rules::partial_recompute, M);
  return again >= 0 && std::min(partial, classic) >= again && std::min(partial, classic) >= 0 &&
         one_shot >= std::max(partial, classic);
}

}  // namespace

TEST_CASE("a stronger game never has a dearer good play") {
  for (const char* name : {"attention:3,1+l", "attention:5,2", "attention:4,2+chain", "matmul:3,4,2",
                           "matmul:2,3,3+products", "strassen:1", "fft:3", "pyramid:5"})
    for (const std::int64_t M : {4, 5, 6, 8, 9, 12, 20}) {
      const NamedGraph graph = named_graph(name);
      CAPTURE(name);
      CAPTURE(M);
      if (M >= room(graph, Rules::partial_recompute)) CHECK(ordered_as_games(graph, M));
    }
  CHECK(holds("stronger games are cheaper", 200, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 10);
    const std::int64_t least = std::max<std::int64_t>(1, room(graph, Rules::partial_recompute));
    for (const std::int64_t M : {least, least + 1, least + 3}) RC_ASSERT(ordered_as_games(graph, M));
  }));
}

TEST_CASE("every order holds every step once, operands first") {
  for (const char* name : {"attention:4,3+l", "strassen:1", "fft:4"}) {
    const NamedGraph graph = named_graph(name);
    const finder::StepList steps(graph.dag, Rules::partial);
    std::vector<finder::Order> orders{finder::file_order(steps), finder::depth_first_order(steps),
                                      finder::list_order(steps, 12).value()};
    if (const auto family = finder::known_family(graph))
      finder::each_tiled_order(*family, steps, 12, 50,
                               [&](const finder::Order& order) { orders.push_back(order); });
    for (const finder::Order& order : orders) {
      std::vector<std::uint32_t> left(steps.vertices());
      for (Vertex v = 0; v < steps.vertices(); ++v) left[v] = steps.end(v) - steps.first(v);
      std::vector<bool> done(steps.size());
      REQUIRE(order.size() == steps.size());
      for (const finder::StepId s : order) {
        REQUIRE(!done[s]);
        for (const Vertex u : steps.operands(s)) REQUIRE(left[u] == 0);
        if (steps.starred(s)) REQUIRE(left[steps.target(s)] == 1);
        done[s] = true;
        --left[steps.target(s)];
      }
    }
  }
}
