// The heuristic pebbler: always legal, and never worse than the tiled schedules.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/find/orders.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr std::array games{Rules::one_shot, Rules::classic, Rules::partial, Rules::partial_recompute};

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

TEST_CASE("every order holds every step once, operands first") {
  for (const char* name : {"attention:4,3+l", "strassen:1", "fft:4"}) {
    const NamedGraph graph = named_graph(name);
    const finder::StepList steps(graph.dag, Rules::partial);
    std::vector<finder::Order> orders{finder::file_order(steps), finder::depth_first_order(steps),
                                      finder::list_order(steps, 12)};
    for (finder::Order& tiles : finder::tiled_orders(graph, steps, 12, 50))
      orders.push_back(std::move(tiles));
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
