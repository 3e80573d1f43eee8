#include <redblue/proofs_check/prove/useful.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Kind = NodeInfo::Kind;

std::string at(std::string_view letter, Extent i, Extent j) {
  return std::string(letter) + "_" + std::to_string(i) + "_" + std::to_string(j);
}

class Tracer {
 public:
  explicit Tracer(const Execution& e)
      : e_(e),
        made_by_(e.nodes.size()),
        stored_by_(e.nodes.size()),
        whole_(e.nodes.size()),
        chosen_(static_cast<std::size_t>(e.shape.Nq * e.shape.Nk)) {
    found_.marks.resize(e.nodes.size());
    for (const NodeMove& m : e.moves) {
      if (m.kind == sim::Move::Kind::compute) made_by_[m.node] = m.number;
      if (m.kind == sim::Move::Kind::store) stored_by_[m.node] = m.number;
    }
  }

  Useful run() {
    const auto [Nq, Nk, dk, dv, mask] = e_.shape;
    for (Extent i = 0; i < Nq && !found_.broken; ++i)
      for (Extent c = 0; c < dv && !found_.broken; ++c) output(i, c);
    return std::move(found_);
  }

 private:
  void fail(std::string_view step, std::size_t move, std::string what) {
    if (!found_.broken) found_.broken = Broken{step, move, std::move(what)};
  }

  /// Back along the accumulator: every key that the query sees, once.
  void output(Extent i, Extent c) {
    const Node stored = e_.outputs[static_cast<std::size_t>(i * e_.shape.dv + c)];
    if (stored == no_node || e_.nodes[stored].kind != Kind::output)
      return fail("sum", 0, at("o", i, c) + " is not in slow memory at the end");
    const Range sees = e_.shape.visible(i);
    std::vector<Node> by_key(static_cast<std::size_t>(sees.size()), no_node);
    Node first = no_node;
    for (Node n = stored; n != no_node; n = e_.nodes[n].parent) {
      const NodeInfo& info = e_.nodes[n];
      if (!info.is_product || !sees.contains(info.inner)) continue;
      Node& of_key = by_key[static_cast<std::size_t>(info.inner - sees.begin)];
      if (of_key != no_node)
        return fail("sum", made_by_[of_key],
                    at("o", i, c) + " takes key " + std::to_string(info.inner) + " a second time");
      of_key = first = n;
    }
    for (std::size_t j = 0; j < by_key.size(); ++j)
      if (by_key[j] == no_node)
        return fail("sum", stored_by_[stored],
                    at("o", i, c) + " is stored without the product of key " +
                        std::to_string(sees.begin + static_cast<Extent>(j)));
    found_.marks[first].first_event = true;
    for (const Node n : by_key) event(n);
  }

  void event(Node n) {
    found_.marks[n].event = true;
    const NodeInfo& info = e_.nodes[n];
    if (const std::string lacking = score(info.weight); !lacking.empty())
      return fail("scores", made_by_[n], at("o", info.row, info.col) + " uses " + lacking);
    const auto pair = static_cast<std::size_t>(info.row * e_.shape.Nk + info.inner);
    if (chosen_[pair]) return;
    chosen_[pair] = true;
    for (Node m = info.weight; m != no_node; m = e_.nodes[m].parent) found_.marks[m].chosen = true;
  }

  /// Marks the lineage of a weight; what is wrong with it, or nothing.
  std::string score(Node weight) {
    if (whole_[weight]) return {};
    const auto dk = static_cast<std::size_t>(e_.shape.dk);
    std::vector<bool> columns(dk);
    std::size_t products = 0;
    Node n = weight;
    for (; n != no_node && !whole_[n]; n = e_.nodes[n].parent) {
      found_.marks[n].score = true;
      if (!e_.nodes[n].is_product) continue;
      const auto c = static_cast<std::size_t>(e_.nodes[n].inner);
      if (columns[c]) return name(weight) + " with column " + std::to_string(c) + " in it twice";
      columns[c] = true;
      ++products;
    }
    if (n != no_node && products > 0) return name(weight) + " with more products than columns";
    if (n == no_node && products != dk)
      return name(weight) + " after " + std::to_string(products) + " of its " + std::to_string(dk) +
             " products";
    for (Node m = weight; m != n; m = e_.nodes[m].parent) {
      whole_[m] = true;
      if (e_.nodes[m].is_product) break;  // below it the sum is not whole yet
    }
    return {};
  }
  [[nodiscard]] std::string name(Node n) const { return at("s", e_.nodes[n].row, e_.nodes[n].col); }

  const Execution& e_;
  Useful found_;
  std::vector<std::uint32_t> made_by_, stored_by_;
  std::vector<bool> whole_;   ///< by node: a score with all of its products
  std::vector<bool> chosen_;  ///< by pair
};

}  // namespace

Useful useful(const Execution& execution) { return Tracer(execution).run(); }

}  // namespace redblue::proofs_check::prove
