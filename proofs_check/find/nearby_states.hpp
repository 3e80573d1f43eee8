// Upper bounds of W(x) from two states around x: the smallest, which holds what x needs, and the largest,
// which lacks what needs x; each improved one vertex at a time. Costs what lies before and after x, not the
// graph.
#pragma once

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

class NearbyStates {
 public:
  explicit NearbyStates(const Subgraph& graph);

  /// What is alive in the better of the two. Needs a use of x.
  std::int64_t least_alive(Local x);

  /// Edges looked at by all calls so far.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  void close(Local x, bool forward);
  std::int64_t grown(Local x);
  std::int64_t shrunk(Local x);
  bool in(Local v) const { return mark_[v] == now_; }
  /// How many of `row` are in the set.
  std::int64_t inside(std::span<const Local> row);

  const Subgraph& graph_;
  std::vector<std::uint32_t> mark_;  ///< `now_`: in the set
  std::uint32_t now_ = 0;
  std::vector<std::uint32_t> met_;  ///< `next_`: alive, or was
  std::uint32_t next_ = 0;
  std::vector<Local> set_, tries_;
  std::uint64_t work_ = 0;
};

}  // namespace redblue::proofs_check::finder
