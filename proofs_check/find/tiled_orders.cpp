// The loop nests of theory 2 as orders of the steps of attention and matmul graphs.
#include <algorithm>
#include <array>
#include <numeric>

#include <redblue/proofs_check/find/orders.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Key = std::array<std::int64_t, 7>;

/// Which loop indices a step belongs to: C[i,j] += A[i,c] B[c,j] is (product, i, j, c).
struct Cell {
  int phase;             ///< 0 scores or product, 1 row sums, 2 output terms, 3 last terms
  std::int64_t i, j, c;  ///< j of a last term is one past all keys
};

/// The cell of every step, in step order; nothing where the graph is none of ours.
class Cells {
 public:
  Cells(const KnownFamily& family, const StepList& steps) {
    const std::vector<std::int64_t>& n = family.numbers;
    attention_ = family.id == "attention" && (family.flags.empty() || family.flags == "+l");
    if (!attention_ && (family.id != "matmul" || !family.flags.empty())) return;
    rows_ = n[0];
    columns_ = attention_ ? n[0] : n[1];
    inner_ = attention_ ? n[1] : n[2];
    cells_.reserve(steps.size());
    for (StepId s = 0; s < steps.size(); ++s) {
      if (steps.term(s) < 0) {  // rules without terms
        cells_.clear();
        return;
      }
      cells_.push_back(cell_of(steps, s, family.flags == "+l"));
    }
  }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] bool attention() const { return attention_; }
  [[nodiscard]] std::int64_t rows() const { return rows_; }
  [[nodiscard]] std::int64_t columns() const { return columns_; }
  [[nodiscard]] std::int64_t inner() const { return inner_; }

  /// The steps sorted by what `key` gives, ties by number: by counting, last component first, for there may
  /// be millions of them. Nothing where `over` said to stop.
  template <class GetKey>
  [[nodiscard]] std::optional<Order> sorted(const GetKey& key, const std::function<bool()>& over) const {
    Order order(cells_.size()), next(cells_.size());
    std::iota(order.begin(), order.end(), StepId{0});
    std::vector<std::int64_t> component(cells_.size());
    for (std::size_t k = std::tuple_size_v<Key>; k-- > 0;) {
      if (over && over()) return std::nullopt;
      for (StepId s = 0; s < cells_.size(); ++s) component[s] = key(cells_[s])[k];
      const auto [low, high] = std::ranges::minmax(component);
      if (low == high) continue;
      std::vector<std::uint32_t> place(static_cast<std::size_t>(high - low + 2));
      for (const std::int64_t x : component) ++place[static_cast<std::size_t>(x - low + 1)];
      std::partial_sum(place.begin(), place.end(), place.begin());
      for (const StepId s : order) next[place[static_cast<std::size_t>(component[s] - low)]++] = s;
      order.swap(next);
    }
    return order;
  }

 private:
  [[nodiscard]] Cell cell_of(const StepList& steps, StepId s, bool row_sums) const {
    const std::int64_t t = steps.term(s);
    const std::int64_t inputs = attention_ ? 3 * rows_ * inner_ : inner_ * (rows_ + columns_);
    std::int64_t v = steps.target(s) - inputs;  // scores or the product first
    if (v < rows_ * columns_) return {0, v / columns_, v % columns_, t};
    v -= rows_ * columns_;
    if (row_sums && v < rows_) return {1, v, t, 0};
    v -= row_sums ? rows_ : 0;
    return {steps.starred(s) ? 3 : 2, v / inner_, steps.starred(s) ? rows_ : t, v % inner_};
  }

  std::vector<Cell> cells_;
  bool attention_ = false;
  std::int64_t rows_ = 0, columns_ = 0, inner_ = 0;
};

/// `x`, running back and forth with the parity of the loop around it.
std::int64_t snake(std::int64_t x, std::int64_t around) { return around % 2 == 0 ? x : -x; }

/// How a flash tile is worked through: a column of K or V at once, or row by row with the scores of the tile
/// kept, or every row from its scores to its outputs, where the columns may turn with the keys.
enum class Within { columns, scores, rows, turning_rows };

/// One pass over K and V per block of rows, `Bc` keys at a time.
Key fused(Cell c, std::int64_t Br, std::int64_t Bc, std::int64_t columns, Within within) {
  const std::int64_t I = c.i / Br;
  const bool divides = c.phase == 3;  // right after the last key that the output waits for
  if (divides) c = {2, c.i, I % 2 == 0 ? columns - 1 : std::min(Bc, columns) - 1, c.c};
  const std::int64_t J = snake(c.j / Bc, I);
  switch (within) {
    case Within::columns:
      return {I, J, c.phase, c.c, c.j, c.i, divides};
    case Within::scores:
      return {I, J, c.phase, c.i, c.j, c.c, divides};
    case Within::rows:
      return {I, J, c.i, c.phase, c.j, c.c, divides};
    case Within::turning_rows:
      break;
  }
  return {I, J, c.i, c.phase, c.j, snake(c.c, I), divides};
}

/// Rows of a block of flash tiles: one, and those around the sizes that fill M by one rule or another.
std::vector<std::int64_t> sizes_near(std::int64_t M, std::int64_t d, std::int64_t rows) {
  std::vector<std::int64_t> sizes{1};
  for (const std::int64_t target :
       {(M - 1) / (2 * d + 1), (M - 1) / (d + 1), M / (2 * d + 3), M / (d + 2), M / d})
    for (const std::int64_t n :
         {target, sim::ceil_div(rows, sim::ceil_div(rows, std::max<std::int64_t>(1, target))), target + 1,
          target - 1})
      if (n >= 1 && n <= rows && std::find(sizes.begin(), sizes.end(), n) == sizes.end()) sizes.push_back(n);
  return sizes;
}

