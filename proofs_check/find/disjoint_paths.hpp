// The largest number of vertex-disjoint paths and the smallest set of vertices that meets them all (Menger
// 1927), by maximum flow: a vertex carries one unit, an edge any number.
#pragma once

#include <memory>

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

/// How paths go.
enum class Ways {
  /// From operand to use. Each passes through its first and its last vertex too.
  forward,
  /// Also back from use to operand, and that as often as one likes: what remains on the near side of the cut
  /// then
  /// holds every operand of its vertices. A path passes through a vertex where it goes forward from it, and
  /// ends
  /// on entering its last.
  convex,
};

class DisjointPaths {
 public:
  DisjointPaths(const Subgraph& graph, Ways ways);
  DisjointPaths(DisjointPaths&&) noexcept;
  DisjointPaths& operator=(DisjointPaths&&) noexcept;
  ~DisjointPaths();

  /// The largest number of paths from `sources` to `targets` of which no two pass through the same vertex.
  /// With Ways::convex no target may be an operand, however far back, of a source.
  [[nodiscard]] std::int64_t most(std::span<const Local> sources, std::span<const Local> targets);

  // Of the last call of `most`:

  /// The near side: everything that a path could still reach.
  [[nodiscard]] std::vector<bool> near_side() const;
  /// As many vertices as paths; every path passes through exactly one of them.
  [[nodiscard]] std::vector<Local> cut() const;
  /// The paths, each from its source to its target.
  [[nodiscard]] std::vector<std::vector<Local>> paths() const;

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace redblue::proofs_check::finder
