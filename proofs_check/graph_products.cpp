// Matrix products: attention, matmul, Strassen.
#include <redblue/proofs_check/families.hpp>
#include <redblue/proofs_check/graph_builder.hpp>

namespace redblue::proofs_check::families {
namespace {

using sim::Vertex;
using Sum = GraphBuilder::Sum;

struct Pair {
  Vertex a;
  Vertex b;
};

/// How the sums of products of a graph are written down.
struct Form {
  bool fused;  ///< terms a b of one accumulation
  Sum sum;
};

Form form_of(const Arguments& a) {
  if (a.chain) return {false, Sum::chain};
  if (a.tree) return {false, Sum::tree};
  return {!a.products, Sum::at_once};
}

/// The sum of the products of `pairs`.
Vertex dot(GraphBuilder& g, const std::string& label, const std::vector<Pair>& pairs, Form form) {
  if (form.fused) {
    const Vertex v = g.acc(label);
    for (const Pair& p : pairs) g.term(p.a, p.b);
    return v;
  }
  const bool is_sum = pairs.size() == 1 && form.sum != Sum::at_once;
  std::vector<Vertex> products;
  for (std::size_t t = 0; t < pairs.size(); ++t)
    products.push_back(g.val(is_sum ? label : label + ":" + std::to_string(t), pairs[t].a, pairs[t].b));
  return g.sum(label, std::move(products), form.sum);
}

}  // namespace

void attention(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const Form form = form_of(a);
  const std::int64_t N = a.numbers[0], d = a.numbers[1];
  const auto at = [](std::int64_t i, std::int64_t columns, std::int64_t j) {
    return static_cast<std::size_t>(i * columns + j);
  };
  const std::vector<Vertex> q = g.inputs("q", N, d), k = g.inputs("k", N, d), v = g.inputs("v", N, d);
  std::vector<Vertex> s, l;
  for (std::int64_t i = 0; i < N; ++i)
    for (std::int64_t j = 0; j < N; ++j) {
      std::vector<Pair> pairs;
      for (std::int64_t c = 0; c < d; ++c) pairs.push_back({q[at(i, d, c)], k[at(j, d, c)]});
      s.push_back(dot(g, indexed("s", i, j), pairs, form));
    }
  for (std::int64_t i = 0; a.row_sums && i < N; ++i)
    l.push_back(g.sum(indexed("l", i), {s.begin() + i * N, s.begin() + (i + 1) * N}, form.sum));
  for (std::int64_t i = 0; i < N; ++i)
    for (std::int64_t c = 0; c < d; ++c) {
      std::vector<Pair> pairs;
      for (std::int64_t j = 0; j < N; ++j) pairs.push_back({s[at(i, N, j)], v[at(j, d, c)]});
      const bool divided_apart = a.row_sums && !form.fused;
      Vertex o = dot(g, indexed(divided_apart ? "u" : "o", i, c), pairs, form);
      const auto row = static_cast<std::size_t>(i);
      if (divided_apart)
        o = g.val(indexed("o", i, c), o, l[row]);
      else if (a.row_sums)
        g.term(l[row], true);
      g.output(o);
    }
}

void matmul(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const Form form = form_of(a);
  const std::int64_t m = a.numbers[0], n = a.numbers[1], k = a.numbers[2];
  const std::vector<Vertex> A = g.inputs("a", m, k), B = g.inputs("b", k, n);
  for (std::int64_t i = 0; i < m; ++i)
    for (std::int64_t j = 0; j < n; ++j) {
      std::vector<Pair> pairs;
      for (std::int64_t c = 0; c < k; ++c)
        pairs.push_back({A[static_cast<std::size_t>(i * k + c)], B[static_cast<std::size_t>(c * n + j)]});
      g.output(dot(g, indexed("c", i, j), pairs, form));
    }
}

namespace {

/// A square block of vertices, row by row.
struct Block {
  std::size_t n;
  std::vector<Vertex> cells;

  [[nodiscard]] Block quarter(std::size_t row, std::size_t column) const {
    Block b{n / 2, {}};
    for (std::size_t i = 0; i < b.n; ++i)
      for (std::size_t j = 0; j < b.n; ++j) b.cells.push_back(cells[(row * b.n + i) * n + column * b.n + j]);
    return b;
  }
};

/// Strassen 1969: seven products of half the size. Sums and differences are binary vertices alike.
class Strassen {
 public:
  explicit Strassen(GraphBuilder& g) : g_(g) {}

  Block multiply(const Block& A, const Block& B) {
    if (A.n == 1) return {1, {g_.val(indexed("p", products_++), A.cells[0], B.cells[0])}};
    const Block a = A.quarter(0, 0), b = A.quarter(0, 1), c = A.quarter(1, 0), d = A.quarter(1, 1);
    const Block e = B.quarter(0, 0), f = B.quarter(0, 1), g = B.quarter(1, 0), h = B.quarter(1, 1);
    const Block m1 = multiply(add(a, d), add(e, h)), m2 = multiply(add(c, d), e), m3 = multiply(a, add(f, h));
    const Block m4 = multiply(d, add(g, e)), m5 = multiply(add(a, b), h), m6 = multiply(add(c, a), add(e, f));
    const Block m7 = multiply(add(b, d), add(g, h));
    return join(add(add(add(m1, m4), m5), m7), add(m3, m5), add(m2, m4), add(add(add(m1, m2), m3), m6));
  }

 private:
  Block add(const Block& a, const Block& b) {
    Block sum{a.n, {}};
    for (std::size_t i = 0; i < a.cells.size(); ++i)
      sum.cells.push_back(g_.val(indexed("t", sums_++), a.cells[i], b.cells[i]));
    return sum;
  }
  static Block join(const Block& a, const Block& b, const Block& c, const Block& d) {
    Block all{2 * a.n, {}};
    for (std::size_t i = 0; i < all.n; ++i)
      for (std::size_t j = 0; j < all.n; ++j) {
        const Block& part = i < a.n ? (j < a.n ? a : b) : (j < a.n ? c : d);
        all.cells.push_back(part.cells[i % a.n * a.n + j % a.n]);
      }
    return all;
  }

  GraphBuilder& g_;
  std::int64_t products_ = 0;
  std::int64_t sums_ = 0;
};

}  // namespace

void strassen(const Arguments& a, NamedGraph& graph) {
  GraphBuilder g(graph);
  const std::int64_t n = std::int64_t{1} << a.numbers[0];
  const Block A{static_cast<std::size_t>(n), g.inputs("a", n, n)}, B{A.n, g.inputs("b", n, n)};
  for (const Vertex v : Strassen(g).multiply(A, B).cells) g.output(v);
}

}  // namespace redblue::proofs_check::families
