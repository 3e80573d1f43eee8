// The bound wavefront: the cut against all states, the certificate against the checker, the pieces against
// the whole.
#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/convex_cut.hpp>
#include <redblue/proofs_check/find/wavefront.hpp>

using namespace redblue;
using namespace redblue::test;
using finder::Subgraph;

namespace {

/// True when flow and brute force agree on W of every vertex with a use, and both upper bounds hold.
bool cuts_agree(const NamedGraph& named) {
  const Subgraph graph = finder::whole(named.dag);
  const std::vector<std::int64_t> in_order = finder::alive_in_some_order(graph);
  for (finder::Local x = 0; x < graph.size(); ++x) {
    if (graph.uses(x).empty()) continue;
    const std::int64_t W = least_alive(graph, x);
    const finder::Wavefront found = finder::wavefront(graph, x);
    const bool right =
        static_cast<std::int64_t>(found.paths.size()) == W && found.cut.size() == found.paths.size();
    if (right && in_order[x] >= W && finder::alive_in_some_state(graph, x) >= W) continue;
    std::cout << graph_text(named) << "vertex " << x << ": W = " << W << ", found " << found.paths.size()
              << " paths, " << found.cut.size() << " cut, at most " << in_order[x] << " and "
              << finder::alive_in_some_state(graph, x) << '\n';
    return false;
  }
  return true;
}

}  // namespace

TEST_CASE("on every graph of up to 5 vertices the cut by flow is the least number alive over all states") {
  each_graph(5, [](const std::vector<unsigned>& masks) { REQUIRE(cuts_agree(graph_of(masks, false))); });
}

TEST_CASE("on random graphs the cut by flow is the least number alive over all states") {
  CHECK(holds("flow and brute force agree", 300,
              [] { RC_ASSERT(cuts_agree(random_graph(*rc::gen::arbitrary<std::uint32_t>(), 11))); }));
}

TEST_CASE(
    "the checker confirms every certificate of a wavefront, and what it proves is what the bound says") {
  int proven = 0;
  CHECK(holds("certificates are valid", 300, [&] {
    const NamedGraph graph = random_graph(*rc::gen::arbitrary<std::uint32_t>(), 40);
    for (const std::int64_t M : {1, 2, 4}) {
      for (const auto bound : {finder::wavefront_bound, finder::wavefront_inner_bound}) {
        const GraphBoundAnswer answer = bound(graph, sim::Words{M}, {});
        const Verdict v = verdict_on(graph_text(graph), answer.certificate);
        RC_ASSERT(v.text == "VALID wavefront " + std::string(name(*answer.rules)) +
                                " M=" + std::to_string(M) + " lower=" + std::to_string(*answer.certified));
        proven += *answer.certified > 0 ? 1 : 0;
      }
    }
  }));
  CHECK(proven > 300);
}
