#include <algorithm>
#include <charconv>
#include <cmath>

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::proofs_check::finder {
namespace {

/// Whatever its vertices are called.
bool same_graph(const sim::Dag& a, const sim::Dag& b) {
  if (a.size() != b.size() || a.outputs() != b.outputs()) return false;
  for (sim::Vertex v = 0; v < a.size(); ++v) {
    if (a.kind(v) != b.kind(v) || a.in_place(v) != b.in_place(v)) return false;
    if (a.term_count(v) != b.term_count(v)) return false;
    for (std::uint32_t t = 0; t < a.term_count(v); ++t)
      if (!std::ranges::equal(a.term(v, t), b.term(v, t)) || a.term_is_last(v, t) != b.term_is_last(v, t))
        return false;
  }
  return true;
}

/// The numbers and flags of "matmul:2,3,4+chain"; none where it is not spelled like that.
std::optional<KnownFamily> parsed(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == name.npos) return {};
  KnownFamily family{std::string(name.substr(0, colon)), {}, ""};
  const std::size_t plus = std::min(name.find('+', colon), name.size());
  family.flags = name.substr(plus);
  for (const char* at = name.data() + colon + 1; at < name.data() + plus; ++at) {
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(at, name.data() + plus, n);
    if (error != std::errc{}) return {};
    family.numbers.push_back(n);
    at = end;
  }
  return family;
}

/// What is counted of a graph that may be one of a family under another name.
struct Signs {
  std::int64_t inputs = 0, computed = 0, outputs = 0;
  std::int64_t first = 0;     ///< operands of the first vertex that is computed
  std::int64_t products = 0;  ///< vertices over two inputs

  explicit Signs(const sim::Dag& dag) : outputs(std::ssize(dag.outputs())) {
    for (sim::Vertex v = 0; v < dag.size(); ++v) {
      if (dag.kind(v) == sim::Dag::Kind::input) {
        ++inputs;
        continue;
      }
      const auto operands = dag.operands(v);
      if (++computed == 1) first = std::ssize(operands);
      products += operands.size() == 2 && dag.kind(operands[0]) == sim::Dag::Kind::input &&
                          dag.kind(operands[1]) == sim::Dag::Kind::input
                      ? 1
                      : 0;
    }
  }
};

/// The graph with sums of products in place, or in the forms that have products as vertices.
void offer(std::vector<std::string>& names, const std::string& name, bool products) {
  if (!products) return names.push_back(name);
  for (const char* flag : {"+chain", "+tree"}) names.push_back(name + flag);
}

void offer_attention(std::vector<std::string>& names, std::int64_t N, std::int64_t d, const Signs& s,
                     bool products) {
  if (N < 1 || d < 1 || s.inputs != 3 * N * d) return;
  const std::string name = "attention:" + std::to_string(N) + "," + std::to_string(d);
  offer(names, name, products);
  offer(names, name + "+l", products);
}

void offer_matmul(std::vector<std::string>& names, std::int64_t outputs, std::int64_t k, const Signs& s,
                  bool products) {
  if (k < 1 || s.inputs % k != 0) return;
  // m + n and m n are known.
  const std::int64_t sum = s.inputs / k, square = sum * sum - 4 * outputs;
  if (square < 0) return;
  const std::int64_t root = whole_root(square), m = (sum + root) / 2;
  for (const std::int64_t rows : {m, sum - m}) {
    if (rows < 1 || rows >= sum || rows * (sum - rows) != outputs) continue;
    const std::string name =
        "matmul:" + std::to_string(rows) + "," + std::to_string(sum - rows) + "," + std::to_string(k);
    if (products) names.push_back(name + "+products");
    offer(names, name, products);
  }
}

/// The graphs of families that have these numbers of vertices: a few at most.
std::vector<std::string> names_that_fit(const sim::Dag& dag) {
  const Signs s(dag);
  std::vector<std::string> names;
  const std::int64_t n = s.inputs + s.computed;
  for (std::int64_t l = 1; (l + 1) << l <= n; ++l)
    if ((l + 1) << l == n) names.push_back("fft:" + std::to_string(l));
  if (s.first > 0 && s.first % 2 == 0) {
    offer_attention(names, s.inputs / (3 * s.first / 2), s.first / 2, s, false);
    offer_matmul(names, s.computed, s.first / 2, s, false);
  }
  if (s.products > 0 && s.inputs > 0 && s.outputs > 0) {
    const std::int64_t N = 3 * s.products / s.inputs;
    offer_attention(names, N, N > 0 ? s.inputs / (3 * N) : 0, s, true);
    offer_matmul(names, s.outputs, s.products / s.outputs, s, true);
  }
  return names;
}

std::optional<KnownFamily> family_named(std::string_view name, const sim::Dag& dag) {
  std::optional<KnownFamily> family = parsed(name);
  try {
    if (family && same_graph(named_graph(name).dag, dag)) return family;
  } catch (const GraphError&) {  // some other graph that has such a name
  }
  return {};
}

}  // namespace

std::optional<KnownFamily> known_family(const NamedGraph& graph) {
  if (auto family = family_named(graph.name, graph.dag)) return family;
  for (const std::string& name : names_that_fit(graph.dag))
    if (auto family = family_named(name, graph.dag)) return family;
  return {};
}

}  // namespace redblue::proofs_check::finder
