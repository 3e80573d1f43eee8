// The fuzz for theorems: a slightly wrong bound is refuted quickly, a right one never.
#include <iostream>

#include "schedule_support.hpp"
#include "slips_support.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/prove/search.hpp>

using namespace redblue;
using namespace redblue::test;
using namespace redblue::proofs_check::prove;

namespace {

/// phase_pv with `share` percent of what it proves.
Claim scaled_phase_pv(int share) {
  Claim claim = claim_of(*proofs_check::find("phase_pv"));
  const auto right = claim.of_shape;
  claim.of_shape = [right, share](const AttentionShape& s, Words M) {
    const auto words = right(s, M);
    return words ? std::optional(*words * share / 100) : std::nullopt;
  };
  return claim;
}

/// The consequence 4 N^2 d^2 / M - M as it would be with another leading constant.
Claim with_constant(int constant) {
  Claim claim;
  claim.id = "wrong";
  claim.of_shape = [constant](const AttentionShape& s, Words M) -> std::optional<sim::Int128> {
    const sim::Int128 words = sim::Int128{s.Nq} * s.dk, m = M.count();
    if (27 * m < 128 * sim::Int128{s.dk} * s.dk) return std::nullopt;
    return constant * words * words / m - m;
  };
  return claim;
}

/// A claim about graphs: every word that is an operand of more than one vertex is loaded twice.
Claim every_shared_word_twice() {
  Claim claim;
  claim.id = "shared_twice";
  claim.rules = Rules::one_shot;
  claim.of_graph = [](const NamedGraph& g, Words) -> std::optional<sim::Int128> {
    std::vector<int> uses(g.dag.size());
    for (sim::Vertex v = 0; v < g.dag.size(); ++v)
      for (const sim::Vertex u : g.dag.operands(v)) ++uses[u];
    sim::Int128 words = static_cast<sim::Int128>(g.dag.outputs().size());
    for (sim::Vertex v = 0; v < g.dag.size(); ++v)
      if (uses[v] > 0 && g.dag.kind(v) == Kind::input) words += uses[v] > 1 ? 2 : 1;
    return words;
  };
  return claim;
}

/// What the search says of a candidate is so: a schedule's count, or a play that the checker accepts.
void confirm(const Candidate& c, const Claim& claim) {
  if (c.schedule != nullptr) {
    const auto planned = c.schedule->plan(c.shape, c.options, c.M);
    REQUIRE(planned);
    CHECK(planned->predicted.io().count() == c.io);
    CHECK(claim.of_shape(c.shape, c.evaluated_at) == c.bound);
    return;
  }
  const std::string graph = graph_text(c.graph);
  const Pebbling play = pebbling(graph, c.rules, static_cast<std::int64_t>(c.M.count()), c.moves);
  CHECK(verdict_on(graph, certificate_text(play)).status == Status::valid);
  CHECK(play.io.count() == c.io);
}

Hunted hunted(const Claim& claim, std::uint64_t seed, std::size_t rounds = 6) {
  HuntOptions options;
  options.seed = seed;
  options.rounds = rounds;
  const Hunted found = hunt(claim, options);
  for (const auto& c : {found.schedule, found.play})
    if (c) confirm(*c, claim);
  return found;
}

}  // namespace

TEST_CASE("The constant 4 of phase_pv made 5 is refuted, whatever the seed") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Hunted found = hunted(with_constant(5), seed);
    REQUIRE(found.refuted());
    CHECK(found.executions < 5000);
  }
}

TEST_CASE("The constant 4 itself is not refuted") {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) CHECK_FALSE(hunted(with_constant(4), seed).refuted());
}

TEST_CASE("phase_pv with a tenth more than it proves is refuted, and as it stands it is not") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    CHECK(hunted(scaled_phase_pv(110), seed, 20).refuted());
    const Hunted right = hunted(scaled_phase_pv(100), seed);
    CHECK_FALSE(right.refuted());
    REQUIRE(right.schedule);
    CHECK(right.schedule->bound > right.schedule->compulsory);
    CHECK(right.schedule->ratio() < 1.25);
  }
}

TEST_CASE("A wrong claim about graphs is refuted by a small graph and its optimal play") {
  const Hunted found = hunted(every_shared_word_twice(), 1);
  REQUIRE(found.refuted());
  CHECK(found.play->graph.dag.size() <= 8);
  CHECK(found.play->io < found.play->bound);
}

