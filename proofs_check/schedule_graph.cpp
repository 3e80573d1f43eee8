// A traced schedule as a graph file and its moves.
#include <charconv>
#include <map>
#include <tuple>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/graph_builder.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::proofs_check {
namespace {

using sim::Dag;
using sim::Move;
using sim::Vertex;

/// What an output or a stored word depends on. Inputs stay, used or not.
std::vector<bool> needed(const sim::Trace& trace) {
  const Dag& dag = trace.dag;
  std::vector<bool> keep(dag.size());
  for (const Vertex v : dag.outputs()) keep[v] = true;
  for (const Move& m : trace.moves)
    if (m.kind == Move::Kind::store) keep[m.v] = true;
  for (Vertex v = static_cast<Vertex>(dag.size()); v-- > 0;) {
    if (dag.kind(v) == Dag::Kind::input) keep[v] = true;
    if (keep[v])
      for (const Vertex u : dag.operands(v)) keep[u] = true;
  }
  return keep;
}

/// Labels by place; a word's second value is O_0_0.1.
class Labels {
 public:
  explicit Labels(const sim::Trace& trace) : trace_(trace) {}
  std::string of(Vertex v) {
    const sim::Place& p = trace_.places[v];
    const std::string label = indexed(std::string(trace_.matrices[p.matrix].name), p.row, p.col);
    const std::int64_t earlier = seen_[{p.matrix, p.row, p.col}]++;
    return earlier == 0 ? label : label + "." + std::to_string(earlier);
  }

 private:
  const sim::Trace& trace_;
  std::map<std::tuple<std::uint32_t, std::int32_t, std::int32_t>, std::int64_t> seen_;
};

/// The moves of the kept vertices. Taking over a word for a value that is left out only frees the word.
sim::Moves kept_moves(const sim::Trace& trace, const std::vector<Vertex>& number) {
  sim::Moves moves;
  for (const Move& m : trace.moves) {
    const Vertex freed = m.term == Move::takes_over ? trace.dag.in_place(m.v) : sim::no_vertex;
    if (number[m.v] != sim::no_vertex)
      moves.push_back({m.kind, number[m.v], m.term});
    else if (freed != sim::no_vertex && number[freed] != sim::no_vertex)
      moves.push_back({Move::Kind::discard, number[freed]});
  }
  return moves;
}

/// Outputs, and stored values that nothing uses.
void add_outputs(const sim::Trace& trace, const std::vector<Vertex>& number, Dag& dag) {
  std::vector<bool> used(dag.size());
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v)) used[u] = true;
  for (const Vertex v : trace.dag.outputs()) {
    dag.add_output(number[v]);
    used[number[v]] = true;
  }
  for (Vertex v = 0; v < dag.size(); ++v)
    if (!used[v] && dag.kind(v) != Dag::Kind::input) dag.add_output(v);
}

}  // namespace

TracedGraph traced_graph(const sim::Trace& trace, std::string name) {
  TracedGraph traced{{std::move(name), {}, {}}, {}};
  NamedGraph& graph = traced.graph;
  const std::vector<bool> keep = needed(trace);
  std::vector<Vertex> number(trace.dag.size(), sim::no_vertex);
  Labels labels(trace);
  for (Vertex v = 0; v < trace.dag.size(); ++v) {
    if (!keep[v]) continue;
    std::vector<Vertex> operands;
    for (const Vertex u : trace.dag.operands(v)) operands.push_back(number[u]);
    const Vertex in_place = trace.dag.in_place(v);
    number[v] = trace.dag.kind(v) == Dag::Kind::input
                    ? graph.dag.add_input()
                    : graph.dag.add_val(operands, in_place == sim::no_vertex ? in_place : number[in_place]);
    graph.labels.push_back(labels.of(v));
  }
  add_outputs(trace, number, graph.dag);
  traced.moves = kept_moves(trace, number);
  return traced;
}

namespace {

std::int64_t size_of(std::string_view text, std::string_view what) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 1)
    sim::raise(GraphError(0, std::string(what) + " = '" + std::string(text) + "' is no whole number from 1"));
  return n;
}

constexpr double most_updates = 1 << 24;

}  // namespace

TracedGraph schedule_graph(std::string_view name) {
  std::vector<std::string_view> parts;
  for (std::size_t from = name.find(':') + 1; from <= name.size();) {
    const std::size_t to = std::min(name.find(',', from), name.size());
    parts.push_back(name.substr(from, to - from));
    from = to + 1;
  }
  if (parts.size() != 4) sim::raise(GraphError(0, "the form is schedule:ID,N,d,M"));
  const algorithms::Schedule* schedule = algorithms::find(parts[0]);
  if (schedule == nullptr)
    sim::raise(
        GraphError(0, "no such schedule '" + std::string(parts[0]) + "' (see: redblue list algorithms)"));
  const sim::Extent N = size_of(parts[1], "N"), d = size_of(parts[2], "d");
  const sim::Words M{size_of(parts[3], "M")};
  if (2.0 * static_cast<double>(N) * static_cast<double>(N) * static_cast<double>(d) > most_updates)
    sim::raise(GraphError(0, "too large: more than 2^24 products"));
  const sim::AttentionShape shape{N, N, d, d, {}};
  if (const std::string why = schedule->why_not(shape, {}); !why.empty()) sim::raise(GraphError(0, why));
  const auto planned = schedule->plan(shape, {}, M);
  if (!planned || !planned->fits())
    sim::raise(GraphError(0, std::string(schedule->id) + " needs at least " +
                                 to_string(schedule->smallest_M(shape, {})) + " words of fast memory"));
  return traced_graph(schedule->traced(shape, {}, *planned, M), std::string(name));
}

}  // namespace redblue::proofs_check
