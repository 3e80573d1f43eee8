// Parts of a graph as Hong and Kung cut it: dominated by few vertices, and with few that nothing in the part
// uses.
//
// A dominator of a set H meets every way from an input to H. Min(H) are the members without a use in H. A
// part for X is the difference of two sets that are closed under operands, with a dominator of at most X
// vertices and at most X in its Min. Vertices that are inputs without a use belong to no part.
#pragma once

#include <optional>

#include <redblue/proofs_check/find/subgraph.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::finder {

/// All parts of a small graph, by trying every pair of closed sets.
class AllParts {
 public:
  struct Limits {
    std::size_t vertices, closed;  ///< sets closed under operands
  };
  static constexpr Limits checked{16, 1 << 12};  ///< what the checker tries again
  static constexpr Limits few_orders{32, 1 << 9};

  /// Nothing for a graph beyond `limits`, which are one of the two.
  [[nodiscard]] static std::optional<AllParts> of(const sim::Dag& dag, Limits limits = checked);

  /// The least number of parts for X that make up the graph. Needs X >= 1.
  [[nodiscard]] std::int64_t least_parts(std::int64_t X) const;
  /// The most vertices other than inputs in a part for X. Needs X >= 1.
  [[nodiscard]] std::int64_t largest_part(std::int64_t X) const;

 private:
  using Set = std::uint32_t;
  struct Part {
    std::uint16_t from, to;  ///< of `closed_`
    std::int8_t X;           ///< the least X that it is a part for
    std::int8_t computed;    ///< members that are no inputs
  };
  std::size_t closed_ = 0;
  std::vector<Part> parts_;  ///< `to` grows
};

/// The bounds `hong_kung` and `x_partition`: by AllParts where the graph is small, by a formula where it is
/// of a family that has one (family_parts.hpp), and uncertified by AllParts where the graph has few orders.
/// Parameters: by, X, parts or largest.
[[nodiscard]] GraphBoundAnswer hong_kung(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&);
[[nodiscard]] GraphBoundAnswer x_partition(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&);

}  // namespace redblue::proofs_check::finder
