// The butterfly, tree, pyramid, diamond, passes and random graphs.
#include <charconv>

#include <redblue/proofs_check/families.hpp>
#include <redblue/proofs_check/graph_builder.hpp>

namespace redblue::proofs_check::families {

using sim::Vertex;

void fft(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const std::int64_t layers = a.numbers[0];
  const std::int64_t points = std::int64_t{1} << layers;
  std::vector<Vertex> now;
  for (std::int64_t i = 0; i < points; ++i) now.push_back(g.input(indexed("x", 0, i)));
  for (std::int64_t layer = 1; layer <= layers; ++layer) {
    std::vector<Vertex> next;
    const std::int64_t across = std::int64_t{1} << (layer - 1);
    for (std::int64_t i = 0; i < points; ++i)
      next.push_back(g.val(indexed("x", layer, i), now[static_cast<std::size_t>(i)],
                           now[static_cast<std::size_t>(i ^ across)]));
    now = std::move(next);
  }
  for (const Vertex v : now) g.output(v);
}

void tree(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  std::vector<Vertex> now = g.inputs("x", 1, std::int64_t{1} << a.numbers[0]);
  for (std::int64_t level = 1; now.size() > 1; ++level) {
    std::vector<Vertex> next;
    for (std::size_t i = 0; i < now.size(); i += 2)
      next.push_back(g.val(indexed("t", level, i / 2), now[i], now[i + 1]));
    now = std::move(next);
  }
  g.output(now[0]);
}

void pyramid(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  std::vector<Vertex> now = g.inputs("x", 1, a.numbers[0] + 1);
  for (std::int64_t level = 1; now.size() > 1; ++level) {
    for (std::size_t i = 0; i + 1 < now.size(); ++i)
      now[i] = g.val(indexed("y", level, i), now[i], now[i + 1]);
    now.pop_back();
  }
  g.output(now[0]);
}

void diamond(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const std::int64_t n = a.numbers[0];
  std::vector<Vertex> row(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < row.size(); ++j) {
      const std::string label = indexed("g", i, j);
      if (i == 0 && j == 0)
        row[j] = g.input(label);
      else if (i == 0)
        row[j] = g.val(label, std::array{row[j - 1]});
      else if (j == 0)
        row[j] = g.val(label, std::array{row[j]});
      else
        row[j] = g.val(label, row[j], row[j - 1]);
    }
  g.output(row.back());
}

void passes(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const std::vector<Vertex> inputs = g.inputs("x", 1, a.numbers[0]);
  Vertex end = inputs[0];
  for (std::int64_t pass = 0; pass < a.numbers[1]; ++pass)
    for (std::size_t i = pass == 0 ? 1 : 0; i < inputs.size(); ++i)
      end = end == inputs[i] ? g.val(indexed("y", pass, i), std::array{end})
                             : g.val(indexed("y", pass, i), end, inputs[i]);
  g.output(end);
}

namespace {

/// splitmix64: the same numbers everywhere.
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

double probability(const Arguments& a) {
  const std::size_t first = a.text.find(',') + 1;
  const std::string p = a.text.substr(first, a.text.find(',', first) - first);
  double value = -1;
  const auto [end, error] = std::from_chars(p.data(), p.data() + p.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != p.data() + p.size() || !(value >= 0 && value <= 1))
    sim::raise(GraphError(0, "p = '" + p + "' is no probability from 0 to 1"));
  return value;
}

void random(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const double p = probability(a);
  auto state = static_cast<std::uint64_t>(a.numbers[1]);
  const auto n = static_cast<Vertex>(a.numbers[0]);
  std::vector<bool> used(n);
  for (Vertex v = 0; v < n; ++v) {
    std::vector<Vertex> operands;
    for (Vertex u = 0; u < v; ++u)
      if (static_cast<double>(next_random(state) >> 11) * 0x1p-53 < p) operands.push_back(u), used[u] = true;
    if (operands.empty())
      g.input(indexed("x", v));
    else
      g.val(indexed("y", v), operands);
  }
  for (Vertex v = 0; v < n; ++v)
    if (!used[v] && graph.dag.kind(v) != sim::Dag::Kind::input) g.output(v);
  if (graph.dag.outputs().empty()) g.output(n - 1);
}

}  // namespace redblue::proofs_check::families
