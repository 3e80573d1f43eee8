// The largest number of vertex-disjoint paths and the smallest set of vertices that meets them all (Menger
// 1927), by maximum flow: a vertex carries one unit, an edge any number.
#pragma once

#include <memory>

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

class DisjointPaths {
 public:
  explicit DisjointPaths(const Subgraph& graph);
  DisjointPaths(DisjointPaths&&) noexcept;
  DisjointPaths& operator=(DisjointPaths&&) noexcept;
  ~DisjointPaths();

  /// The largest number of paths, from operand to use, from `sources` to `targets` of which no two share a
  /// vertex.
  [[nodiscard]] std::int64_t most(std::span<const Local> sources, std::span<const Local> targets);

  // Of the last call of `most`:

  /// As many vertices as paths; every path passes through exactly one of them.
  [[nodiscard]] std::vector<Local> cut() const;
  /// The paths, each from its source to its target.
  [[nodiscard]] std::vector<std::vector<Local>> paths() const;

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace redblue::proofs_check::finder
