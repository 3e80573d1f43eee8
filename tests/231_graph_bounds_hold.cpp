// R2: no bound of graphs exceeds an exact optimum that it may be compared with.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include "soak_figure.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr std::array games_of_terms{Rules::partial, Rules::partial_recompute};

struct Tally {
  std::uint64_t compared = 0;
  std::uint64_t more = 0;   ///< than compulsory words
  std::uint64_t tight = 0;  ///< equal to the optimum
};

/// Every bound but the search, against the optimum in each game at every M.
bool bounds_hold(const NamedGraph& graph, std::span<const Rules> rules_tried,
                 std::map<std::string_view, Tally>& tallies, std::int64_t most_M = 64) {
  const auto size = static_cast<std::int64_t>(graph.dag.size());
  const std::int64_t least = finder::compulsory_words(graph.dag);
  for (std::int64_t M = 1; M <= std::min(size, most_M); ++M) {
    std::vector<std::pair<const GraphBound*, GraphBoundAnswer>> answers;
    for (const GraphBound& bound : graph_bounds())
      if (bound.id != "exact") answers.emplace_back(&bound, bound.evaluate(graph, sim::Words{M}, {}));
    for (const Rules rules : rules_tried) {
      const Game game(graph.dag, rules, M);
      if (M < game.smallest_M()) continue;
      const finder::SearchAnswer found = finder::exact_optimum(game, {});
      if (!found.optimal) return false;
      for (const auto& [bound, answer] : answers) {
        if (!answer.applicable() || !answer.certified ||
            !comparable(rules, answer.rules.value_or(bound->rules)))
          continue;
        Tally& tally = tallies[bound->id];
        ++tally.compared;
        tally.more += *answer.certified > least ? 1 : 0;
        tally.tight += *answer.certified == found.status.lower ? 1 : 0;
        if (*answer.certified <= found.status.lower) continue;
        std::cout << graph_text(graph) << name(rules) << " M = " << M << ": " << bound->id << " proves "
                  << *answer.certified << ", the optimum is " << found.status.lower << '\n';
        return false;
      }
    }
  }
  return true;
}

/// As `val` in the four games, as sums of one-operand terms in the two that add term by term.
bool bounds_hold(const std::vector<unsigned>& masks, std::map<std::string_view, Tally>& tallies) {
  return bounds_hold(graph_of(masks, false), games, tallies) &&
         bounds_hold(graph_of(masks, true), games_of_terms, tallies);
}

void print(const std::map<std::string_view, Tally>& tallies) {
  for (const auto& [id, tally] : tallies)
    std::cout << "  " << id << ": " << tally.compared << " compared, " << tally.more
              << " more than compulsory, " << tally.tight << " tight\n";
}

}  // namespace

TEST_CASE("on every graph of up to 5 vertices no bound exceeds the optimum in any game at any M") {
  std::map<std::string_view, Tally> tallies;
  std::uint64_t graphs = 0;
  each_graph(5, [&](const std::vector<unsigned>& masks) {
    REQUIRE(bounds_hold(masks, tallies));
    ++graphs;
  });
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  for (const char* id : {"compulsory", "wavefront", "wavefront_inner", "hong_kung", "x_partition"}) {
    CAPTURE(id);
    CHECK(tallies[id].compared > 5000);
  }
  CHECK(tallies["compulsory"].tight > 1000);
}

TEST_CASE("on graphs of 6 vertices no bound exceeds the optimum in any game at any M") {
  constexpr unsigned all = 1U << 15;
  const std::uint64_t graphs = std::min<std::uint64_t>(soak_figure("REDBLUE_GRAPHS", 40), all);
  std::map<std::string_view, Tally> tallies;
  for (std::uint64_t i = 0; i < graphs; ++i)
    REQUIRE(bounds_hold(graph_masks(6, static_cast<unsigned>((2 * i + 1) * all / (2 * graphs))), tallies));
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  CHECK(tallies["x_partition"].compared > 10 * graphs);
}

TEST_CASE(
    "on random graphs with sums, last terms and marks no bound exceeds the optimum in any game at any M") {
  std::map<std::string_view, Tally> tallies;
  CHECK(holds("no bound exceeds the optimum", 100, [&] {
    RC_ASSERT(bounds_hold(random_graph(*rc::gen::arbitrary<std::uint32_t>(), 7), games, tallies));
  }));
  print(tallies);
}

TEST_CASE(
    "where many values are alive no bound exceeds the optimum, and wavefronts say more than compulsory") {
  std::map<std::string_view, Tally> tallies;
  const auto graphs = static_cast<int>(soak_figure("REDBLUE_GRAPHS", 40));
  CHECK(holds("no bound exceeds the optimum", graphs, [&] {
    const NamedGraph graph = two_passes(*rc::gen::arbitrary<std::uint64_t>());
    RC_ASSERT(bounds_hold(graph, std::array{Rules::one_shot, Rules::classic, Rules::partial}, tallies, 5));
  }));
  std::cout << "bounds against optima, graphs: " << graphs << '\n';
  print(tallies);
  CHECK(tallies["wavefront"].more > 10);
  CHECK(tallies["wavefront_inner"].more > 20);
  CHECK(tallies["wavefront_inner"].tight > 20);
}

TEST_CASE("on the small graphs of the library no bound exceeds the optimum") {
  std::map<std::string_view, Tally> tallies;
  for (const char* name : {"matmul:2,2,1", "matmul:1,2,3", "matmul:3,3,1", "matmul:2,2,2", "attention:2,1",
                           "attention:2,1+l", "matmul:2,1,2+products", "matmul:1,1,3+tree"})
    CHECK(bounds_hold(named_graph(name), games, tallies));
  print(tallies);
  CHECK(tallies["matmul_smith"].compared > 20);
  CHECK(tallies["phase_pv"].compared > 20);
}

TEST_CASE("matmul_cosma stays uncertified, for it exceeds the optimum of 3 x 3 products with inner size 1") {
  const NamedGraph graph = named_graph("matmul:3,3,1");
  const GraphBoundAnswer answer = find_graph_bound("matmul_cosma")->evaluate(graph, sim::Words{3}, {});
  CHECK(answer.words == 20);
  CHECK_FALSE(answer.certified);
  CHECK(checked_optimum(graph, Rules::partial, 3) == 19);
}