/// Tiles of a product: b1 x b2 of the result stay while the inner index runs.
struct Blocks {
  std::int64_t b1, b2;
};

/// A product after the other, or block of rows by block of rows; the row sums with the first tiles of the
/// second product, which see every word of P once, or with the scores.
Key phases(const Cell& c, Blocks scores, Blocks output, std::int64_t columns, bool by_rows,
           bool sums_with_scores) {
  const bool second = c.phase >= 2 || (c.phase == 1 && !sums_with_scores);
  const Blocks t = second ? output : scores;
  const std::int64_t I = c.i / t.b1;
  const std::int64_t block = by_rows ? c.i / scores.b1 : 0;
  if (c.phase == 1 && !second) return {block, 0, I, snake(c.j / t.b2, I), columns, c.i, c.j};
  const std::int64_t first = I % 2 == 0 ? 0 : -((columns - 1) / t.b2);
  if (c.phase == 1) return {block, 1, I, first, c.j, c.i, -1};
  const std::int64_t column = second ? c.c : c.j, inner = second ? c.j : c.c;
  // The shorter side of the tile is held while the other operand streams past.
  if (t.b1 < t.b2) return {block, second, I, snake(column / t.b2, I), inner, column, c.i};
  return {block, second, I, snake(column / t.b2, I), inner, c.i, column};
}

/// Block sizes that cut n words into equal parts.
std::vector<std::int64_t> even_sizes(std::int64_t n) {
  std::vector<std::int64_t> sizes;
  for (std::int64_t parts = 1; parts <= n; ++parts)
    if (const std::int64_t size = sim::ceil_div(n, parts); sizes.empty() || sizes.back() != size)
      sizes.push_back(size);
  return sizes;
}

/// Tiles of an R x C result that fit M words beside what streams past, those that move fewest words first.
std::vector<Blocks> tiles_of(std::int64_t R, std::int64_t C, std::int64_t M) {
  std::vector<Blocks> tiles;
  for (const std::int64_t b1 : even_sizes(R))
    for (const std::int64_t b2 : even_sizes(C))
      if (b1 * b2 + std::min(b1, b2) + 1 <= M) tiles.push_back({b1, b2});
  if (tiles.empty()) tiles.push_back({1, 1});
  const auto moved = [&](const Blocks& t) { return R * sim::ceil_div(C, t.b2) + C * sim::ceil_div(R, t.b1); };
  std::stable_sort(tiles.begin(), tiles.end(),
                   [&](const Blocks& a, const Blocks& b) { return moved(a) < moved(b); });
  return tiles;
}

}  // namespace

void each_tiled_order(const KnownFamily& family, const StepList& steps, std::int64_t M, std::size_t most,
                      const std::function<void(const Order&)>& f, const std::function<bool()>& over) {
  const Cells cells(family, steps);
  if (cells.empty()) return;
  const auto add = [&](const auto& key) {
    if (most == 0) return;
    const auto order = cells.sorted(key, over);
    most = order ? most - 1 : 0;
    if (order) f(*order);
  };
  const std::int64_t N = cells.rows(), columns = cells.columns(), d = cells.inner();
  const std::vector<Blocks> scores = tiles_of(N, columns, M);
  if (!cells.attention()) {
    for (const Blocks& t : scores) add([&](const Cell& c) { return phases(c, t, t, columns, false, false); });
    return;
  }
  const std::vector<Blocks> outputs = tiles_of(N, d, M);
  std::vector<Blocks> first;  // tiles of the scores: a block of Q that stays while keys pass, or square ones
  for (const std::int64_t Br : sizes_near(M, d, N))
    if (Br * d + 2 <= M && first.size() < 5) first.push_back({Br, 1});
  if (first.empty()) first.push_back({1, 1});
  // The largest block first: on graphs of many steps only the first few orders are tried.
  std::sort(first.begin(), first.end(), [](const Blocks& a, const Blocks& b) { return a.b1 > b.b1; });
  first.insert(first.begin() + 1, scores.begin(),
               scores.begin() + std::min<std::ptrdiff_t>(2, std::ssize(scores)));
  const auto add_phases = [&](std::size_t most_first, std::size_t most_outputs, bool by_rows,
                              bool with_scores) {
    for (std::size_t i = 0; i < std::min(most_first, first.size()); ++i)
      for (std::size_t j = 0; j < std::min(most_outputs, outputs.size()); ++j)
        add([&](const Cell& c) { return phases(c, first[i], outputs[j], d, by_rows, with_scores); });
  };
  add_phases(3, 1, false, false);
  for (const std::int64_t Br : sizes_near(M, d, N)) {
    for (const Within within : {Within::columns, Within::rows, Within::turning_rows, Within::scores})
      add([&](const Cell& c) { return fused(c, Br, 1, columns, within); });
    for (const std::int64_t Bc : {(M - 2 * d * Br) / (Br + 1), (M - d * Br) / (Br + d)})
      if (Bc > 1)
        add([&](const Cell& c) { return fused(c, Br, std::min(Bc, columns), columns, Within::columns); });
  }
  for (const bool with_scores : {false, true})
    for (const bool by_rows : {false, true}) add_phases(first.size(), 4, by_rows, with_scores);
}

}  // namespace redblue::proofs_check::finder
