#include <algorithm>
#include <charconv>
#include <cmath>

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Int128;

constexpr std::int64_t most = std::int64_t{1} << 62;

std::int64_t capped(Int128 n) { return static_cast<std::int64_t>(std::min<Int128>(n, most)); }

/// Ones in the binary digits of all numbers below n.
Int128 ones_below(std::int64_t n) {
  Int128 ones = 0;
  for (int b = 0; b < 62; ++b) {
    const std::int64_t block = std::int64_t{1} << b;
    ones += Int128{n / (2 * block)} * block + std::max<std::int64_t>(n % (2 * block) - block, 0);
  }
  return ones;
}

/// X vertices of a butterfly determine at most sum over i < X of 2 ones(i) others.
std::int64_t fft_part(std::int64_t X, std::int64_t) { return capped(X + 2 * ones_below(X)); }

/// Every vertex of a tree that X others determine takes two or more of them away.
std::int64_t tree_part(std::int64_t X, std::int64_t) { return capped(2 * Int128{X} - 1); }

/// Loomis and Whitney: a words of A, b of B with a + b <= X, and X sums: sqrt(a b X).
std::int64_t matmul_part(std::int64_t X, std::int64_t) { return whole_root(Int128{X} * X * X / 4); }

/// Products p v: v words of V, X sums, and pairs that are held (e) or whose rows are: sqrt(v (e + (a/d)^2)
/// X).
std::int64_t attention_part(std::int64_t X, std::int64_t d) {
  const Int128 cube = Int128{X} * X * X;
  return whole_root(std::max(cube / 4, cube * X / (27 * Int128{d} * d)));
}

/// Scores over words: those held (e), or both of whose rows are (a words): e + (a/2d)^2 with e + a <= X.
std::int64_t scores_part(std::int64_t X, std::int64_t d) {
  return std::max(X, capped(Int128{X} * X / (4 * Int128{d} * d)));
}

/// Every vertex has one use at most, and at least two operands or none; then it is an input.
bool is_forest(const sim::Dag& dag) {
  std::vector<std::uint8_t> used(dag.size());
  for (sim::Vertex v = 0; v < dag.size(); ++v) {
    std::vector<sim::Vertex> operands(dag.operands(v).begin(), dag.operands(v).end());
    std::ranges::sort(operands);
    operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
    if (dag.kind(v) != sim::Dag::Kind::input && operands.size() < 2) return false;
    for (const sim::Vertex u : operands)
      if (++used[u] > 1) return false;
  }
  return true;
}

std::int64_t computed(const sim::Dag& dag) {
  std::int64_t n = 0;
  for (sim::Vertex v = 0; v < dag.size(); ++v) n += dag.kind(v) == sim::Dag::Kind::input ? 0 : 1;
  return n;
}

std::string spelled(const KnownFamily& family) {
  std::string by = family.id;
  for (const std::int64_t n : family.numbers) by += " " + std::to_string(n);
  return by;
}

}  // namespace

std::int64_t whole_root(Int128 n) {
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<long double>(n)));
  while (Int128{root} * root > n) --root;
  while (Int128{root + 1} * (root + 1) <= n) ++root;
  return root;
}

std::optional<FamilyParts> family_parts(const NamedGraph& graph) {
  if (is_forest(graph.dag)) return FamilyParts{"tree", computed(graph.dag), 0, 1, tree_part};
  const std::optional<KnownFamily> family = known_family(graph);
  if (!family) return {};
  const std::vector<std::int64_t>& n = family->numbers;
  const bool products = family->flags.find("products") != std::string::npos ||
                        family->flags.find("chain") != std::string::npos ||
                        family->flags.find("tree") != std::string::npos;
  if (family->id == "fft") return FamilyParts{spelled(*family), computed(graph.dag), 0, 1, fft_part};
  if (family->id == "matmul" && products)
    return FamilyParts{spelled(*family), n[0] * n[1] * n[2], 0, 4, matmul_part};
  if (family->id == "attention" && products)
    return FamilyParts{spelled(*family), n[0] * n[0] * n[1], n[1], 4, attention_part};
  if (family->id == "attention")
    return FamilyParts{spelled({"scores", n, ""}), n[0] * n[0], n[1], 1, scores_part};
  return {};
}

}  // namespace redblue::proofs_check::finder
