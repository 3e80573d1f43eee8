// The graph induced on some vertices of a Dag, on numbers of its own: distinct operands and uses, in flat
// arrays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::finder {

/// A vertex of a subgraph: its place among the subgraph's vertices. An operand has a smaller number than its
/// use.
using Local = std::uint32_t;

class Subgraph {
 public:
  /// Induced on `vertices`, which grow.
  Subgraph(const sim::Dag& dag, std::vector<sim::Vertex> vertices);

  [[nodiscard]] Local size() const { return static_cast<Local>(vertices_.size()); }
  [[nodiscard]] sim::Vertex vertex(Local v) const { return vertices_[v]; }
  [[nodiscard]] std::span<const Local> operands(Local v) const { return row(operands_, operand_end_, v); }
  [[nodiscard]] std::span<const Local> uses(Local v) const { return row(uses_, use_end_, v); }
  [[nodiscard]] std::size_t edges() const { return operands_.size(); }

 private:
  [[nodiscard]] static std::span<const Local> row(const std::vector<Local>& all,
                                                  const std::vector<std::size_t>& end, Local v) {
    const std::size_t begin = v == 0 ? 0 : end[v - 1];
    return std::span(all).subspan(begin, end[v] - begin);
  }

  std::vector<sim::Vertex> vertices_;
  std::vector<Local> operands_, uses_;
  std::vector<std::size_t> operand_end_, use_end_;
};

/// The whole graph as a subgraph of itself.
[[nodiscard]] Subgraph whole(const sim::Dag& dag);

/// Per vertex, the edges of the longest way from a vertex without operands.
[[nodiscard]] std::vector<std::uint32_t> depths(const sim::Dag& dag);

/// True where some vertex is an accumulation, which the partial games compute term by term.
[[nodiscard]] bool has_sums(const sim::Dag& dag);

}  // namespace redblue::proofs_check::finder
