// Dominators against all sets, parts against the phases of plays, and the formulas of families against all
// parts.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/dominator.hpp>
#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/parts.hpp>
#include <redblue/proofs_check/find/phases.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

/// True when no way leads from an input to a vertex of `set` past `dominator`.
bool dominates(const sim::Dag& dag, unsigned dominator, unsigned set) {
  unsigned reached = 0;
  for (Vertex v = 0; v < dag.size(); ++v) {
    bool way = dag.kind(v) == Kind::input;
    for (const Vertex u : dag.operands(v)) way = way || (reached >> u & 1) != 0;
    if (way && (dominator >> v & 1) == 0) reached |= 1U << v;
  }
  return (reached & set) == 0;
}

/// True when the dominator by flow of every set is as small as any, and its certificate is valid.
bool dominators_agree(const NamedGraph& graph) {
  const auto n = static_cast<Vertex>(graph.dag.size());
  for (unsigned set = 1; set < 1U << n; ++set) {
    int least = 64;
    for (unsigned d = 0; d < 1U << n; ++d)
      if (dominates(graph.dag, d, set)) least = std::min(least, std::popcount(d));
    std::vector<Vertex> members;
    for (Vertex v = 0; v < n; ++v)
      if ((set >> v & 1) != 0) members.push_back(v);
    const finder::Dominator found = finder::smallest_dominator(graph.dag, members);
    const Verdict v =
        verdict_on(graph_text(graph), dominator_certificate(graph, sim::Words{1}, members, found));
    if (v.text != "VALID dominator classic M=1 size=" + std::to_string(least)) {
      std::cout << graph_text(graph) << "set " << set << ": " << least << " needed, " << v.text << '\n';
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE(
    "on every graph of up to 4 vertices the dominator by flow is the smallest, with a valid certificate") {
  each_graph(4,
             [](const std::vector<unsigned>& masks) { REQUIRE(dominators_agree(graph_of(masks, false))); });
}

TEST_CASE("on random graphs the dominator by flow is the smallest, with a valid certificate") {
  CHECK(holds("dominators agree", 20,
              [] { RC_ASSERT(dominators_agree(random_graph(*rc::gen::arbitrary<std::uint32_t>(), 7))); }));
}

TEST_CASE("the phases of optimal plays are parts for 2 M, and no fewer than the least number of parts") {
  int plays = 0;
  std::size_t most_phases = 0;
  CHECK(holds("phases are parts", 60, [&] {
    const NamedGraph graph = *rc::gen::arbitrary<bool>()
                                 ? random_graph(*rc::gen::arbitrary<std::uint32_t>(), 14)
                                 : two_passes(*rc::gen::arbitrary<std::uint64_t>());
    const auto all = finder::AllParts::of(graph.dag);
    for (const Rules rules : {Rules::classic, Rules::one_shot})
      for (std::int64_t M = 1; M <= 5; ++M) {
        const Game game(graph.dag, rules, M);
        if (M < game.smallest_M()) continue;
        const auto phases = finder::phases_of(
            graph.dag, finder::without_vain_moves(graph.dag, finder::exact_optimum(game, {}).moves), M);
        const auto X = static_cast<std::size_t>(2 * M);
        for (const finder::Phase& p : phases)
          RC_ASSERT(p.dominated && !p.in_vain && p.held.size() <= X && p.ends.size() <= X);
        RC_ASSERT(all->least_parts(2 * M) <= static_cast<std::int64_t>(phases.size()));
        ++plays;
        most_phases = std::max(most_phases, phases.size());
      }
  }));
  std::cout << plays << " plays, up to " << most_phases << " phases\n";
  CHECK(plays > 150);
  CHECK(most_phases > 3);
}

TEST_CASE("a play that loads a word in vain has a phase that says so") {
  const NamedGraph graph = parse_graph_text("redblue-graph 1 g\nin a\nin b\nval c = 0\nval d = 1 2\nout 3\n");
  const Moves moves = moves_of("L 1; D 1; L 0; C 2; D 0; L 1; C 3; D 1; D 2; S 3; D 3");
  REQUIRE(judged(graph, Rules::classic, 3, moves).status == Status::valid);
  CHECK(finder::phases_of(graph.dag, moves, 1)[0].in_vain == Vertex{1});
  CHECK(finder::without_vain_moves(graph.dag, moves) ==
        moves_of("L 0; C 2; D 0; L 1; C 3; D 1; D 2; S 3; D 3"));
}

TEST_CASE(
    "the formula of a family is never below the largest part, nor its number of parts above the least") {
  int compared = 0;
  for (const char* name :
       {"fft:1", "fft:2", "tree:1", "tree:2", "tree:3", "matmul:1,1,2+products", "matmul:1,1,3+chain",
        "matmul:1,2,2+tree", "matmul:2,2,1+chain", "attention:1,2+chain", "attention:2,1+chain",
        "attention:1,1+l+tree", "attention:1,3+tree", "attention:1,1", "attention:1,2", "attention:1,3",
        "attention:2,1", "attention:2,1+l"}) {
    CAPTURE(name);
    const NamedGraph graph = named_graph(name);
    const auto all = finder::AllParts::of(graph.dag);
    const auto family = finder::family_parts(graph);
    REQUIRE(family);
    if (!all) continue;
    for (std::int64_t X = family->least_X; X <= 16; ++X, ++compared) {
      CHECK((family->counted + family->largest(X) - 1) / family->largest(X) <= all->least_parts(X));
      if (family->by == "tree" || family->by.starts_with("fft"))
        CHECK(family->largest(X) >= all->largest_part(X));
    }
  }
  CHECK(compared > 150);
}

TEST_CASE("the formula of scores is never below the scores that words of Q and K dominate, and is reached") {
  int equal = 0;
  for (const char* name :
       {"attention:1,2", "attention:2,1", "attention:2,2", "attention:3,1", "attention:4,1"}) {
    CAPTURE(name);
    const NamedGraph graph = named_graph(name);
    const auto family = finder::family_parts(graph);
    const auto scores = static_cast<unsigned>(family->counted);
    const auto words = static_cast<unsigned>(graph.dag.size() - graph.dag.outputs().size()) - scores;
    REQUIRE(graph.labels[words] == "s_0_0");
    for (unsigned D = 1; D < 1U << (words / 3 * 2); ++D) {
      unsigned held = 0;
      for (unsigned s = words; s < words + scores; ++s) held += dominates(graph.dag, D, 1U << s) ? 1 : 0;
      const std::int64_t most = family->largest(std::popcount(D));
      CHECK_MESSAGE(held <= most, "dominator " << D);
      equal += held == most ? 1 : 0;
    }
  }
  CHECK(equal > 3);  // all 8 words of attention:4,1 dominate 16 scores, 6 of them 9
}

TEST_CASE("fused attention has parts by formula, as many as Saha and Ye's theorem asks for") {
  const NamedGraph graph = named_graph("attention:24,2");
  for (const std::int64_t M : {49, 64, 100}) {
    const auto answer = finder::hong_kung(graph, sim::Words{M}, {});
    REQUIRE(answer.applicable());
    // One score is one vertex here, so none is split between phases: at least N^2 d^2 / (M + 4 d^2) - M.
    CHECK(answer.words >= std::floor(576.0 * 4 / static_cast<double>(M + 16)) - static_cast<double>(M));
  }
}