TEST_CASE("No bound of either catalog that is called proven is refuted") {
  for (const Bound& bound : proofs_check::catalog())
    if (bound.is_explicit()) {
      CAPTURE(bound.id);
      CHECK_FALSE(hunted(claim_of(bound), 7, 2).refuted());
    }
  for (const GraphBound& bound : graph_bounds()) {
    CAPTURE(bound.id);
    const bool unproven = bound.id == "matmul_cosma";  // of graphs
    CHECK(hunted(claim_of(bound), 7, unproven ? 20 : 2).refuted() == unproven);
  }
}

TEST_CASE("Every bound of graphs is attacked where it says more than the compulsory words") {
  struct Attack {
    const char* id;
    std::uint64_t seed;
    std::size_t rounds;
  };
  constexpr std::size_t usual = HuntOptions{}.rounds;
  for (const auto& [id, seed, rounds] :
       {Attack{"wavefront", 1, usual}, Attack{"wavefront_inner", 1, usual}, Attack{"spectral", 1, usual},
        Attack{"spectral_sharp", 1, usual}, Attack{"matmul_smith", 1, usual}, Attack{"hong_kung", 9, 6},
        Attack{"x_partition", 9, 6}}) {
    if (tests::sanitized && rounds < usual) continue;
    INFO(std::string(id));
    const Hunted found = hunted(claim_of(*find_graph_bound(id)), seed, rounds);
    REQUIRE(found.play);
    std::cout << id << ": " << found.play->ratio() << " times what is claimed\n";
    CHECK_FALSE(found.refuted());
    CHECK(found.play->bound > found.play->compulsory);
    CHECK(found.play->ratio() < 20);
  }
}

TEST_CASE("Each bound of graphs with a slip in its formula is refuted, whatever the seed") {
  for (const Slip& slip : slips)
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      CAPTURE(slip.id);
      CAPTURE(seed);
      Claim claim{.id = std::string(slip.id), .rules = find_graph_bound(slip.of)->rules};
      claim.of_graph = [&slip](const NamedGraph& graph, Words M) -> std::optional<sim::Int128> {
        const auto said = slip.says(graph, static_cast<std::int64_t>(M.count()));
        return said ? std::optional<sim::Int128>(said->words) : std::nullopt;
      };
      CHECK(hunted(claim, seed, HuntOptions{}.rounds).refuted());
    }
}

TEST_CASE("What matmul_cosma says of sums in place is refuted, and so not proven of graphs") {
  const GraphBound& cosma = *proofs_check::find_graph_bound("matmul_cosma");
  const NamedGraph graph = proofs_check::named_graph("matmul:3,3,1");
  CHECK_FALSE(cosma.evaluate(graph, Words{3}, {}).certified);
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const Hunted found = hunted(claim_of(cosma), seed, 60);
    REQUIRE(found.refuted());
    CHECK(found.play->io < found.play->bound);
  }
}

TEST_CASE("One seed finds one thing, and a search that is stopped keeps its best") {
  const Claim claim = claim_of(*proofs_check::find("phase_both"));
  const Hunted a = hunted(claim, 3, 4), b = hunted(claim, 3, 4);
  REQUIRE(a.play);
  REQUIRE(a.schedule);
  CHECK(a.executions == b.executions);
  CHECK(a.play->moves == b.play->moves);
  CHECK(a.schedule->ratio() == b.schedule->ratio());
  std::atomic<bool> stop{true};
  HuntOptions options;
  options.stop = &stop;
  const Hunted none = hunt(claim, options);
  CHECK(none.stopped);
  CHECK(none.executions == 0);
}

TEST_CASE("A search can be held to the plays of one graph, at every M or at one") {
  const NamedGraph graph = named_graph("attention:3,1");
  Claim claim;  // at M = 4, 5, 6 the optima are 20, 18, 16 words
  claim.id = "M4_needs_21";
  claim.rules = Rules::partial;
  claim.of_graph = [](const NamedGraph&, Words M) -> std::optional<sim::Int128> { return 25 - M.count(); };
  HuntOptions options;
  options.graph = &graph;
  options.rounds = 1;
  options.M = Words{4};
  const Hunted at_4 = hunt(claim, options);
  REQUIRE(at_4.play);
  CHECK_FALSE(at_4.schedule);
  CHECK(at_4.play->graph.name == graph.name);
  CHECK(at_4.play->io == 20);
  CHECK(at_4.play->bound == 21);
  CHECK(at_4.refuted());
  options.M.reset();
  CHECK(hunt(claim, options).refuted());
}
