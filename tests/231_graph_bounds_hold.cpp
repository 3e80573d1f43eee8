// R2: no bound of graphs exceeds an exact optimum that it may be compared with.
#include "claims_support.hpp"
#include "fixed_seed.hpp"
#include "soak_figure.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr std::array games_of_terms{Rules::partial, Rules::partial_recompute};

/// What bounds say of the graph holds in each game at every M.
bool bounds_hold(const NamedGraph& graph, std::span<const Rules> games_tried, Tallies& tallies,
                 std::int64_t most_M = 64) {
  const std::int64_t most = std::min(static_cast<std::int64_t>(graph.dag.size()), most_M);
  for (std::int64_t M = 1; M <= most; ++M) {
    Tallies here;
    if (!compare(graph, games_tried, M, M, what_bounds_say, here)) return false;
    for (const auto& [key, tally] : here) {
      if (tally.refuted > 0) {
        std::cout << graph_text(graph) << name(key.second) << " M = " << M << ": " << key.first
                  << " exceeds the optimum\n";
        return false;
      }
      add(tallies[key], tally);
    }
  }
  return true;
}

/// As `val` in the four games, as sums of one-operand terms in the two that add term by term.
bool bounds_hold(const std::vector<unsigned>& masks, Tallies& tallies) {
  return bounds_hold(graph_of(masks, false), games, tallies) &&
         bounds_hold(graph_of(masks, true), games_of_terms, tallies);
}

}  // namespace

TEST_CASE("on every graph of up to 5 vertices no bound exceeds the optimum in any game at any M") {
  Tallies tallies;
  std::uint64_t graphs = 0;
  each_graph(5, [&](const std::vector<unsigned>& masks) {
    REQUIRE(bounds_hold(masks, tallies));
    ++graphs;
  });
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  for (const char* id : {"compulsory", "wavefront", "wavefront_inner", "hong_kung", "x_partition"}) {
    CAPTURE(id);
    CHECK(per_claim(tallies)[id].compared > 5000);
  }
  CHECK(per_claim(tallies)["compulsory"].tight > 1000);
}

TEST_CASE("on graphs of 6 vertices no bound exceeds the optimum in any game at any M") {
  constexpr unsigned all = 1U << 15;
  const std::uint64_t graphs = std::min<std::uint64_t>(soak_figure("REDBLUE_GRAPHS", 40), all);
  Tallies tallies;
  for (std::uint64_t i = 0; i < graphs; ++i)
    REQUIRE(bounds_hold(graph_masks(6, static_cast<unsigned>((2 * i + 1) * all / (2 * graphs))), tallies));
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  CHECK(per_claim(tallies)["x_partition"].compared > 10 * graphs);
}

TEST_CASE(
    "on random graphs with sums, last terms and marks no bound exceeds the optimum in any game at any M") {
  Tallies tallies;
  CHECK(holds("no bound exceeds the optimum", 100, [&] {
    RC_ASSERT(bounds_hold(random_graph(*rc::gen::arbitrary<std::uint32_t>(), 7), games, tallies));
  }));
  print(tallies);
}

TEST_CASE(
    "where many values are alive no bound exceeds the optimum, and wavefronts say more than compulsory") {
  Tallies tallies;
  const auto graphs = static_cast<int>(soak_figure("REDBLUE_GRAPHS", 40));
  CHECK(holds("no bound exceeds the optimum", graphs, [&] {
    const NamedGraph graph = two_passes(*rc::gen::arbitrary<std::uint64_t>());
    RC_ASSERT(bounds_hold(graph, std::array{Rules::one_shot, Rules::classic, Rules::partial}, tallies, 5));
  }));
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  CHECK(per_claim(tallies)["wavefront"].more > 10);
  CHECK(per_claim(tallies)["wavefront_inner"].more > 20);
}

TEST_CASE("on the small graphs of the library no bound exceeds the optimum") {
  Tallies tallies;
  for (const char* name : {"matmul:2,2,1", "matmul:1,2,3", "matmul:3,3,1", "matmul:2,2,2", "attention:2,1",
                           "attention:2,1+l", "matmul:2,1,2+products", "matmul:1,1,3+tree"})
    CHECK(bounds_hold(named_graph(name), games, tallies));
  print(tallies);
  CHECK(per_claim(tallies)["matmul_smith"].compared > 20);
  CHECK(per_claim(tallies)["phase_pv"].compared > 20);
}

TEST_CASE("matmul_cosma stays uncertified, for it exceeds the optimum of 3 x 3 products with inner size 1") {
  const NamedGraph graph = named_graph("matmul:3,3,1");
  const GraphBoundAnswer answer = find_graph_bound("matmul_cosma")->evaluate(graph, sim::Words{3}, {});
  CHECK(answer.words == 20);
  CHECK_FALSE(answer.certified);
  CHECK(checked_optimum(graph, Rules::partial, 3) == 19);
}
