#include <algorithm>
#include <queue>
#include <tuple>

#include <redblue/proofs_check/find/convex_cut.hpp>
#include <redblue/proofs_check/find/nearby_states.hpp>
#include <redblue/proofs_check/find/state_walk.hpp>

namespace redblue::proofs_check::finder {
namespace {

/// The weakly connected parts: the vertices of each, in growing order, and the part of each vertex.
struct Parts {
  explicit Parts(const Subgraph& graph) : of(graph.size(), sim::no_vertex) {
    std::vector<Local> open;
    for (Local root = 0; root < graph.size(); ++root) {
      if (of[root] != sim::no_vertex) continue;
      const auto reach = [&](Local v) {
        if (of[v] == sim::no_vertex) of[v] = static_cast<Local>(members.size()), open.push_back(v);
      };
      for (reach(root); !open.empty();) {
        const Local v = open.back();
        open.pop_back();
        for (const Local w : graph.uses(v)) reach(w);
        for (const Local u : graph.operands(v)) reach(u);
      }
      members.emplace_back();
    }
    for (Local v = 0; v < graph.size(); ++v) members[of[v]].push_back(v);
  }
  std::vector<std::vector<Local>> members;
  std::vector<Local> of;
};

// Vertices are tried by falling upper bound: first that of some orders, then that of states nearby, then by
// flow. The best states that the flow finds, and those that a walk from them meets without more alive than
// the best W so far, bound W of all vertices that they are around.
class LargestFirst {
 public:
  LargestFirst(const Subgraph& graph, std::int64_t more_than)
      : graph_(graph),
        parts_(graph),
        most_(alive_in_some_order(graph)),
        nearby_(graph),
        flow_(graph),
        walk_(graph),
        inside_(graph.size()) {
    best_.assign(parts_.members.size(), {more_than, sim::no_vertex});
    for (Local x = 0; x < graph.size(); ++x)
      if (!graph.uses(x).empty() && most_[x] > more_than) trials_.push({most_[x], x, false});
  }

  /// Ends after `most_work`.
  LargestWavefronts run(const GraphBoundLimits& limits, std::uint64_t& most_work) {
    LargestWavefronts found;
    while (!trials_.empty() && found.complete) {
      const Trial now = trials_.top();
      trials_.pop();
      if (most_[now.x] <= best_[parts_.of[now.x]].W) continue;
      if (most_[now.x] < now.most) {
        trials_.push({most_[now.x], now.x, now.by_flow});
        continue;
      }
      found.complete = work() < most_work && !limits.reached();
      if (!found.complete) break;
      if (now.by_flow) {
        measure(now.x);
      } else {
        most_[now.x] = std::min(most_[now.x], nearby_.least_alive(now.x));
        trials_.push({most_[now.x], now.x, true});
      }
    }
    for (const Best& b : best_)
      if (b.x != sim::no_vertex) {
        (void)flow_.around(b.x, parts_.members[parts_.of[b.x]]);
        found.parts.push_back(flow_.proof());
      }
    most_work -= std::min(most_work, work());
    return found;
  }

 private:
  struct Best {
    std::int64_t W;
    Local x;
  };
  struct Trial {
    std::int64_t most;
    Local x;
    bool by_flow;
    bool operator<(const Trial& other) const {
      return std::tuple(most, other.x, by_flow) < std::tuple(other.most, x, other.by_flow);
    }
  };

  /// In edges of the flow; those nearby are looked at four times as fast. The parts, the orders and the
  /// network take a few looks at each edge.
  [[nodiscard]] std::uint64_t work() const {
    return flow_.work() + walk_.work() + nearby_.work() / 4 + 16 * (graph_.size() + graph_.edges());
  }
  void measure(Local x) {
    const std::span<const Local> members = parts_.members[parts_.of[x]];
    const std::int64_t W = flow_.around(x, members);
    Best& best = best_[parts_.of[x]];
    if (W > best.W) best = {W, x};
    most_[x] = W;
    const auto walk = [&] {
      walk_.grow(members, inside_, best.W, most_);
      walk_.shrink(members, inside_, best.W, most_);
    };
    flow_.smallest_state(inside_);
    walk();
    flow_.largest_state(inside_);
    walk();
  }

  const Subgraph& graph_;
  Parts parts_;
  std::vector<std::int64_t> most_;  ///< no W is larger
  NearbyStates nearby_;
  ConvexFlow flow_;
  StateWalk walk_;
  std::vector<char> inside_;
  std::vector<Best> best_;  ///< per part
  std::priority_queue<Trial> trials_;
};

}  // namespace

LargestWavefronts largest_wavefronts(const Subgraph& graph, std::int64_t more_than,
                                     const GraphBoundLimits& limits, std::uint64_t& most_work) {
  return LargestFirst(graph, more_than).run(limits, most_work);
}

}  // namespace redblue::proofs_check::finder
