// Helpers for tests of the finders: a play that the trusted checker has judged, and random graphs.
#pragma once

#include <algorithm>
#include <array>
#include <random>

#include "check_support.hpp"

#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/plain.hpp>
#include <redblue/proofs_check/find/subgraph.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::test {

/// The games that an exact search plays.
inline constexpr std::array games{Rules::one_shot, Rules::classic, Rules::partial, Rules::partial_recompute};

/// The checker's verdict on a play.
inline Verdict judged(const NamedGraph& graph, Rules rules, std::int64_t M, Moves moves) {
  const std::string text = graph_text(graph);
  return verdict_on(text, certificate_text(pebbling(text, rules, M, std::move(moves))));
}

/// A parameter of a bound as it is printed; empty where it has none of the name.
inline std::string parameter(const GraphBoundAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.parameters)
    if (key == name) return value;
  return "";
}

/// The optimum of a search that ran to its end, with a play that the checker calls valid; -1 otherwise.
inline std::int64_t checked_optimum(const NamedGraph& graph, Rules rules, std::int64_t M,
                                    const finder::SearchOptions& options = {}) {
  const Game game(graph.dag, rules, M);
  finder::SearchAnswer answer = finder::exact_optimum(game, options);
  const auto io = cost(answer.moves).count();
  if (!answer.optimal || answer.status.lower != io || answer.status.upper != io) return -1;
  return judged(graph, rules, M, std::move(answer.moves)).status == Status::valid
             ? static_cast<std::int64_t>(io)
             : -1;
}

/// `dag` with labels and every output that the text form asks for.
inline NamedGraph named(sim::Dag dag) {
  NamedGraph graph{"test", {}, {}};
  std::vector<bool> used(dag.size());
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v)) used[u] = true;
  for (const Vertex v : dag.outputs()) used[v] = true;
  for (Vertex v = 0; v < dag.size(); ++v) {
    graph.labels.push_back("v" + std::to_string(v));
    if (!used[v] && dag.kind(v) != Kind::input) dag.add_output(v);
  }
  if (dag.outputs().empty()) dag.add_output(0);
  graph.dag = std::move(dag);
  return graph;
}

/// The graph whose vertex v has the operands in `masks[v]`; none: an input.
inline NamedGraph graph_of(const std::vector<unsigned>& masks, bool sums) {
  sim::Dag dag;
  for (Vertex v = 0; v < masks.size(); ++v) {
    std::vector<Vertex> operands;
    for (Vertex u = 0; u < v; ++u)
      if ((masks[v] >> u & 1) != 0) operands.push_back(u);
    if (operands.empty()) {
      dag.add_input();
    } else if (sums) {
      dag.add_acc();
      for (const Vertex u : operands) dag.add_term(std::array{u});
    } else {
      dag.add_val(operands);
    }
  }
  return named(std::move(dag));
}

/// The operands, as masks, of the graph of n vertices with this code, 0 to 2^(n(n-1)/2) - 1.
inline std::vector<unsigned> graph_masks(unsigned n, unsigned code) {
  std::vector<unsigned> masks;
  for (unsigned v = 0; v < n; ++v) {
    masks.push_back(code & ((1U << v) - 1));
    code >>= v;
  }
  return masks;
}

/// Calls `f` with every graph of 2 to `most` vertices whose operands have smaller numbers, as masks.
template <class F>
void each_graph(unsigned most, const F& f) {
  for (unsigned n = 2; n <= most; ++n)
    for (unsigned code = 0; code < 1U << (n * (n - 1) / 2); ++code) f(graph_masks(n, code));
}

/// The least number of values alive right after x over all sets of vertices.
inline std::int64_t least_alive(const finder::Subgraph& graph, finder::Local x) {
  const finder::Local n = graph.size();
  std::int64_t least = n;
  for (std::uint32_t inside = 0; inside < 1U << n; ++inside) {
    const auto in = [&](finder::Local v) { return (inside >> v & 1) != 0; };
    bool state = in(x);
    std::int64_t alive = 0;
    std::uint32_t after = 1U << x;  // x and what it is an operand of, however far on
    for (finder::Local v = 0; v < n; ++v) {
      for (const finder::Local u : graph.operands(v)) {
        state = state && (!in(v) || in(u));
        if ((after >> u & 1) != 0) after |= 1U << v;
      }
      const auto uses = graph.uses(v);
      alive += in(v) && std::any_of(uses.begin(), uses.end(), [&](auto w) { return !in(w); }) ? 1 : 0;
    }
    if (state && (inside & after) == 1U << x) least = std::min(least, alive);
  }
  return least;
}

/// Up to `most` vertices: inputs, values with and without a mark, accumulations with and without a last term.
inline NamedGraph random_graph(std::uint64_t seed, unsigned most) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return static_cast<Vertex>(random() % n); };
  sim::Dag dag;
  const Vertex n = 2 + below(most - 1);
  for (Vertex v = 0; v < n; ++v) {
    const Vertex kind = v == 0 ? 0 : below(4);
    std::vector<Vertex> operands;
    if (kind == 0) {
      dag.add_input();
    } else if (kind == 1) {
      for (Vertex u = 0; u < v; ++u)
        if (below(2) == 0) operands.push_back(u);
      dag.add_val(operands,
                  operands.empty() || below(2) == 0 ? sim::no_vertex : operands[below(operands.size())]);
    } else {
      dag.add_acc();
      const Vertex terms = 1 + below(3);
      for (Vertex t = 0; t < terms; ++t) {
        operands.assign(1 + below(2), 0);
        for (Vertex& u : operands) u = below(v);
        if (operands.size() == 2 && operands[0] == operands[1]) operands.pop_back();
        dag.add_term(operands, t > 0 && t == terms - 1 && below(3) == 0);
      }
    }
  }
  for (Vertex v = 0; v < n; ++v)
    if (below(6) == 0) dag.add_output(v);
  return named(std::move(dag));
}

/// 3 to 5 values from one input, and two chains that use them all, each in an order of its own, the second
/// from the end of the first: all are alive between the two. Now and then a value depends on another, or an
/// end is an output.
inline NamedGraph two_passes(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  sim::Dag dag;
  const Vertex input = dag.add_input();
  std::vector<Vertex> values;
  for (std::uint64_t k = 3 + random() % 3; k > 0; --k)
    values.push_back(dag.add_val(
        std::array{values.empty() || random() % 3 != 0 ? input : values[random() % values.size()]}));
  Vertex end = values[random() % values.size()];
  for (int pass = 0; pass < 2; ++pass) {
    std::shuffle(values.begin(), values.end(), random);
    for (const Vertex v : values)
      if (v != end) end = dag.add_val(std::array{end, v});
    if (random() % 4 == 0) dag.add_output(end);
  }
  return named(std::move(dag));
}

}  // namespace redblue::test
