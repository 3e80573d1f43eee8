// A traced schedule as an execution: every vertex is a node, and its kind follows from its operands.
#include <redblue/proofs_check/prove/execution.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Kind = NodeInfo::Kind;
using sim::Vertex;

class TraceReader {
 public:
  TraceReader(const sim::Trace& trace, Execution& to) : trace_(trace), dag_(trace.dag), to_(to) {}

  void read() {
    for (Vertex v = 0; v < dag_.size(); ++v) {
      const auto all = dag_.operands(v);
      to_.operands.insert(to_.operands.end(), all.begin(), all.end());
      NodeInfo node = dag_.kind(v) == sim::Dag::Kind::input ? input(v) : value(v);
      node.operands_end = static_cast<std::uint32_t>(to_.operands.size());
      to_.nodes.push_back(node);
    }
    std::uint32_t number = 0;
    for (const sim::Move& m : trace_.moves) {
      ++number;
      const bool takes = m.kind == sim::Move::Kind::compute && m.term == sim::Move::takes_over;
      to_.moves.push_back({m.kind, m.v, takes ? dag_.in_place(m.v) : no_node, number});
    }
    outputs();
  }

 private:
  NodeInfo input(Vertex v) const {
    const sim::Tensor t = trace_.tensor_of(v);
    NodeInfo n;
    n.kind = t == sim::tensor::Q ? Kind::Q : t == sim::tensor::K ? Kind::K : Kind::V;
    n.row = trace_.places[v].row;
    n.col = trace_.places[v].col;
    return n;
  }

  /// The operand of this kind, or none.
  [[nodiscard]] Node operand(Vertex v, Kind kind) const {
    for (const Vertex u : dag_.operands(v))
      if (u != dag_.in_place(v) && to_.nodes[u].kind == kind) return u;
    return no_node;
  }

  NodeInfo value(Vertex v) {
    const Vertex place = dag_.in_place(v);
    const Node q = operand(v, Kind::Q), k = operand(v, Kind::K), w = operand(v, Kind::V);
    if (q != no_node && k != no_node) return score(v, to_.nodes[q], to_.nodes[k]);
    if (const Node p = operand(v, Kind::score); w != no_node && p != no_node) return output(v, p, w);
    const bool copy = place == sim::no_vertex && dag_.operands(v).size() == 1;
    const Node from = copy ? dag_.operands(v)[0] : place == sim::no_vertex ? no_node : place;
    return from == no_node ? NodeInfo{} : same(from);
  }

  /// The sum of `from`, scaled, exponentiated or copied.
  [[nodiscard]] NodeInfo same(Node from) const {
    const NodeInfo& f = to_.nodes[from];
    if (f.kind != Kind::score && f.kind != Kind::output) return {};
    NodeInfo n = f;
    n.is_product = false;
    n.parent = from;
    n.weight = no_node;
    return n;
  }

  NodeInfo product(Vertex v, Kind kind, std::int32_t row, std::int32_t col, std::int32_t inner) const {
    NodeInfo n{.kind = kind, .is_product = true, .row = row, .col = col, .inner = inner, .products = 1};
    const Vertex place = dag_.in_place(v);
    if (place == sim::no_vertex) return n;
    const NodeInfo& old = to_.nodes[place];
    if (old.kind == kind && old.row == row && old.col == col) n.parent = place, n.products += old.products;
    return n;
  }

  NodeInfo score(Vertex v, const NodeInfo& q, const NodeInfo& k) {
    if (q.col != k.col) mismatch("scores", v, "a column of Q meets another column of K");
    return product(v, Kind::score, q.row, k.row, q.col);
  }

  NodeInfo output(Vertex v, Node p, Node w) {
    const NodeInfo &weight = to_.nodes[p], &value = to_.nodes[w];
    if (weight.col != value.row) mismatch("scores", v, "the weight of one key meets the value of another");
    NodeInfo n = product(v, Kind::output, weight.row, value.col, value.row);
    n.weight = p;
    return n;
  }

  void mismatch(std::string_view step, Vertex v, std::string what) {
    if (to_.broken) return;
    std::size_t move = 1;
    for (const sim::Move& m : trace_.moves) {
      if (m.kind == sim::Move::Kind::compute && m.v == v) break;
      ++move;
    }
    to_.broken = Broken{step, move, std::move(what)};
  }

  void outputs() {
    const auto [Nq, Nk, dk, dv, mask] = to_.shape;
    to_.outputs.assign(static_cast<std::size_t>(Nq * dv), no_node);
    for (const Vertex v : dag_.outputs()) {
      const NodeInfo& n = to_.nodes[v];
      if (n.kind == Kind::output && trace_.tensor_of(v) == sim::tensor::O)
        to_.outputs[static_cast<std::size_t>(n.row * dv + n.col)] = v;
    }
  }

  const sim::Trace& trace_;
  const sim::Dag& dag_;
  Execution& to_;
};

}  // namespace

Execution execution_of(const sim::Trace& trace, const AttentionShape& shape, Words M) {
  Execution e{shape, M, {}, {}, {}, {}, {}};
  TraceReader(trace, e).read();
  return e;
}

}  // namespace redblue::proofs_check::prove
