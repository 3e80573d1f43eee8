// The bound wavefront: the cut against all states, the certificate against the checker, the pieces against
// the whole.
#include <numeric>
#include <random>
#include <set>

#include "find_support.hpp"
#include "fixed_seed.hpp"
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/convex_cut.hpp>
#include <redblue/proofs_check/find/nearby_states.hpp>
#include <redblue/proofs_check/find/state_walk.hpp>
#include <redblue/proofs_check/find/wavefront.hpp>

using namespace redblue;
using namespace redblue::test;
using finder::Subgraph;

namespace {

/// True when flow and brute force agree on W of every vertex with a use, and both upper bounds hold.
bool cuts_agree(const NamedGraph& named) {
  const Subgraph graph = finder::whole(named.dag);
  finder::NearbyStates nearby(graph);
  const std::vector<std::int64_t> in_order = finder::alive_in_some_order(graph);
  for (finder::Local x = 0; x < graph.size(); ++x) {
    if (graph.uses(x).empty()) continue;
    const std::int64_t W = least_alive(graph, x);
    const finder::Wavefront found = finder::wavefront(graph, x);
    const bool right =
        static_cast<std::int64_t>(found.paths.size()) == W && found.cut.size() == found.paths.size();
    if (right && in_order[x] >= W && nearby.least_alive(x) >= W) continue;
    std::cout << graph_text(named) << "vertex " << x << ": W = " << W << ", found " << found.paths.size()
              << " paths, " << found.cut.size() << " cut, at most " << in_order[x] << " and "
              << nearby.least_alive(x) << '\n';
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

namespace {

/// n vertices; each has `operands` of the `window` before it, the first ones have none.
NamedGraph window_graph(unsigned n, unsigned window, unsigned operands, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  sim::Dag dag;
  for (Vertex v = 0; v < n; ++v) {
    if (v < window) {
      dag.add_input();
      continue;
    }
    std::set<Vertex> some;
    while (some.size() < operands) some.insert(v - 1 - static_cast<Vertex>(random() % window));
    dag.add_val(std::vector<Vertex>(some.begin(), some.end()));
  }
  return named(std::move(dag));
}

/// W(x) by Boost.Graph, on the network of the definition: node 2v is on the source's side where v is in the
/// state, and 2v + 1 where all its uses are too, so that an arc of one unit between them is cut where v is
/// alive. A state holds x, no use of x, and with each vertex its operands.
std::int64_t by_boost(const Subgraph& graph, finder::Local x) {
  using namespace boost;
  using Traits = adjacency_list_traits<vecS, vecS, directedS>;
  using Network = adjacency_list<
      vecS, vecS, directedS, no_property,
      property<edge_capacity_t, long,
               property<edge_residual_capacity_t, long, property<edge_reverse_t, Traits::edge_descriptor>>>>;
  const std::size_t sink = 2 * std::size_t{graph.size()};
  Network network(sink + 1);
  const auto connect = [&](std::size_t from, std::size_t to, long units) {
    const auto arc = add_edge(from, to, network).first, back = add_edge(to, from, network).first;
    put(edge_capacity, network, arc, units), put(edge_capacity, network, back, 0);
    put(edge_reverse, network, arc, back), put(edge_reverse, network, back, arc);
  };
  const long any = static_cast<long>(graph.size()) + 1;
  for (finder::Local v = 0; v < graph.size(); ++v) {
    connect(2 * std::size_t{v}, 2 * std::size_t{v} + 1, 1);
    for (const finder::Local u : graph.operands(v)) {
      connect(2 * std::size_t{u} + 1, 2 * std::size_t{v}, any);
      connect(2 * std::size_t{v}, 2 * std::size_t{u}, any);
    }
  }
  for (const finder::Local use : graph.uses(x)) connect(2 * std::size_t{use}, sink, any);
  return push_relabel_max_flow(network, 2 * std::size_t{x}, sink);
}

}  // namespace

TEST_CASE(
    "what is alive on a walk from the best states is never below the wavefront of a vertex, and often "
    "equal") {
  std::size_t equal = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const NamedGraph named = seed % 8 == 0 ? window_graph(120, 12, 2, seed) : random_graph(seed, 24);
    const Subgraph graph = finder::whole(named.dag);
    std::vector<finder::Local> all(graph.size());
    std::iota(all.begin(), all.end(), finder::Local{0});
    finder::ConvexFlow flow(graph);
    finder::StateWalk walk(graph);
    std::vector<char> inside(graph.size());
    constexpr std::int64_t unknown = 1 << 20;
    std::vector<std::int64_t> grown(graph.size(), unknown), shrunk(graph.size(), unknown);
    for (finder::Local x = 0; x < graph.size(); ++x) {
      if (graph.uses(x).empty()) continue;
      (void)flow.around(x, all);
      flow.smallest_state(inside);
      walk.grow(all, inside, unknown, grown);
      flow.largest_state(inside);
      walk.shrink(all, inside, unknown, shrunk);
    }
    for (finder::Local x = 0; x < graph.size(); ++x) {
      if (graph.uses(x).empty()) continue;
      const auto W = static_cast<std::int64_t>(finder::wavefront(graph, x).paths.size());
      CAPTURE(seed);
      CAPTURE(x);
      CHECK(grown[x] >= W);
      CHECK(shrunk[x] >= W);
      equal += (grown[x] == W) + (shrunk[x] == W);
    }
  }
  CHECK(equal > 500);
}

TEST_CASE("where states are too many to try, the cut by flow is that of Boost.Graph") {
  std::size_t compared = 0;
  for (const NamedGraph& named :
       {window_graph(250, 25, 3, 1), window_graph(200, 8, 2, 2), random_graph(3, 160), named_graph("fft:5"),
        named_graph("diamond:12"), named_graph("matmul:4,4,4+chain")}) {
    const Subgraph graph = finder::whole(named.dag);
    for (finder::Local x = 0; x < graph.size(); ++x) {
      if (graph.uses(x).empty()) continue;
      const finder::Wavefront found = finder::wavefront(graph, x);
      const std::int64_t W = by_boost(graph, x);
      REQUIRE_MESSAGE(static_cast<std::int64_t>(found.paths.size()) == W, named.name << " vertex " << x);
      REQUIRE_MESSAGE(static_cast<std::int64_t>(found.cut.size()) == W, named.name << " vertex " << x);
      ++compared;
    }
  }
  CHECK(compared > 800);
}

TEST_CASE("the largest wavefront of the search is the largest by the flow around every vertex") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const NamedGraph named = seed % 2 == 0 ? window_graph(300, 30, 2, seed) : random_graph(seed, 150);
    const Subgraph graph = finder::whole(named.dag);
    std::size_t most = 0;
    for (finder::Local x = 0; x < graph.size(); ++x)
      if (!graph.uses(x).empty()) most = std::max(most, finder::wavefront(graph, x).paths.size());
    const GraphBoundAnswer answer = finder::wavefront_bound(named, sim::Words{2}, {});
    CAPTURE(seed);
    CHECK(parameter(answer, "W") == std::to_string(most));
    CHECK(parameter(answer, "complete").empty());
    CHECK(verdict_on(graph_text(named), answer.certificate).status == Status::valid);
  }
}

