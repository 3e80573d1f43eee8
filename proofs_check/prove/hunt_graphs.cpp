// Small graphs: edges come and go, and each graph is set against its optimal pebbling.
#include <algorithm>

#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/game.hpp>
#include <redblue/proofs_check/prove/hunter.hpp>

namespace redblue::proofs_check::prove {
namespace {

constexpr int changes = 60;
constexpr std::size_t most_vertices = 8;

/// edge[v][u], u < v: u is an operand of v.
using Edges = std::vector<std::vector<bool>>;

NamedGraph built(const Edges& edge) {
  NamedGraph g{"found", {}, {}};
  std::vector<bool> used(edge.size());
  for (sim::Vertex v = 0; v < edge.size(); ++v) {
    std::vector<sim::Vertex> operands;
    for (sim::Vertex u = 0; u < v; ++u)
      if (edge[v][u]) operands.push_back(u), used[u] = true;
    operands.empty() ? g.dag.add_input() : g.dag.add_val(operands);
    g.labels.push_back("x" + std::to_string(v));
  }
  for (sim::Vertex v = 0; v < edge.size(); ++v)
    if (!used[v]) g.dag.add_output(v);
  return g;
}

Edges drawn(Draw& draw) {
  Edges edge(static_cast<std::size_t>(draw.between(4, most_vertices)));
  const double p = 0.2 + 0.5 * draw.uniform();
  for (std::size_t v = 0; v < edge.size(); ++v)
    for (std::size_t u = 0; u < v; ++u) edge[v].push_back(draw.uniform() < p);
  return edge;
}

void toggle(Draw& draw, Edges& edge) {
  const std::int64_t v = draw.between(1, static_cast<std::int64_t>(edge.size()) - 1);
  const auto u = static_cast<std::size_t>(draw.between(0, v - 1));
  edge[static_cast<std::size_t>(v)][u] = !edge[static_cast<std::size_t>(v)][u];
}

/// The graph at the M of its smallest play and `extra` words; none where nothing is claimed.
std::optional<Candidate> at(const Claim& claim, const NamedGraph& graph, std::int64_t extra) {
  const Rules rules =
      claim.rules == Rules::any || claim.rules == Rules::fma ? Rules::partial_recompute : claim.rules;
  Candidate c;
  const std::int64_t M = Game(graph.dag, rules, 1).smallest_M() + extra;
  c.M = c.evaluated_at = sim::Words{M};
  const auto bound = claim.of_graph(graph, c.M);
  if (!bound || *bound <= 0) return std::nullopt;
  const auto answer = finder::exact_optimum(Game(graph.dag, rules, M), {});
  c.bound = *bound;
  c.graph = graph;
  c.rules = rules;
  c.moves = answer.moves;
  c.io = cost(c.moves).count();
  return c;
}

}  // namespace

void hunt_graphs(Hunter& h) {
  if (!h.claim.of_graph) return;
  Edges here = drawn(h.draw);
  std::int64_t extra = h.draw.between(0, 3);
  double ratio = 1e9;
  for (int i = 0; i < changes && !h.over(); ++i) {
    Edges next = here;
    std::int64_t more = extra;
    if (h.draw.between(0, 4) == 0)
      more = h.draw.between(0, 3);
    else
      toggle(h.draw, next);
    const std::optional<Candidate> c = at(h.claim, built(next), more);
    if (!c) continue;
    h.offer(*c);
    if (accepts(h.draw, ratio, c->ratio(), 0.1 * (1 - i / static_cast<double>(changes)) + 1e-6))
      here = std::move(next), extra = more, ratio = c->ratio();
  }
}

}  // namespace redblue::proofs_check::prove
