// No step of any proof fails on any execution: random plays with recomputation, restarts, partial spills and
// wasted moves. tools/soak.sh raises the figure: REDBLUE_PLAYS=n, REDBLUE_SEED sets the seed.
#include <cstdlib>
#include <iostream>

#include "wasteful_player.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/prove/element_phases.hpp>
#include <redblue/proofs_check/prove/report.hpp>

using namespace redblue;
using namespace redblue::test;
using namespace redblue::proofs_check::prove;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

struct RandomPlay {
  NamedGraph graph;
  Rules rules = Rules::partial_recompute;
  std::size_t M = 3;
  Moves moves;
};

/// Three in four recompute; the others are plays of the other games.
RandomPlay random_attention(Random& r) {
  RandomPlay p;
  const std::string N = std::to_string(r.between(1, 4)), d = std::to_string(r.between(1, 3));
  p.graph = named_graph("attention:" + N + "," + d + (r.coin() ? "+l" : ""));
  if (r.between(0, 3) == 0) p.rules = all_games[r.between(0, 2)];
  p.M = least_M(p.graph.dag, p.rules) + static_cast<std::size_t>(r.between(0, 7));
  p.moves = p.rules == Rules::partial_recompute ? WastefulPlayer(p.graph.dag, p.M, r).run()
                                                : Player(p.graph.dag, p.rules, p.M, r).run();
  return p;
}

std::string in_words(const RandomPlay& p, Proof proof, sim::Int128 X) {
  return p.graph.name + " " + std::string(name(p.rules)) + " M=" + std::to_string(p.M) + " " +
         std::string(bound_id(proof)) + " X=" + sim::to_string(X);
}

std::vector<Proof> proofs_for(Rules rules) {
  std::vector<Proof> all{Proof::phase_pv, Proof::phase_both};
  if (comparable(rules, Rules::partial)) all.push_back(Proof::phase_both_once);
  if (comparable(rules, Rules::classic)) all.push_back(Proof::saha_ye);
  return all;
}

/// What the plays went through, so that the test cannot pass on easy ones.
struct Seen {
  std::uint64_t phases = 0, carried = 0, internal = 0, second_kind = 0, twice = 0;
};

void hold(const RandomPlay& play, Random& r, Seen& seen) {
  const sim::Words M{static_cast<std::int64_t>(play.M)};
  const Execution execution = execution_of(play.graph, play.moves, play.rules, M);
  const auto& shape = execution.shape;
  for (const Proof proof : proofs_for(play.rules)) {
    const sim::Int128 X = proof == Proof::saha_ye ? M.count()
                          : r.between(0, 3) == 0  ? best_X(proof, shape, M)
                                                  : r.between(1, r.coin() ? 3 : 30);
    const Report report = test_steps(element_phases(execution, proof, X));
    const std::string where = in_words(play, proof, X);
    REQUIRE_MESSAGE(!report.phases.broken, where << ": " << report.phases.broken->what);
    for (const Step& s : report.steps)
      REQUIRE_MESSAGE(s.failed == 0, where << ": step " << s.id << " fails in phase " << s.first_failure);
    REQUIRE_MESSAGE(report.holds(), where);
    REQUIRE(report.io() == cost(play.moves).count());
    for (const Phase& p : report.phases.all) {
      ++seen.phases;
      seen.carried += p.carried > 0 ? 1 : 0;
      seen.internal += p.internal > 0 ? 1 : 0;
    }
    seen.second_kind += report.phases.second_kind > 0 ? 1 : 0;
    seen.twice += report.phases.first_kind > shape.scores() ? 1 : 0;
  }
}

}  // namespace

TEST_CASE("No step fails on random plays with recomputation, restarts and partial spills") {
  const std::uint64_t seed = from_environment("REDBLUE_SEED", 20261129);
  const std::uint64_t plays = from_environment("REDBLUE_PLAYS", 1000);
  std::cout << "seed " << seed << ", " << plays << " plays\n";
  Random r(seed);
  Seen seen;
  for (std::uint64_t i = 0; i < plays; ++i) hold(random_attention(r), r, seen);
  CHECK(seen.phases > 20 * plays);
  CHECK(seen.carried > plays);
  CHECK(seen.internal > plays);
  CHECK(seen.second_kind > plays / 200);
  CHECK(seen.twice > plays / 10);
}

TEST_CASE("The wasteful player's plays are valid to the checker") {
  Random r(20261130);
  for (int i = 0; i < 60; ++i) {
    RandomPlay p = random_attention(r);
    const std::string text = graph_text(p.graph);
    const Pebbling play = pebbling(text, p.rules, static_cast<std::int64_t>(p.M), p.moves);
    REQUIRE(verdict_on(text, certificate_text(play)).status == Status::valid);
  }
}
