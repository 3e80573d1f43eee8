#include <algorithm>
#include <utility>

#include <redblue/proofs_check/check/families.hpp>
#include <redblue/proofs_check/check/root.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Dag;
using sim::Vertex;
using Wide = __int128;

using Marks = std::vector<char>;
constexpr std::uint64_t none = ~std::uint64_t{0};

std::uint64_t tree_part(std::uint64_t X, std::uint64_t) { return 2 * X - 1; }
std::uint64_t matmul_part(std::uint64_t X, std::uint64_t) {
  return static_cast<std::uint64_t>(floor_root(Wide{X} * X * X / 4));
}
std::uint64_t attention_part(std::uint64_t X, std::uint64_t d) {
  const Wide cube = Wide{X} * X * X;
  return static_cast<std::uint64_t>(floor_root(std::max(cube / 4, cube * X / (Wide{27} * d * d))));
}
std::uint64_t scores_part(std::uint64_t X, std::uint64_t d) {
  return std::max(X, static_cast<std::uint64_t>(Wide{X} * X / (Wide{4} * d * d)));
}
/// X, and twice the ones in the binary digits of all numbers below X.
std::uint64_t fft_part(std::uint64_t X, std::uint64_t) {
  std::uint64_t part = X;
  for (std::uint64_t block = 1; block < X; block *= 2) {
    const std::uint64_t rest = X % (2 * block);
    part += 2 * (X / (2 * block) * block + (rest > block ? rest - block : 0));
  }
  return part;
}

bool is_fft(const Dag& dag, std::uint64_t layers) {
  if (layers > 32 || dag.size() != (layers + 1) << layers) return false;
  const std::uint64_t points = std::uint64_t{1} << layers;
  for (Vertex v = 0; v < dag.size(); ++v) {
    if ((dag.kind(v) == Dag::Kind::input) != (v < points)) return false;
    if (v < points) continue;
    const std::uint64_t below = v - points;
    const std::uint64_t across = below ^ (std::uint64_t{1} << (v / points - 1));
    const auto operands = dag.operands(v);
    if (operands.size() != 2 || std::min(operands[0], operands[1]) != std::min(below, across) ||
        std::max(operands[0], operands[1]) != std::max(below, across))
      return false;
  }
  return true;
}

/// Every vertex has one use at most; those that are no inputs have two operands or more.
bool is_forest(const Dag& dag) {
  std::vector<Vertex> use(dag.size(), sim::no_vertex);
  for (Vertex v = 0; v < dag.size(); ++v) {
    std::size_t operands = 0;
    for (const Vertex u : dag.operands(v)) {
      if (use[u] != sim::no_vertex && use[u] != v) return false;
      operands += use[u] == v ? 0 : 1;
      use[u] = v;
    }
    if (dag.kind(v) != Dag::Kind::input && operands < 2) return false;
  }
  return true;
}

/// The same class for all operands that have one; a vertex with operands of two classes belongs to no family.
bool joined(const Dag& dag, Vertex v, std::vector<std::uint64_t>& classes) {
  for (const Vertex u : dag.operands(v)) {
    if (classes[u] == none) continue;
    if (classes[v] != none && classes[v] != classes[u]) return false;
    classes[v] = classes[u];
  }
  return true;
}

/// Marks one place; false where it is marked already.
bool once(Marks& seen, std::uint64_t at) { return std::exchange(seen[at], 1) == 0; }

/// Products a_il b_lj, each triple once, whose uses and their uses all belong to one (i, j).
std::uint64_t matmul_products(const Dag& dag, std::uint64_t m, std::uint64_t n, std::uint64_t k) {
  const std::uint64_t A = m * k, inputs = A + k * n;
  std::vector<std::uint64_t> sum(dag.size(), none);
  Marks seen(m * n * k);
  std::uint64_t count = 0;
  for (Vertex v = 0; v < dag.size(); ++v) {
    if ((dag.kind(v) == Dag::Kind::input) != (v < inputs)) return 0;
    const auto operands = dag.operands(v);
    if (operands.size() == 2 && operands[0] < A && operands[1] >= A && operands[1] < inputs) {
      const std::uint64_t a = operands[0], b = operands[1] - A;
      sum[v] = a / k * n + b % n;
      if (a % k != b / n || !once(seen, sum[v] * k + a % k)) return 0;
      ++count;
    } else if (!joined(dag, v, sum)) {
      return 0;
    }
  }
  return count;
}

/// For each (i, j) a vertex whose operands are all d words of row i of Q and all of row j of K.
std::uint64_t scores(const Dag& dag, std::uint64_t N, std::uint64_t d) {
  Marks seen(N * N);
  std::uint64_t count = 0;
  for (Vertex v = 0; v < dag.size(); ++v) {
    if (v < 2 * N * d && dag.kind(v) != Dag::Kind::input) return 0;
    if (dag.operands(v).size() != 2 * d) continue;
    std::vector<Vertex> words(dag.operands(v).begin(), dag.operands(v).end());
    std::sort(words.begin(), words.end());
    const std::uint64_t i = words[0] / d, j = words[d] / d;
    bool whole = i < N && j >= N && j < 2 * N;
    for (std::uint64_t c = 0; c < d; ++c) whole = whole && words[c] == i * d + c && words[d + c] == j * d + c;
    if (whole && once(seen, i * N + j - N)) ++count;
  }
  return count == N * N ? count : 0;
}

