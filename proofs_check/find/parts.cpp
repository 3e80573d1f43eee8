#include <algorithm>
#include <bit>
#include <unordered_map>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/disjoint_paths.hpp>
#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/parts.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Set = std::uint32_t;

/// The vertices that belong to parts.
Subgraph without_idle_inputs(const sim::Dag& dag) {
  std::vector<bool> used(dag.size());
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    for (const sim::Vertex u : dag.operands(v)) used[u] = true;
  std::vector<sim::Vertex> vertices;
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    if (used[v] || dag.kind(v) != sim::Dag::Kind::input) vertices.push_back(v);
  return {dag, std::move(vertices)};
}

/// The size of the smallest dominator of each set that is asked for.
class Dominators {
 public:
  Dominators(const Subgraph& graph, const sim::Dag& dag)
      : graph_(graph),
        network_(graph),
        operands_(graph.size()),
        inputs_below_(graph.size()),
        few_(std::size_t{1} << std::min<Local>(graph.size(), 16), unknown) {
    for (Local v = 0; v < graph.size(); ++v) {
      if (dag.kind(graph.vertex(v)) == sim::Dag::Kind::input) inputs_ |= Set{1} << v, list_.push_back(v);
      inputs_below_[v] = inputs_ & Set{1} << v;
      for (const Local u : graph.operands(v))
        operands_[v] |= Set{1} << u, inputs_below_[v] |= inputs_below_[u];
    }
  }

  /// No smaller than that of a subset, and what leads into a set dominates it, as do the inputs below: where
  /// these leave a choice, by flow.
  std::int8_t size(Set set) {
    if (set == 0) return 0;
    std::int8_t& known = entry(set);
    if (known != unknown) return known;
    const std::int8_t least = size(set & ~std::bit_floor(set));
    Set into = set & inputs_, below = 0;
    each(set, [&](Local v) { into |= operands_[v] & ~set, below |= inputs_below_[v]; });
    const int most = std::min(std::popcount(into), std::popcount(below));
    return entry(set) = most == least ? least : by_flow(set);
  }
  [[nodiscard]] Set inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<Set>& operands() const { return operands_; }

 private:
  static constexpr std::int8_t unknown = -1;

  template <class F>
  static void each(Set set, const F& f) {
    for (; set != 0; set &= set - 1) f(static_cast<Local>(std::countr_zero(set)));
  }
  std::int8_t& entry(Set set) {
    return set < few_.size() ? few_[set] : others_.try_emplace(set, unknown).first->second;
  }
  std::int8_t by_flow(Set set) {
    std::vector<Local> members;
    each(set, [&](Local v) { members.push_back(v); });
    return static_cast<std::int8_t>(network_.most(list_, members));
  }

  const Subgraph& graph_;
  DisjointPaths network_;
  Set inputs_ = 0;
  std::vector<Local> list_;                   ///< the same
  std::vector<Set> operands_, inputs_below_;  ///< per vertex; an input is below itself
  std::vector<std::int8_t> few_;              ///< by set, of up to 16 vertices
  std::unordered_map<Set, std::int8_t> others_;
};

constexpr std::string_view too_large =
    "the largest part is known for graphs of up to 16 vertices, for graphs of up to 32 in few orders, and by "
    "a formula for fft, trees, attention, and matmul with its products as vertices (+products, +chain, "
    "+tree)";

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

std::optional<AllParts> AllParts::of(const sim::Dag& dag, Limits limits) {
  const Subgraph graph = without_idle_inputs(dag);
  if (graph.size() > limits.vertices) return {};
  Dominators dominators(graph, dag);
  const std::vector<Set>& operands = dominators.operands();
  std::vector<Set> closed{0};
  for (Local v = 0; v < graph.size(); ++v) {
    const std::size_t without = closed.size();
    for (std::size_t i = 0; i < without; ++i)
      if ((operands[v] & ~closed[i]) == 0) closed.push_back(closed[i] | Set{1} << v);
    if (closed.size() > limits.closed) return {};
  }
  const Set inputs = dominators.inputs();
  AllParts all;
  all.closed_ = closed.size();
  for (std::uint16_t to = 0; to < closed.size(); ++to)
    for (std::uint16_t from = 0; from < to; ++from) {
      if ((closed[from] & ~closed[to]) != 0) continue;
      const Set part = closed[to] & ~closed[from];
      Set used = 0;
      for (Local v = 0; v < graph.size(); ++v)
        if ((part >> v & 1) != 0) used |= operands[v];
      const auto ends = static_cast<std::int8_t>(std::popcount(part & ~used));
      all.parts_.push_back({from, to, std::max(ends, dominators.size(part)),
                            static_cast<std::int8_t>(std::popcount(part & ~inputs))});
    }
  return all;
}

