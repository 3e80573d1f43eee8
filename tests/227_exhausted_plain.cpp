// Certificates that no play is cheaper, as the plain search leaves them, before the trusted checker.
#include "find_support.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

/// None where the plain search gives up.
std::optional<Exhausted> exhausted(const NamedGraph& graph, Rules rules, std::int64_t M) {
  const finder::PlainAnswer plain =
      finder::plain_optimum(Game(graph.dag, rules, M), {.most = 50'000, .layers = true});
  if (!plain.finished) return std::nullopt;
  CHECK(plain.layers.size() == static_cast<std::size_t>(plain.io.value()));
  return Exhausted{digest(graph_text(graph)), rules, sim::Words{M}, "plain", plain.layers};
}

}  // namespace

TEST_CASE("the layers of the plain search are the checker's own in all four games") {
  int proofs = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed)
    for (const Rules rules : games) {
      const NamedGraph graph = random_graph(seed, 5);
      const std::int64_t M = std::max<std::int64_t>(1, Game(graph.dag, rules, 1).smallest_M());
      const std::optional<Exhausted> proof = exhausted(graph, rules, M);
      if (!proof) continue;
      const Verdict v = verdict_on(graph_text(graph), certificate_text(*proof));
      CAPTURE(seed);
      CHECK(v.text == "VALID exhausted " + std::string(name(rules)) + " M=" + std::to_string(M) +
                          " lower=" + std::to_string(proof->layers.size()));
      ++proofs;
    }
  CHECK(proofs > 150);
}

TEST_CASE("a claim of one word more is beaten, and a layer that holds another state is refused") {
  for (const Rules rules : games) {
    const NamedGraph graph = named_graph("attention:2,1");
    const NamedGraph small = named_graph("matmul:1,2,1");
    const std::int64_t M = Game(small.dag, rules, 1).smallest_M();
    Exhausted proof = exhausted(small, rules, M).value();
    CHECK(verdict_on(graph_text(graph), certificate_text(proof)).rule == "graph_mismatch");
    ++proof.layers.back().digest;
    CHECK(verdict_on(graph_text(small), certificate_text(proof)).rule == "layer");
    --proof.layers.back().digest;
    const Exhausted::Layer last = proof.layers.back();
    proof.layers.push_back(last);
    const Verdict v = verdict_on(graph_text(small), certificate_text(proof));
    CHECK((v.rule == "beaten" || v.rule == "layer"));
    proof.search = "other";  // whose layers are its own affair
    CHECK(verdict_on(graph_text(small), certificate_text(proof)).rule == "beaten");
  }
}

TEST_CASE("a plain search that is told to stop has no answer") {
  const std::atomic<bool> stop = true;
  const finder::PlainAnswer plain =
      finder::plain_optimum(Game(named_graph("attention:2,1").dag, Rules::partial, 4), {.stop = &stop});
  CHECK(!plain.finished);
  CHECK(plain.io == std::nullopt);
}
