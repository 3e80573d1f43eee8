// A pebbling of an attention graph as an execution: each term that a copy takes makes a new node.
#include <charconv>

#include <redblue/proofs_check/instances.hpp>
#include <redblue/proofs_check/prove/execution.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Kind = NodeInfo::Kind;
using sim::Vertex;
using MoveKind = sim::Move::Kind;

/// What vertex v of the graph is, from its place in the file: q, k, v, then s, l, o (graph_products.cpp).
class Vertices {
 public:
  Vertices(const NamedGraph& graph, const AttentionShape& s) : dag_(graph.dag), N_(s.Nq), d_(s.dk) {}

  [[nodiscard]] NodeInfo info(Vertex v) const {
    Extent at = v;
    for (const Kind kind : {Kind::Q, Kind::K, Kind::V}) {
      if (at < N_ * d_) return made(kind, at, d_);
      at -= N_ * d_;
    }
    if (at < N_ * N_) return made(Kind::score, at, N_);
    at -= N_ * N_;
    const Extent sums = static_cast<Extent>(dag_.size()) - 4 * N_ * d_ - N_ * N_;
    return at < sums ? NodeInfo{} : made(Kind::output, at - sums, d_);
  }

 private:
  static NodeInfo made(Kind kind, Extent at, Extent columns) {
    NodeInfo n;
    n.kind = kind;
    n.row = static_cast<std::int32_t>(at / columns);
    n.col = static_cast<std::int32_t>(at % columns);
    return n;
  }
  const sim::Dag& dag_;
  Extent N_, d_;
};

class PebblingReader {
 public:
  PebblingReader(const NamedGraph& graph, Rules rules, Execution& to)
      : dag_(graph.dag),
        vertices_(graph, to.shape),
        in_terms_(rules == Rules::partial || rules == Rules::partial_recompute),
        to_(to),
        fast_(dag_.size(), no_node),
        slow_(dag_.size(), no_node) {
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (dag_.kind(v) == sim::Dag::Kind::input) slow_[v] = add(vertices_.info(v), {});
  }

  void play(const sim::Move& m) {
    ++number_;
    switch (m.kind) {
      case MoveKind::load:
        fast_[m.v] = slow_[m.v];
        return move(m.kind, fast_[m.v], no_node);
      case MoveKind::store:
        slow_[m.v] = fast_[m.v];
        return move(m.kind, fast_[m.v], no_node);
      case MoveKind::discard:
        move(m.kind, fast_[m.v], no_node);
        fast_[m.v] = no_node;
        return;
      case MoveKind::compute:
        if (in_terms_ && dag_.kind(m.v) == sim::Dag::Kind::acc)
          return term(m.v, static_cast<std::uint32_t>(m.term));
        for (std::uint32_t t = 0; t < dag_.term_count(m.v); ++t) term(m.v, t);
    }
  }

  void finish() {
    const auto [Nq, Nk, dk, dv, mask] = to_.shape;
    to_.outputs.resize(static_cast<std::size_t>(Nq * dv), no_node);
    for (const Vertex v : dag_.outputs()) {
      const NodeInfo n = vertices_.info(v);
      to_.outputs[static_cast<std::size_t>(n.row * dv + n.col)] = slow_[v];
    }
  }

 private:
  Node add(NodeInfo n, std::initializer_list<Node> operands) {
    to_.operands.insert(to_.operands.end(), operands);
    n.operands_end = static_cast<std::uint32_t>(to_.operands.size());
    to_.nodes.push_back(n);
    return static_cast<Node>(to_.nodes.size() - 1);
  }
  void move(MoveKind kind, Node node, Node frees) { to_.moves.push_back({kind, node, frees, number_}); }

  /// Term t of v is added to its fast copy, in place, or starts one.
  void term(Vertex v, std::uint32_t t) {
    const auto operands = dag_.term(v, t);
    const Node a = fast_[operands[0]], b = operands.size() > 1 ? fast_[operands[1]] : a;
    NodeInfo n = vertices_.info(v);
    n.parent = fast_[v];
    n.products = n.parent == no_node ? 0 : to_.nodes[n.parent].products;
    n.is_product = n.kind != Kind::other && operands.size() > 1;
    if (n.is_product) {
      n.inner = static_cast<std::int32_t>(t);
      n.products += 1;
      if (n.kind == Kind::output) n.weight = a;
    }
    const Node old = n.parent;
    fast_[v] = old == no_node ? add(n, {a, b}) : add(n, {a, b, old});
    move(MoveKind::compute, fast_[v], old);
  }

  const sim::Dag& dag_;
  Vertices vertices_;
  bool in_terms_;
  Execution& to_;
  std::vector<Node> fast_, slow_;  ///< what each copy of a vertex holds
  std::uint32_t number_ = 0;
};

}  // namespace

std::optional<AttentionShape> attention_shape(const NamedGraph& graph) {
  constexpr std::string_view family = "attention:";
  if (!graph.name.starts_with(family)) return std::nullopt;
  const char* const end = graph.name.data() + graph.name.size();
  Extent N = 0, d = 0;
  const auto first = std::from_chars(graph.name.data() + family.size(), end, N);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ',') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, d);
  const std::string_view flags(second.ptr, end);
  if (second.ec != std::errc{} || (!flags.empty() && flags != "+l")) return std::nullopt;
  constexpr Extent most = 1 << 15;  // the product below stays small; no such graph can be built
  if (N < 1 || d < 1 || N > most || d > most) return std::nullopt;
  const Extent vertices = 4 * N * d + N * N + (flags.empty() ? 0 : N);
  if (static_cast<Extent>(graph.dag.size()) != vertices) return std::nullopt;
  if (graph_text(named_graph(graph.name)) != graph_text(graph)) return std::nullopt;
  return AttentionShape::square(N, d);
}

Execution execution_of(const NamedGraph& graph, const sim::Moves& moves, Rules rules, Words M) {
  const auto shape = attention_shape(graph);
  if (!shape)
    sim::raise(sim::InvalidArgument(
        graph.name + ": proofs are tested on attention:N,d and attention:N,d+l (no other form)"));
  Execution e{*shape, M, {}, {}, {}, {}, {}};
  PebblingReader reader(graph, rules, e);
  for (const sim::Move& m : moves) reader.play(m);
  reader.finish();
  return e;
}

}  // namespace redblue::proofs_check::prove
