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

constexpr int changes = 80, changes_of_passes = 15;
constexpr std::size_t most_in_passes = 32;
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

void redraw(Draw& draw, std::vector<sim::Vertex>& operands, std::size_t v) {
  operands = some_before(draw, v);
}

/// As redraw, or another for one of them.
void redraw_or_exchange(Draw& draw, std::vector<sim::Vertex>& operands, std::size_t v) {
  if (operands.empty() || draw.between(0, 1) == 0) return redraw(draw, operands, v);
  const auto u = static_cast<sim::Vertex>(draw.between(0, static_cast<std::int64_t>(v) - 1));
  if (std::ranges::find(operands, u) != operands.end()) return;
  operands[static_cast<std::size_t>(draw.between(0, std::ssize(operands) - 1))] = u;
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

/// 5 to 8 inputs, or values of one input, and a chain that uses them all 2 to 5 times over, in one order or
/// in others: between two uses more is alive than fits.
Operands drawn_passes(Draw& draw) {
  Operands operands;
  const bool of_one_input = draw.between(0, 1) == 1;
  if (of_one_input) operands.emplace_back();
  std::vector<sim::Vertex> values;
  for (std::int64_t k = draw.between(5, 8); k > 0; --k) {
    values.push_back(static_cast<sim::Vertex>(operands.size()));
    operands.push_back(of_one_input ? std::vector<sim::Vertex>{0} : std::vector<sim::Vertex>{});
  }
  const bool one_order = draw.between(0, 1) == 1;
  sim::Vertex end = values[0];
  for (std::int64_t pass = draw.between(2, 5); pass > 0; --pass) {
    for (std::size_t i = values.size(); i > 1 && !one_order; --i)
      std::swap(values[i - 1],
                values[static_cast<std::size_t>(draw.between(0, static_cast<std::int64_t>(i) - 1))]);
    for (const sim::Vertex v : values) {
      if (v == end || operands.size() == most_in_passes) continue;
      operands.push_back({end, v});
      end = static_cast<sim::Vertex>(operands.size()) - 1;
    }
  }
  return operands;
}

/// The game that the claim's plays are looked for in.
Rules searched(const Claim& claim) {
  return claim.rules == Rules::any || claim.rules == Rules::fma ? Rules::partial_recompute : claim.rules;
}

/// The graph at the M of its smallest play and `extra` words, with its best play of `rules`, which is one of
/// the claim's; none where nothing is claimed.
std::optional<Candidate> at(const Claim& claim, const NamedGraph& graph, std::int64_t extra, Rules rules) {
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
  c.rules = searched(claim);
  c.moves = answer.moves;
  c.io = cost(c.moves).count();
  return c;
}

/// What annealing makes small. A graph with a claim beyond the compulsory words comes before any without.
double far(const Candidate& c) { return c.bound > c.compulsory ? c.ratio() : 100 + c.distance(); }

/// Lets operands come and go, from M = the least that works + `extra` on; `draw` may be h.draw.
template <class Change>
void anneal(Hunter& h, Draw& draw, Operands here, std::int64_t extra, Rules rules, int times,
            const Change& change) {
  const std::optional<Candidate> first = at(h.claim, built(here), extra, rules);
  if (first) h.offer(*first);
  double distance = first ? far(*first) : nothing_claimed;
  for (int i = 0; i < times && !h.over(); ++i) {
    Operands next = here;
    std::int64_t more = extra;
    const std::int64_t v = draw.between(0, static_cast<std::int64_t>(next.size()));
    if (v == 0)
      more = draw.between(0, 2);
    else
      change(draw, next[static_cast<std::size_t>(v - 1)], static_cast<std::size_t>(v - 1));
    const std::optional<Candidate> c = at(h.claim, built(next), more, rules);
    if (c) h.offer(*c);
    if (accepts(draw, distance, c ? far(*c) : nothing_claimed,
                0.1 * (1 - i / static_cast<double>(times)) + 1e-6))
      here = std::move(next), extra = more, distance = c ? far(*c) : nothing_claimed;
  }
}

}  // namespace

void hunt_graphs(Hunter& h) {
  if (!h.claim.of_graph) return;
  Operands start = drawn(h.draw);
  const std::int64_t extra = h.draw.between(0, 2);
  anneal(h, h.draw, std::move(start), extra, searched(h.claim), changes, redraw);
}

void hunt_passes(Hunter& h) {
  if (!h.claim.of_graph) return;
  Draw draw = h.draw;  // a copy: what the other searches draw does not change
  const Rules once =
      h.claim.rules == Rules::classic || h.claim.rules == Rules::one_shot ? Rules::one_shot : Rules::partial;
  anneal(h, draw, drawn_passes(draw), 0, once, changes_of_passes, redraw_or_exchange);
}

void hunt_spread_graphs(Hunter& h) {
  if (!h.claim.of_graph) return;
  Operands operands(static_cast<std::size_t>(h.draw.between(60, 300)));
  const auto most = static_cast<std::size_t>(h.draw.between(2, 5));
  for (std::size_t v = 1; v < operands.size(); ++v) {
    operands[v] = {static_cast<sim::Vertex>(v - 1)};
    while (operands[v].size() < std::min(most, v)) {
      const auto u = static_cast<sim::Vertex>(h.draw.between(0, static_cast<std::int64_t>(v) - 1));
      if (std::ranges::find(operands[v], u) == operands[v].end()) operands[v].push_back(u);
    }
  }
  const NamedGraph graph = built(operands);
  hunt_orders(h, graph, sim::Words{least_words(h.claim, graph) + h.draw.between(0, 2)});
}

}  // namespace redblue::proofs_check::prove
