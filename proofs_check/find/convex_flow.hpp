// The wavefront of one vertex by maximum flow, on what lies between its operands and its uses only.
//
// Whatever x needs, however far back, is in every state around x, and nothing that needs x is. So paths start
// at the former, where they have a use elsewhere, and end before the latter: the network is made of vertices
// that neither need x nor are needed by it. Vertex v is two nodes, 2v where paths enter and 2v + 1 where they
// leave, with one unit from one to the other; from an operand's second node to a use's first, and back from a
// use's first to an operand's first, any number of units may flow.
#pragma once

#include <redblue/proofs_check/find/subgraph.hpp>

namespace redblue::proofs_check::finder {

/// W(x), and what proves that it is neither smaller nor larger.
struct Wavefront {
  Local x = 0;
  std::vector<Local> cut;                 ///< alive in the best state: W vertices
  std::vector<std::vector<Local>> paths;  ///< W of them, by edges forward and back, from x to a use of x
};

class ConvexFlow {
 public:
  explicit ConvexFlow(const Subgraph& graph);

  /// W(x) within its weakly connected part, whose vertices are `members`, growing, and outlive the questions
  /// below. Needs a use of x.
  std::int64_t around(Local x, std::span<const Local> members);

  // Of the last call of `around`:

  /// Marks which members are in the smallest and in the largest of the best states.
  void smallest_state(std::vector<char>& inside);
  void largest_state(std::vector<char>& inside) const;
  /// The cut is that of the largest.
  [[nodiscard]] Wavefront proof() const;

  /// Edges looked at by all calls so far.
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  using Node = std::uint32_t;
  using Arc = std::uint32_t;
  using Units = std::int32_t;
  enum Side : char { between, before, after };

  [[nodiscard]] bool is_end(Node n) const {
    return n % 2 != 0 && side_[n / 2] == between && ends_[n / 2] != 0;
  }
  void flood(Local x, Side side);
  void split(Local x, std::span<const Local> members);
  bool number_levels();
  bool send(Node source);

  const Subgraph& graph_;
  std::vector<Arc> begin_;           ///< per node: its first arc, the one after the last node's
  std::vector<Node> to_;             ///< per arc
  std::vector<Arc> reverse_;         ///< per arc
  std::vector<Units> most_, units_;  ///< per arc: what it takes, and what it still does
  std::vector<Side> side_;
  std::vector<Local> via_;                 ///< of those before and after: the next one towards x
  std::vector<char> ends_;                 ///< has a use after x
  std::vector<char> sent_;                 ///< a source with its unit on the way
  std::vector<char> open_;                 ///< per node: of the network of x
  std::vector<std::uint32_t> level_;       ///< per node: steps to an end
  std::vector<Arc> next_;                  ///< per node: the first arc that may not be in vain
  std::vector<Local> sources_, straight_;  ///< before x and alive: by flow, and in every state
  std::vector<Node> queue_;
  std::vector<char> reached_;  ///< per node
  std::vector<Arc> path_;
  Local x_ = 0;
  std::span<const Local> members_;
  std::uint64_t work_ = 0;
};

}  // namespace redblue::proofs_check::finder
