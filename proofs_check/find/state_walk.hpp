// A state of a computation that changes one vertex at a time. Each state on the way bounds W of the vertices
// that it is around: the members without a use inside.
#pragma once

#include <queue>

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

class StateWalk {
 public:
  explicit StateWalk(const Subgraph& graph);

  /// From the state marked in `inside` of a weakly connected part adds (`grow`) or takes away (`shrink`)
  /// vertices, each time one that leaves the fewest alive, until more than `most_alive` would be. Lowers
  /// `most[v]` to what is alive in every state around v that it meets.
  void grow(std::span<const Local> members, std::span<const char> inside, std::int64_t most_alive,
            std::vector<std::int64_t>& most);
  void shrink(std::span<const Local> members, std::span<const char> inside, std::int64_t most_alive,
              std::vector<std::int64_t>& most);

  /// Edges looked at by all walks so far.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  /// One of the vertices that can change now.
  struct Change {
    std::int64_t more;  ///< alive after it than before
    Local v;
    bool operator<(const Change& other) const { return more != other.more ? more > other.more : v > other.v; }
  };
  using Changes = std::priority_queue<Change>;

  void start(std::span<const Local> members, std::span<const char> inside, std::vector<std::int64_t>& most);
  [[nodiscard]] std::int64_t more_with(Local v);
  [[nodiscard]] std::int64_t more_without(Local v);

  const Subgraph& graph_;
  std::vector<char> inside_;
  std::vector<std::uint32_t> unmet_;    ///< uses outside
  std::vector<std::uint32_t> missing_;  ///< operands outside
  std::int64_t alive_ = 0;
  std::uint64_t work_ = 0;
};

}  // namespace redblue::proofs_check::finder
