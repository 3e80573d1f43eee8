// The loop nests of theory 2 as orders of the steps of attention and matmul graphs.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <redblue/proofs_check/find/orders.hpp>

namespace redblue::proofs_check::find {
namespace {

using sim::Vertex;

/// Which loop indices a step belongs to: C[i,j] += A[i,c] B[c,j] is (product, i, j, c).
struct Cell {
  int phase;  ///< 0 scores or product, 1 row sums, 2 output terms, 3 last terms
  std::int64_t i, j, c;
};

/// "s_3_4" as its letter and numbers; false for any other label.
bool read_label(const std::string& label, char& letter, std::int64_t& a, std::int64_t& b) {
  const char* const end = label.data() + label.size();
  if (label.size() < 3 || label[1] != '_') return false;
  letter = label[0];
  auto [at, error] = std::from_chars(label.data() + 2, end, a);
  b = 0;
  if (error != std::errc{}) return false;
  if (at == end) return true;
  if (*at != '_') return false;
  const auto second = std::from_chars(at + 1, end, b);
  return second.ec == std::errc{} && second.ptr == end;
}

/// The cell of every step, in step order; nothing where the graph is none of ours.
class Cells {
 public:
  Cells(const NamedGraph& graph, const StepList& steps) {
    const bool attention = graph.name.starts_with("attention:");
    if (!attention && !graph.name.starts_with("matmul:")) return;
    std::vector<Cell> found;
    for (StepId s = 0; s < steps.size(); ++s) {
      const Vertex v = steps.target(s);
      char letter = 0;
      std::int64_t a = 0, b = 0;
      if (steps.term(s) < 0 || !read_label(graph.labels[v], letter, a, b)) return;
      const std::int64_t t = steps.term(s);
      if (attention && letter == 's') found.push_back({0, a, b, t});
      else if (attention && letter == 'l') found.push_back({1, a, t, 0});
      else if (attention && letter == 'o') found.push_back({steps.starred(s) ? 3 : 2, a, steps.starred(s) ? 0 : t, b});
      else if (!attention && letter == 'c') found.push_back({0, a, b, t});
      else return;
    }
    cells_ = std::move(found);
    for (const Cell& c : cells_) {
      rows_ = std::max(rows_, c.i + 1);
      columns_ = std::max(columns_, c.j + 1);
      inner_ = std::max(inner_, c.c + 1);
    }
    attention_ = attention;
  }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] bool attention() const { return attention_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] std::int64_t columns() const { return columns_; }
  [[nodiscard]] std::int64_t inner() const { return inner_; }

  /// The steps sorted by what `key` gives, ties by number.
  template <class Key>
  [[nodiscard]] Order sorted(const Key& key) const {
    std::vector<std::pair<decltype(key(cells_[0])), StepId>> all;
    for (StepId s = 0; s < cells_.size(); ++s) all.emplace_back(key(cells_[s]), s);
    std::sort(all.begin(), all.end());
    Order order;
    for (const auto& [k, s] : all) order.push_back(s);
    return order;
  }

 private:
  std::vector<Cell> cells_;
  bool attention_ = false;
  std::int64_t rows_ = 0, columns_ = 0, inner_ = 0;
};

using Key = std::array<std::int64_t, 8>;

/// `x`, running back and forth with the parity of the loop around it.
std::int64_t snake(std::int64_t x, std::int64_t around) { return around % 2 == 0 ? x : -x; }

/// One pass over K and V per block of rows, `Bc` keys at a time; `by_column`: a column of the tile at once.
Key fused(const Cell& c, std::int64_t Br, std::int64_t Bc, bool by_column) {
  const std::int64_t I = c.i / Br, J = snake(c.j / Bc, I);
  if (c.phase == 3) return {I, INT64_MAX, 3, c.i, c.c, 0, 0, 0};
  const bool first = c.phase == 0;
  return by_column ? Key{I, J, c.phase, first ? c.c : c.c, c.j, c.i, 0, 0} : Key{I, J, c.phase, c.i, c.j, c.c, 0, 0};
}

/// A product after the other; b1 x b2 of the result stay while the inner index runs.
Key phases(const Cell& c, std::int64_t b1, std::int64_t b2) {
  const std::int64_t I = c.i / b1;
  const bool scores = c.phase == 0;
  const std::int64_t column = scores ? c.j : c.c, inner = scores ? c.c : c.j;
  if (c.phase == 1) return {1, c.i, c.j, 0, 0, 0, 0, 0};
  return {scores ? 0 : 2, I, snake(column / b2, I), c.phase == 3 ? INT64_MAX : inner, c.i, column, 0, 0};
}

/// A block of rows of P at a time, then what it contributes: P is never written whole.
Key row_blocks(const Cell& c, std::int64_t Br, std::int64_t b2) {
  const std::int64_t I = c.i / Br;
  const bool scores = c.phase == 0;
  const std::int64_t column = scores ? c.j : c.c, inner = scores ? c.c : c.j;
  if (c.phase == 1) return {I, 1, c.j, c.i, 0, 0, 0, 0};
  return {I, scores ? 0 : 2, snake(column / b2, I), c.phase == 3 ? INT64_MAX : inner, c.i, column, 0, 0};
}

/// Sizes from 1 to `most` worth trying: around each target and its half.
std::vector<std::int64_t> sizes_near(std::initializer_list<double> targets, std::int64_t most) {
  std::vector<std::int64_t> sizes;
  for (const double t : targets)
    for (const std::int64_t n : {std::int64_t(t), std::int64_t(t) + 1, std::int64_t(t) - 1})
      sizes.push_back(std::clamp<std::int64_t>(n, 1, most));
  std::vector<std::int64_t> distinct;
  for (const std::int64_t n : sizes)
    if (std::find(distinct.begin(), distinct.end(), n) == distinct.end()) distinct.push_back(n);
  return distinct;
}

}  // namespace

std::vector<Order> tiled_orders(const NamedGraph& graph, const StepList& steps, std::int64_t M, std::size_t most) {
  const Cells cells(graph, steps);
  std::vector<Order> orders;
  if (cells.empty()) return orders;
  const auto add = [&](const auto& key) {
    if (orders.size() < most) orders.push_back(cells.sorted(key));
  };
  const auto m = static_cast<double>(M);
  const auto d = static_cast<double>(cells.inner());
  const std::int64_t N = cells.rows();
  for (const std::int64_t Br : sizes_near({(m - 1) / (2 * d + 1), m / (2 * d + 3), m / (d + 2), m / d}, N)) {
    if (!cells.attention()) break;
    for (const bool by_column : {true, false}) add([&](const Cell& c) { return fused(c, Br, 1, by_column); });
    const double keys = (m - 2 * d * static_cast<double>(Br)) / static_cast<double>(Br + 1);
    for (const std::int64_t Bc : sizes_near({keys, std::sqrt(m)}, cells.columns()))
      if (Bc > 1) add([&](const Cell& c) { return fused(c, Br, Bc, true); });
  }
  const double side = std::sqrt(m + 1) - 1;
  for (const std::int64_t b1 : sizes_near({side, m / 2 - 1, 1}, N))
    for (const std::int64_t b2 : sizes_near({(m - static_cast<double>(b1)) / static_cast<double>(b1 + 1), side}, std::max(cells.columns(), cells.inner()))) {
      add([&](const Cell& c) { return phases(c, b1, b2); });
      if (cells.attention()) add([&](const Cell& c) { return row_blocks(c, b1, b2); });
    }
  return orders;
}

}  // namespace redblue::proofs_check::find