/// Products s_ij v_jc, each triple once, s_ij from a tree of its own over all d products q_ic k_jc, whose
/// uses and their uses all belong to one (i, c).
class Attention {
 public:
  Attention(const Dag& dag, std::uint64_t N, std::uint64_t d)
      : dag_(dag),
        N_(N),
        d_(d),
        pair_(dag.size(), none),
        out_(dag.size(), none),
        leaves_(dag.size()),
        uses_(dag.size()),
        scored_(N * N * d),
        weighted_(N * N * d) {
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : dag.operands(v)) ++uses_[u];
  }
  std::uint64_t products() {
    const std::uint64_t inputs = 3 * N_ * d_;
    for (Vertex v = 0; v < dag_.size(); ++v) {
      if ((dag_.kind(v) == Dag::Kind::input) != (v < inputs)) return 0;
      if (v >= inputs && !vertex(v)) return 0;
    }
    return count_;
  }

 private:
  bool vertex(Vertex v) {
    const std::uint64_t rows = N_ * d_;
    const auto operands = dag_.operands(v);
    if (operands.size() == 2) {
      const Vertex a = operands[0], b = operands[1];
      if (a < rows && b >= rows && b < 2 * rows) return score(v, a, b - rows);
      if (a >= 2 * rows && a < 3 * rows && pair_[b] != none) return weight(v, b, a - 2 * rows);
      if (b >= 2 * rows && b < 3 * rows && pair_[a] != none) return weight(v, a, b - 2 * rows);
    }
    for (const Vertex u : operands)
      if (pair_[u] == none || pair_[u] != pair_[operands[0]]) return joined(dag_, v, out_);
    for (const Vertex u : operands) {
      if (uses_[u] != 1) return false;
      leaves_[v] += leaves_[u];
    }
    if (!operands.empty()) pair_[v] = pair_[operands[0]];
    return true;
  }
  bool score(Vertex v, std::uint64_t q, std::uint64_t k) {
    pair_[v] = q / d_ * N_ + k / d_;
    leaves_[v] = 1;
    return q % d_ == k % d_ && once(scored_, pair_[v] * d_ + q % d_);
  }
  bool weight(Vertex v, Vertex s, std::uint64_t word) {
    out_[v] = pair_[s] / N_ * d_ + word % d_;
    ++count_;
    return leaves_[s] == d_ && pair_[s] % N_ == word / d_ && once(weighted_, pair_[s] * d_ + word % d_);
  }
  const Dag& dag_;
  std::uint64_t N_, d_, count_ = 0;
  std::vector<std::uint64_t> pair_, out_, leaves_, uses_;
  Marks scored_, weighted_;
};

/// A number of the rest of the line; the side of a matrix, of which the graph has that many inputs at least.
std::uint64_t side(Input& in, const Dag& dag) {
  in.expect(' ');
  const std::uint64_t n = in.number();
  return n <= dag.size() ? n : 0;
}

}  // namespace

Family read_family(const std::string& word, Input& in, const Dag& dag) {
  const std::uint64_t line = in.line();
  Family f;
  std::uint64_t computed = 0;
  for (Vertex v = 0; v < dag.size(); ++v) computed += dag.kind(v) == Dag::Kind::input ? 0 : 1;
  if (word == "tree") {
    f = {is_forest(dag) ? computed : 0, 0, 1, tree_part};
  } else if (word == "fft") {
    f = {is_fft(dag, side(in, dag)) ? computed : 0, 0, 1, fft_part};
  } else if (word == "matmul") {
    const std::uint64_t m = side(in, dag), n = side(in, dag), k = side(in, dag);
    const bool fits = Wide{m} * n * k <= dag.size();
    f = {fits ? matmul_products(dag, m, n, k) : 0, 0, 4, matmul_part};
  } else if (word == "attention") {
    const std::uint64_t N = side(in, dag), d = side(in, dag);
    const bool fits = Wide{N} * N * d <= dag.size();
    f = {fits ? Attention(dag, N, d).products() : 0, d, 4, attention_part};
  } else if (word == "scores") {
    const std::uint64_t N = side(in, dag), d = side(in, dag);
    const bool fits = d > 0 && Wide{N} * N <= dag.size();
    f = {fits ? scores(dag, N, d) : 0, d, 1, scores_part};
  } else {
    in.refuse("search, tree, fft, matmul, attention or scores");
  }
  in.end_line();
  if (f.counted == 0) invalid(line, line - 6, "by " + word, "family", "the graph is none of it");
  return f;
}

}  // namespace redblue::proofs_check::check
