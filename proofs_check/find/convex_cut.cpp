#include <algorithm>
#include <numeric>
#include <queue>
#include <tuple>

#include <redblue/proofs_check/find/convex_cut.hpp>

namespace redblue::proofs_check::finder {
namespace {

/// Everything that x is an operand of, however far on (`forward`), or that is an operand of x, and x.
std::vector<bool> all_from(const Subgraph& graph, Local x, bool forward) {
  std::vector<bool> found(graph.size());
  std::vector<Local> open{x};
  found[x] = true;
  while (!open.empty()) {
    const Local v = open.back();
    open.pop_back();
    for (const Local w : forward ? graph.uses(v) : graph.operands(v))
      if (!found[w]) found[w] = true, open.push_back(w);
  }
  return found;
}

/// A state around x that changes one vertex at a time and counts who is alive.
class State {
 public:
  State(const Subgraph& graph, std::vector<bool> inside)
      : graph_(graph), inside_(std::move(inside)), unmet_(graph.size()) {
    for (Local v = 0; v < graph.size(); ++v) {
      for (const Local w : graph.uses(v)) unmet_[v] += inside_[w] ? 0 : 1;
      alive_ += inside_[v] && unmet_[v] > 0 ? 1 : 0;
    }
  }
  [[nodiscard]] std::int64_t alive() const { return alive_; }

  /// Adds vertices outside `never` while that keeps no more alive.
  void grow(const std::vector<bool>& never) {
    for (Local v = 0; v < graph_.size(); ++v) {  // an operand comes before its use: one pass meets them all
      if (inside_[v] || never[v]) continue;
      const auto operands = graph_.operands(v);
      if (!std::ranges::all_of(operands, [&](Local u) { return inside_[u]; })) continue;
      const auto ends = std::ranges::count_if(operands, [&](Local u) { return unmet_[u] == 1; });
      const std::int64_t more = (graph_.uses(v).empty() ? 0 : 1) - ends;
      if (more > 0) continue;
      inside_[v] = true;
      alive_ += more;
      for (const Local u : operands) --unmet_[u];
    }
  }
  /// Takes vertices outside `never` away while that keeps no more alive.
  void shrink(const std::vector<bool>& never) {
    for (Local v = graph_.size(); v-- > 0;) {
      if (!inside_[v] || never[v] || unmet_[v] != static_cast<std::int64_t>(graph_.uses(v).size())) continue;
      const auto operands = graph_.operands(v);
      const auto begins = std::ranges::count_if(operands, [&](Local u) { return unmet_[u] == 0; });
      const std::int64_t more = begins - (graph_.uses(v).empty() ? 0 : 1);
      if (more > 0) continue;
      inside_[v] = false;
      alive_ += more;
      for (const Local u : operands) ++unmet_[u];
    }
  }

