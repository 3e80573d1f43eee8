#include <algorithm>
#include <numeric>

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

Subgraph::Subgraph(const sim::Dag& dag, std::vector<sim::Vertex> vertices) : vertices_(std::move(vertices)) {
  constexpr Local outside = sim::no_vertex;
  std::vector<Local> number(dag.size(), outside);
  for (Local v = 0; v < size(); ++v) number[vertices_[v]] = v;
  use_end_.resize(size());
  for (Local v = 0; v < size(); ++v) {
    const auto begin = static_cast<std::ptrdiff_t>(operands_.size());
    for (const sim::Vertex u : dag.operands(vertices_[v]))
      if (number[u] != outside) operands_.push_back(number[u]);
    std::sort(operands_.begin() + begin, operands_.end());
    operands_.erase(std::unique(operands_.begin() + begin, operands_.end()), operands_.end());
    operand_end_.push_back(operands_.size());
    for (const Local u : operands(v)) ++use_end_[u];
  }
  std::partial_sum(use_end_.begin(), use_end_.end(), use_end_.begin());
  uses_.resize(operands_.size());
  std::vector<std::size_t> next(use_end_);
  for (Local v = size(); v-- > 0;)
    for (const Local u : operands(v)) uses_[--next[u]] = v;
}

Subgraph whole(const sim::Dag& dag) {
  std::vector<sim::Vertex> all(dag.size());
  std::iota(all.begin(), all.end(), sim::Vertex{0});
  return {dag, std::move(all)};
}

std::vector<std::uint32_t> depths(const sim::Dag& dag) {
  std::vector<std::uint32_t> depth(dag.size());
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    for (const sim::Vertex u : dag.operands(v)) depth[v] = std::max(depth[v], depth[u] + 1);
  return depth;
}

bool has_sums(const sim::Dag& dag) {
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    if (dag.kind(v) == sim::Dag::Kind::acc) return true;
  return false;
}

}  // namespace redblue::proofs_check::finder