std::int64_t AllParts::least_parts(std::int64_t X) const {
  constexpr std::int64_t none = 1 << 20;
  std::vector<std::int64_t> least(closed_, none);
  least[0] = 0;  // the empty set comes first, the whole last
  for (const Part& p : parts_)
    if (p.X <= X) least[p.to] = std::min(least[p.to], least[p.from] + 1);
  return least.back();
}

std::int64_t AllParts::largest_part(std::int64_t X) const {
  std::int8_t most = 0;
  for (const Part& p : parts_)
    if (p.X <= X) most = std::max(most, p.computed);
  return most;
}

namespace {

/// How the parts of a graph are known. Neither: not at all.
struct Road {
  std::optional<AllParts> all;
  std::optional<FamilyParts> family;
  bool certified = true;

  explicit Road(const NamedGraph& graph) : all(AllParts::of(graph.dag)) {
    if (!all) family = family_parts(graph);
    if (all || family) return;
    all = AllParts::of(graph.dag, AllParts::few_orders);
    certified = false;
  }
  [[nodiscard]] bool known() const { return all || family; }
  [[nodiscard]] std::string by() const { return family ? family->by : "search"; }

  /// The answer with this claim, of which the certificate of `kind` says so much beside `by`.
  [[nodiscard]] GraphBoundAnswer answer(std::string_view kind, const NamedGraph& graph, sim::Words M,
                                        std::int64_t words, Parameters parameters,
                                        std::vector<std::string> lines) const {
    const Rules rules = has_sums(graph.dag) ? Rules::classic : Rules::partial_recompute;
    parameters.insert(parameters.begin(), {"by", by()});
    GraphBoundAnswer answer{
        .words = static_cast<double>(words), .rules = rules, .parameters = std::move(parameters)};
    if (!certified) return answer;
    lines.insert(lines.begin(), "by " + by());
    answer.certified = words;
    answer.certificate = bound_certificate(kind, graph, rules, M, words, lines);
    return answer;
  }
};

}  // namespace

GraphBoundAnswer hong_kung(const NamedGraph& graph, sim::Words M_words, const GraphBoundLimits&) {
  const auto M = static_cast<std::int64_t>(M_words.count());
  const std::int64_t X = 2 * M;
  const Road road(graph);
  if (!road.known()) return not_applicable(std::string(too_large));
  if (road.family && X < road.family->least_X) return not_applicable("the formula holds for 2 M >= 4");
  const std::int64_t parts =
      road.all ? road.all->least_parts(X) : ceil_div(road.family->counted, road.family->largest(X));
  const std::int64_t words = M * std::max<std::int64_t>(parts - 1, 0);
  return road.answer("hong_kung", graph, M_words, words,
                     {{"X", std::to_string(X)}, {"parts", std::to_string(parts)}},
                     {"parts " + std::to_string(parts)});
}

GraphBoundAnswer x_partition(const NamedGraph& graph, sim::Words M_words, const GraphBoundLimits&) {
  const auto M = static_cast<std::int64_t>(M_words.count());
  const Road road(graph);
  if (!road.known()) return not_applicable(std::string(too_large));
  const auto& [all, family, certified] = road;
  std::int64_t counted = 0;
  for (sim::Vertex v = 0; v < graph.dag.size(); ++v)
    counted += graph.dag.kind(v) == sim::Dag::Kind::input ? 0 : 1;
  if (family) counted = family->counted;
  struct Best {
    std::int64_t X = 0, largest = 1, words = -1;
  } best;
  // Beyond `counted` all is one part: a dominator of as many vertices is everything itself.
  std::int64_t step = 1;
  for (std::int64_t X = std::max(M + 1, family ? family->least_X : 1); X <= std::max(counted, M + 1);
       X += step) {
    const std::int64_t largest = std::max<std::int64_t>(all ? all->largest_part(X) : family->largest(X), 1);
    const std::int64_t words = (X - M) * std::max<std::int64_t>(ceil_div(counted, largest) - 1, 0);
    if (words > best.words) best = {X, largest, words};
    step = std::max<std::int64_t>(1, X >> 10);
  }
  const std::string X = std::to_string(best.X), largest = std::to_string(best.largest);
  return road.answer("x_partition", graph, M_words, best.words,
                     {{"X", X}, {"largest", largest}, {"counted", std::to_string(counted)}},
                     {"X " + X, "largest " + largest});
}

}  // namespace redblue::proofs_check::finder
