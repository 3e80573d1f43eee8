// Small graphs: edges come and go, and each graph is set against its optimal pebbling.
#include <algorithm>
#include <array>

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/game.hpp>
#include <redblue/proofs_check/instances.hpp>
#include <redblue/proofs_check/prove/hunter.hpp>

namespace redblue::proofs_check::prove {
namespace {

constexpr int changes = 80;
constexpr std::int64_t most_vertices = 11;
constexpr std::int64_t most_operands = 3;
constexpr std::uint64_t most_bytes = 32
                                     << 20;  ///< of one search for an optimum; beyond it: the best play known

constexpr double nothing_claimed = 1e3;

/// The operands of each vertex, all of them before it; none: an input.
using Operands = std::vector<std::vector<sim::Vertex>>;

NamedGraph built(const Operands& operands) {
  NamedGraph g{"found", {}, {}};
  std::vector<bool> used(operands.size());
  for (const auto& of_one : operands) {
    g.labels.push_back("x" + std::to_string(g.dag.size()));
    of_one.empty() ? g.dag.add_input() : g.dag.add_val(of_one);
    for (const sim::Vertex u : of_one) used[u] = true;
  }
  for (sim::Vertex v = 0; v < operands.size(); ++v)
    if (!used[v]) g.dag.add_output(v);
  return g;
}

/// Some vertices before v, no more than most_operands, no two the same.
std::vector<sim::Vertex> some_before(Draw& draw, std::size_t v) {
  std::vector<sim::Vertex> all;
  if (v < 2 || draw.between(0, 3) == 0) return all;
  for (std::int64_t n = draw.between(1, most_operands); n > 0; --n) {
    const auto u = static_cast<sim::Vertex>(draw.between(0, static_cast<std::int64_t>(v) - 1));
    if (std::find(all.begin(), all.end(), u) == all.end()) all.push_back(u);
  }
  return all;
}

Operands of(const sim::Dag& dag) {
  Operands operands(dag.size());
  for (sim::Vertex v = 0; v < dag.size(); ++v) operands[v] = {dag.operands(v).begin(), dag.operands(v).end()};
  return operands;
}

/// A known graph, on which the bounds of graphs have something to say, or a random one.
Operands drawn(Draw& draw) {
  constexpr std::array known{"diamond:4", "diamond:3", "pyramid:4", "fft:2", "tree:3"};
  const std::int64_t which = draw.between(0, 2 * std::ssize(known) - 1);
  if (which < std::ssize(known)) return of(named_graph(known[static_cast<std::size_t>(which)]).dag);
  Operands operands(static_cast<std::size_t>(draw.between(5, most_vertices)));
  for (std::size_t v = 0; v < operands.size(); ++v) operands[v] = some_before(draw, v);
  return operands;
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
  const auto answer = finder::exact_optimum(Game(graph.dag, rules, M), {.most_bytes = most_bytes});
  if (answer.moves.empty()) return std::nullopt;
  c.bound = *bound;
  c.compulsory = finder::compulsory_words(graph.dag);
  c.graph = graph;
  c.rules = rules;
  c.moves = answer.moves;
  c.io = cost(c.moves).count();
  return c;
}

}  // namespace

void hunt_graphs(Hunter& h) {
  if (!h.claim.of_graph) return;
  Operands here = drawn(h.draw);
  std::int64_t extra = h.draw.between(0, 2);
  double distance = nothing_claimed;
  for (int i = 0; i < changes && !h.over(); ++i) {
    Operands next = here;
    std::int64_t more = extra;
    const std::int64_t v = h.draw.between(0, static_cast<std::int64_t>(next.size()));
    if (v == 0)
      more = h.draw.between(0, 2);
    else
      next[static_cast<std::size_t>(v - 1)] = some_before(h.draw, static_cast<std::size_t>(v - 1));
    const std::optional<Candidate> c = at(h.claim, built(next), more);
    if (c) h.offer(*c);
    if (accepts(h.draw, distance, c ? c->distance() : nothing_claimed,
                0.1 * (1 - i / static_cast<double>(changes)) + 1e-6))
      here = std::move(next), extra = more, distance = c ? c->distance() : nothing_claimed;
  }
}

void hunt_spread_graphs(Hunter& h) {
  if (!h.claim.of_graph) return;
  const std::int64_t inputs = h.draw.between(2, 30);
  Operands operands(static_cast<std::size_t>(h.draw.between(150, 300)));
  for (auto v = static_cast<std::size_t>(inputs); v < operands.size(); ++v) {
    const auto last = static_cast<std::int64_t>(v) - 1;
    const std::int64_t u = h.draw.between(0, last), w = h.draw.between(0, last - 1);
    operands[v] = {static_cast<sim::Vertex>(u), static_cast<sim::Vertex>(w < u ? w : w + 1)};
  }
  const NamedGraph graph = built(operands);
  hunt_orders(h, graph, sim::Words{least_words(h.claim, graph) + h.draw.between(0, 2)});
}

}  // namespace redblue::proofs_check::prove