 private:
  const Subgraph& graph_;
  std::vector<bool> inside_;
  std::vector<std::int64_t> unmet_;  ///< uses outside
  std::int64_t alive_ = 0;
};

/// Lowers `least[x]` to what is alive right after x in `order`.
void follow(const Subgraph& graph, const std::vector<Local>& order, std::vector<std::int64_t>& least) {
  std::vector<std::size_t> unmet(graph.size());
  std::int64_t alive = 0;
  for (const Local v : order) {
    unmet[v] = graph.uses(v).size();
    for (const Local u : graph.operands(v)) alive -= --unmet[u] == 0 ? 1 : 0;
    alive += unmet[v] > 0 ? 1 : 0;
    least[v] = std::min(least[v], alive);
  }
}

/// Depth first from what nothing uses: a value is computed just before it is needed.
std::vector<Local> depth_first(const Subgraph& graph) {
  std::vector<Local> order;
  std::vector<std::uint8_t> state(graph.size());  // 1: its operands are being placed, 2: placed
  std::vector<Local> stack;
  for (Local root = 0; root < graph.size(); ++root) {
    if (!graph.uses(root).empty()) continue;
    stack.push_back(root);
    while (!stack.empty()) {
      const Local v = stack.back();
      if (state[v] == 0) {
        state[v] = 1;
        for (const Local u : graph.operands(v))
          if (state[u] == 0) stack.push_back(u);
        continue;
      }
      stack.pop_back();
      if (state[v] == 1) order.push_back(v);
      state[v] = 2;
    }
  }
  return order;
}

std::vector<Local> by_depth(const Subgraph& graph) {
  std::vector<std::uint32_t> depth(graph.size());
  std::vector<Local> order(graph.size());
  std::iota(order.begin(), order.end(), Local{0});
  for (const Local v : order)
    for (const Local u : graph.operands(v)) depth[v] = std::max(depth[v], depth[u] + 1);
  std::ranges::stable_sort(order, {}, [&](Local v) { return depth[v]; });
  return order;
}

Wavefront cut_around(DisjointPaths& network, const Subgraph& graph, Local x) {
  (void)network.most(std::span(&x, 1), graph.uses(x));
  return {x, network.cut(), network.paths()};
}

/// The number of the weakly connected part of each vertex.
std::vector<Local> parts_of(const Subgraph& graph, Local& count) {
  std::vector<Local> part(graph.size(), sim::no_vertex);
  std::vector<Local> open;
  count = 0;
  for (Local root = 0; root < graph.size(); ++root) {
    if (part[root] != sim::no_vertex) continue;
    const auto reach = [&](Local v) {
      if (part[v] == sim::no_vertex) part[v] = count, open.push_back(v);
    };
    reach(root);
    while (!open.empty()) {
      const Local v = open.back();
      open.pop_back();
      for (const Local w : graph.uses(v)) reach(w);
      for (const Local u : graph.operands(v)) reach(u);
    }
    ++count;
  }
  return part;
}

}  // namespace

Wavefront wavefront(const Subgraph& graph, Local x) {
  DisjointPaths network(graph, Ways::convex);
  return cut_around(network, graph, x);
}

std::vector<std::int64_t> alive_in_some_order(const Subgraph& graph) {
  std::vector<std::int64_t> least(graph.size(), graph.size());
  std::vector<Local> order(graph.size());
  std::iota(order.begin(), order.end(), Local{0});
  follow(graph, order, least);
  follow(graph, by_depth(graph), least);
  follow(graph, depth_first(graph), least);
  return least;
}

std::int64_t alive_in_some_state(const Subgraph& graph, Local x) {
  const std::vector<bool> before = all_from(graph, x, false);
  const std::vector<bool> after = all_from(graph, x, true);
  std::vector<bool> not_after = after;
  not_after.flip();
  not_after[x] = true;
  State least(graph, before), most(graph, std::move(not_after));
  std::vector<bool> never = after;
  never[x] = false;
  least.grow(never);
  most.shrink(before);
  return std::min(least.alive(), most.alive());
}

namespace {

// Vertices are tried by falling upper bound: first a cheap one, then a better one, then by flow. Every cut
// that is found also bounds W of the other vertices that it is around: the members of its state that have no
// use there.
class LargestFirst {
 public:
  LargestFirst(const Subgraph& graph, std::int64_t more_than)
      : graph_(graph), part_(parts_of(graph, count_)), most_(alive_in_some_order(graph)) {
    best_.assign(count_, {more_than, sim::no_vertex});
    for (Local x = 0; x < graph.size(); ++x)
      if (!graph.uses(x).empty() && most_[x] > more_than) trials_.push({most_[x], x, false});
  }

  LargestWavefronts run(const GraphBoundLimits& limits, std::uint64_t& most_work) {
    LargestWavefronts found;
    found.complete = !limits.reached();
    if (trials_.empty() || !found.complete) return found;
    DisjointPaths network(graph_, Ways::convex);
    while (!trials_.empty() && found.complete) {
      const Trial now = trials_.top();
      trials_.pop();
      if (std::min(now.most, most_[now.x]) <= best_[part_[now.x]].W) continue;
      const std::uint64_t work = (now.by_flow ? 16 : 4) * (graph_.size() + graph_.edges());
      found.complete = most_work >= work && !limits.reached();
      if (!found.complete) break;
      most_work -= work;
      if (now.by_flow)
        measure(network, now.x);
      else
        trials_.push(
            {most_[now.x] = std::min(most_[now.x], alive_in_some_state(graph_, now.x)), now.x, true});
    }
    for (const Best& b : best_)
      if (b.x != sim::no_vertex) found.parts.push_back(cut_around(network, graph_, b.x));
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

  void measure(DisjointPaths& network, Local x) {
    const std::int64_t W = network.most(std::span(&x, 1), graph_.uses(x));
    Best& best = best_[part_[x]];
    if (W > best.W) best = {W, x};
    const std::vector<bool> near = network.near_side();
    for (Local y = 0; y < graph_.size(); ++y)
      if (near[y] && std::ranges::none_of(graph_.uses(y), [&](Local w) { return near[w]; }))
        most_[y] = std::min(most_[y], W);
  }

  const Subgraph& graph_;
  Local count_ = 0;
  std::vector<Local> part_;
  std::vector<std::int64_t> most_;  ///< no W is larger
  std::vector<Best> best_;          ///< per part
  std::priority_queue<Trial> trials_;
};

}  // namespace

LargestWavefronts largest_wavefronts(const Subgraph& graph, std::int64_t more_than,
                                     const GraphBoundLimits& limits, std::uint64_t& most_work) {
  return LargestFirst(graph, more_than).run(limits, most_work);
}

}  // namespace redblue::proofs_check::finder
