#include <algorithm>
#include <bit>

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
      : graph_(graph), network_(graph), known_(std::size_t{1} << graph.size(), -1) {
    for (Local v = 0; v < graph.size(); ++v)
      if (dag.kind(graph.vertex(v)) == sim::Dag::Kind::input) inputs_.push_back(v);
  }
  std::int8_t size(Set set) {
    std::int8_t& size = known_[set];
    if (size >= 0) return size;
    std::vector<Local> members;
    for (Local v = 0; v < graph_.size(); ++v)
      if ((set >> v & 1) != 0) members.push_back(v);
    return size = static_cast<std::int8_t>(network_.most(inputs_, members));
  }
  [[nodiscard]] const std::vector<Local>& inputs() const { return inputs_; }

 private:
  const Subgraph& graph_;
  DisjointPaths network_;
  std::vector<Local> inputs_;
  std::vector<std::int8_t> known_;
};

constexpr std::string_view too_large =
    "the largest part is known for graphs of up to 16 vertices, and by a formula for fft, trees, attention, "
    "and matmul with its products as vertices (+products, +chain, +tree)";

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

std::optional<AllParts> AllParts::of(const sim::Dag& dag) {
  const Subgraph graph = without_idle_inputs(dag);
  if (graph.size() > most_vertices) return {};
  std::vector<Set> operands(graph.size()), closed;
  for (Local v = 0; v < graph.size(); ++v)
    for (const Local u : graph.operands(v)) operands[v] |= Set{1} << u;
  for (Set set = 0; set < Set{1} << graph.size(); ++set) {
    bool whole = true;
    for (Local v = 0; v < graph.size(); ++v)
      whole = whole && ((set >> v & 1) == 0 || (operands[v] & ~set) == 0);
    if (whole) closed.push_back(set);
    if (closed.size() > most_closed) return {};
  }
  Dominators dominators(graph, dag);
  Set inputs = 0;
  for (const Local v : dominators.inputs()) inputs |= Set{1} << v;
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

GraphBoundAnswer hong_kung(const NamedGraph& graph, sim::Words M_words, const GraphBoundLimits&) {
  const auto M = static_cast<std::int64_t>(M_words.count());
  const std::int64_t X = 2 * M;
  std::string by = "search";
  std::int64_t parts = 0;
  if (const std::optional<AllParts> all = AllParts::of(graph.dag)) {
    parts = all->least_parts(X);
  } else if (const std::optional<FamilyParts> family = family_parts(graph)) {
    if (X < family->least_X) return not_applicable("the formula holds for 2 M >= 4");
    by = family->by;
    parts = ceil_div(family->counted, family->largest(X));
  } else {
    return not_applicable(std::string(too_large));
  }
  const std::int64_t words = M * std::max<std::int64_t>(parts - 1, 0);
  const Rules rules = has_sums(graph.dag) ? Rules::classic : Rules::partial_recompute;
  return {.words = static_cast<double>(words),
          .certified = words,
          .rules = rules,
          .parameters = {{"by", by}, {"X", std::to_string(X)}, {"parts", std::to_string(parts)}},
          .certificate = bound_certificate("hong_kung", graph, rules, M_words, words,
                                           {"by " + by, "parts " + std::to_string(parts)})};
}

GraphBoundAnswer x_partition(const NamedGraph& graph, sim::Words M_words, const GraphBoundLimits&) {
  const auto M = static_cast<std::int64_t>(M_words.count());
  const std::optional<AllParts> all = AllParts::of(graph.dag);
  std::optional<FamilyParts> family;
  if (!all) family = family_parts(graph);
  if (!all && !family) return not_applicable(std::string(too_large));
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
  const Rules rules = has_sums(graph.dag) ? Rules::classic : Rules::partial_recompute;
  const std::string by = family ? family->by : "search";
  return {.words = static_cast<double>(best.words),
          .certified = best.words,
          .rules = rules,
          .parameters = {{"by", by},
                         {"X", std::to_string(best.X)},
                         {"largest", std::to_string(best.largest)},
                         {"counted", std::to_string(counted)}},
          .certificate = bound_certificate(
              "x_partition", graph, rules, M_words, best.words,
              {"by " + by, "X " + std::to_string(best.X), "largest " + std::to_string(best.largest)})};
}

}  // namespace redblue::proofs_check::finder
