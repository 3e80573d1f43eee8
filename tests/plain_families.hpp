// Graphs as plain lists, and the families of docs/certificates.md recognised in them the slow way: each
// function gives the number of vertices that count, 0 where the graph is not of the family.
#pragma once

#include <numeric>

#include "player.hpp"

namespace redblue::test {

struct Plain {
  char kind;  ///< i, v or a
  std::vector<unsigned> operands;
};
using Graph = std::vector<Plain>;

inline std::string text_of(const Graph& graph) {
  std::string text = "redblue-graph 1 g\n", out = "out";
  std::vector<bool> used(graph.size());
  for (const Plain& p : graph) {
    text += p.kind == 'i' ? "in a" : p.kind == 'v' ? "val a =" : "acc a =";
    for (std::size_t i = 0; i < p.operands.size(); ++i) {
      text += (p.kind == 'a' && i > 0 && i % 2 == 0 ? " | " : " ") + std::to_string(p.operands[i]);
      used[p.operands[i]] = true;
    }
    text += "\n";
  }
  for (std::size_t v = 0; v < graph.size(); ++v)
    if (!used[v]) out += " " + std::to_string(v);
  return text + out + "\n";
}

inline Graph graph_of(const char* name) {
  const sim::Dag dag = named_graph(name).dag;
  Graph graph;
  for (Vertex v = 0; v < dag.size(); ++v)
    graph.push_back({dag.kind(v) == Kind::input ? 'i'
                     : dag.kind(v) == Kind::val ? 'v'
                                                : 'a',
                     {dag.operands(v).begin(), dag.operands(v).end()}});
  return graph;
}

using Numbers = std::vector<std::uint64_t>;

inline bool inputs_are_first(const Graph& graph, std::uint64_t n) {
  for (std::size_t v = 0; v < graph.size(); ++v)
    if ((graph[v].kind == 'i') != (v < n)) return false;
  return true;
}

inline std::size_t computed(const Graph& graph) {
  return static_cast<std::size_t>(
      std::count_if(graph.begin(), graph.end(), [](const Plain& p) { return p.kind != 'i'; }));
}

inline std::size_t tree(const Graph& graph, const Numbers&) {
  std::vector<std::set<std::size_t>> users(graph.size());
  for (std::size_t v = 0; v < graph.size(); ++v) {
    for (const unsigned u : graph[v].operands) users[u].insert(v);
    const std::set<unsigned> distinct(graph[v].operands.begin(), graph[v].operands.end());
    if (graph[v].kind != 'i' && distinct.size() < 2) return 0;
  }
  for (const auto& of_one : users)
    if (of_one.size() > 1) return 0;
  return computed(graph);
}

inline std::size_t fft(const Graph& graph, const Numbers& n) {
  if (n[0] > 10 || graph.size() != (n[0] + 1) << n[0] || !inputs_are_first(graph, 1U << n[0])) return 0;
  const unsigned points = 1U << n[0];
  for (unsigned layer = 1; layer <= n[0]; ++layer)
    for (unsigned i = 0; i < points; ++i) {
      const unsigned before = (layer - 1) * points;
      std::vector<unsigned> operands = graph[layer * points + i].operands;
      std::sort(operands.begin(), operands.end());
      std::vector<unsigned> expected{before + i, before + (i ^ 1U << (layer - 1))};
      std::sort(expected.begin(), expected.end());
      if (operands != expected) return 0;
    }
  return computed(graph);
}

inline std::size_t matmul(const Graph& graph, const Numbers& n) {
  const std::uint64_t rows = n[0], columns = n[1], inner = n[2];
  if (!inputs_are_first(graph, rows * inner + inner * columns) || rows * columns * inner > graph.size())
    return 0;
  std::set<std::array<std::uint64_t, 3>> products;
  std::vector<std::set<std::pair<std::uint64_t, std::uint64_t>>> behind(graph.size());
  for (std::size_t v = 0; v < graph.size(); ++v) {
    const auto& operands = graph[v].operands;
    bool product = false;
    for (std::uint64_t i = 0; i < rows; ++i)
      for (std::uint64_t j = 0; j < columns; ++j)
        for (std::uint64_t l = 0; l < inner; ++l)
          for (std::uint64_t l2 = 0; l2 < inner; ++l2) {
            if (operands.size() != 2 || operands[0] != i * inner + l ||
                operands[1] != rows * inner + l2 * columns + j)
              continue;
            if (l != l2 || !products.insert({i, j, l}).second) return 0;
            product = true;
            behind[v] = {{i, j}};
          }
    if (product) continue;
    for (const unsigned u : operands) behind[v].insert(behind[u].begin(), behind[u].end());
    if (behind[v].size() > 1) return 0;
  }
  return products.size();
}

inline std::size_t attention(const Graph& graph, const Numbers& n) {
  const std::uint64_t N = n[0], d = n[1], words = N * d;
  if (!inputs_are_first(graph, 3 * words) || N * words > graph.size()) return 0;
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  std::vector<std::size_t> uses(graph.size());
  for (const Plain& p : graph)
    for (const unsigned u : p.operands) ++uses[u];
  std::vector<std::optional<Pair>> score(graph.size());  // what only sums products of one (i, j)
  std::vector<std::size_t> leaves(graph.size());
  std::vector<std::set<Pair>> behind(graph.size());  // the (i, c) of products with v
  std::set<std::array<std::uint64_t, 3>> scored, weighted;
  const auto matrix = [&](unsigned u) { return u < 3 * words ? u / words : 3; };
  for (std::size_t v = 0; v < graph.size(); ++v) {
    const auto& o = graph[v].operands;
    if (o.size() == 2 && matrix(o[0]) == 0 && matrix(o[1]) == 1) {
      const std::uint64_t k = o[1] - words;
      score[v] = Pair{o[0] / d, k / d};
      leaves[v] = 1;
      if (o[0] % d != k % d || !scored.insert({o[0] / d, k / d, k % d}).second) return 0;
      continue;
    }
    const std::size_t of_v = o.size() != 2                      ? 2
                             : matrix(o[0]) == 2 && score[o[1]] ? 0
                             : matrix(o[1]) == 2 && score[o[0]] ? 1
                                                                : 2;
    if (of_v < 2) {
      const std::uint64_t word = o[of_v] - 2 * words;
      const unsigned s = o[1 - of_v];
      if (leaves[s] != d || score[s]->second != word / d ||
          !weighted.insert({score[s]->first, word / d, word % d}).second)
        return 0;
      behind[v] = {{score[s]->first, word % d}};
      continue;
    }
    const bool sums_one = !o.empty() && std::all_of(o.begin(), o.end(), [&](unsigned u) {
      return score[u] && score[u] == score[o[0]];
    });
    for (const unsigned u : o) {
      if (sums_one && uses[u] != 1) return 0;
      if (sums_one) leaves[v] += leaves[u];
      if (!sums_one) behind[v].insert(behind[u].begin(), behind[u].end());
    }
    if (sums_one) score[v] = score[o[0]];
    if (behind[v].size() > 1) return 0;
  }
  return weighted.size();
}

inline std::size_t scores(const Graph& graph, const Numbers& n) {
  const std::uint64_t N = n[0], d = n[1];
  if (d == 0 || graph.size() < 2 * N * d) return 0;
  for (std::size_t v = 0; v < 2 * N * d; ++v)
    if (graph[v].kind != 'i') return 0;
  for (std::uint64_t i = 0; i < N; ++i)
    for (std::uint64_t j = 0; j < N; ++j) {
      std::vector<unsigned> both(2 * d);
      std::iota(both.begin(), both.begin() + static_cast<std::ptrdiff_t>(d), static_cast<unsigned>(i * d));
      std::iota(both.begin() + static_cast<std::ptrdiff_t>(d), both.end(),
                static_cast<unsigned>((N + j) * d));
      if (std::none_of(graph.begin(), graph.end(), [&](const Plain& p) {
            std::vector<unsigned> operands = p.operands;
            std::sort(operands.begin(), operands.end());
            return operands == both;
          }))
        return 0;
    }
  return N * N;
}

}  // namespace redblue::test