TEST_CASE("the whole graph leaves work to its bands, and a search that runs out of it says so") {
  const NamedGraph graph = window_graph(2000, 100, 3, 7);
  const GraphBoundAnswer all = finder::wavefront_bound(graph, sim::Words{8}, {});
  CHECK(all.out_of_work.empty());
  GraphBoundLimits limits;
  limits.most_work = 4'000'000;  // the whole graph alone takes more
  const GraphBoundAnswer some = finder::wavefront_bound(graph, sim::Words{8}, limits);
  CHECK(some.out_of_work.find("a longer --time-limit gives it more") != std::string::npos);
  CHECK(parameter(some, "complete") == "no");
  CHECK(std::stoi(parameter(some, "pieces")) > 2);
  CHECK(*some.certified > 2 * (std::stoi(parameter(some, "W")) - 8));
  CHECK(*some.certified <= *all.certified);
  CHECK(verdict_on(graph_text(graph), some.certificate).status == Status::valid);
  limits.most_work = 0;
  const GraphBoundAnswer none = finder::wavefront_bound(graph, sim::Words{8}, limits);
  CHECK_FALSE(none.out_of_work.empty());
  CHECK(*none.certified == 0);
}

TEST_CASE("the whole graph leaves time to its bands") {
  const NamedGraph graph = window_graph(20'000, 300, 3, 7);
  GraphBoundLimits limits;
  limits.most_work = std::uint64_t{1} << 40;  // more than the time suffices for
  limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  const GraphBoundAnswer some = finder::wavefront_bound(graph, sim::Words{8}, limits);
  CHECK(parameter(some, "complete") == "no");
  CHECK(std::stoi(parameter(some, "pieces")) > 1);
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
