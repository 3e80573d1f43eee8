#include <algorithm>
#include <limits>

#include <redblue/proofs_check/find/convex_flow.hpp>

namespace redblue::proofs_check::finder {
namespace {

constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();

}  // namespace

ConvexFlow::ConvexFlow(const Subgraph& graph)
    : graph_(graph),
      begin_(2 * std::size_t{graph.size()} + 1),
      side_(graph.size()),
      via_(graph.size()),
      ends_(graph.size()),
      sent_(graph.size()),
      open_(2 * std::size_t{graph.size()}),
      level_(2 * std::size_t{graph.size()}),
      next_(2 * std::size_t{graph.size()}),
      reached_(2 * std::size_t{graph.size()}) {
  constexpr Units any = std::numeric_limits<Units>::max() / 2;  // more than all paths together
  for (Local v = 0; v < graph.size(); ++v) {
    const auto operands = static_cast<Arc>(graph.operands(v).size()),
               uses = static_cast<Arc>(graph.uses(v).size());
    begin_[2 * v + 1] = begin_[2 * v] + 1 + 2 * operands + uses;
    begin_[2 * v + 2] = begin_[2 * v + 1] + 1 + uses;
  }
  to_.resize(begin_.back());
  reverse_.resize(begin_.back());
  most_.resize(begin_.back());
  std::vector<Arc> next(begin_.begin(), begin_.end() - 1);
  const auto connect = [&](Node from, Node to, Units units) {
    const Arc arc = next[from]++, back = next[to]++;
    to_[arc] = to, reverse_[arc] = back, most_[arc] = units;
    to_[back] = from, reverse_[back] = arc;
  };
  for (Local v = 0; v < graph.size(); ++v) {
    connect(2 * v, 2 * v + 1, 1);
    for (const Local u : graph.operands(v)) {
      connect(2 * u + 1, 2 * v, any);
      connect(2 * v, 2 * u, any);
    }
  }
  units_ = most_;
}

void ConvexFlow::flood(Local x, Side side) {
  side_[x] = before;
  for (queue_.assign(1, x); !queue_.empty();) {
    const Local v = queue_.back();
    queue_.pop_back();
    const auto row = side == after ? graph_.uses(v) : graph_.operands(v);
    work_ += row.size();
    for (const Local w : row)
      if (side_[w] != side) side_[w] = side, via_[w] = v, queue_.push_back(w);
  }
}

void ConvexFlow::split(Local x, std::span<const Local> members) {
  x_ = x;
  members_ = members;
  for (const Local v : members) {
    side_[v] = between;
    ends_[v] = sent_[v] = 0;
  }
  flood(x, after);
  flood(x, before);
  sources_.clear();
  straight_.clear();
  for (const Local v : members) {
    bool elsewhere = false;
    if (side_[v] != after)
      for (const Local w : graph_.uses(v)) {
        ++work_;
        if (side_[w] == after) ends_[v] = 1;
        elsewhere = elsewhere || side_[w] == between;
      }
    open_[2 * v] = side_[v] == between ? 1 : 0;
    open_[2 * v + 1] = side_[v] == between || (side_[v] == before && ends_[v] == 0 && elsewhere) ? 1 : 0;
    if (side_[v] == before && ends_[v] != 0) straight_.push_back(v);
    if (side_[v] == before && open_[2 * v + 1] != 0) sources_.push_back(v);
    if (open_[2 * v + 1] == 0) continue;
    const auto first = begin_[2 * v], last = begin_[2 * v + 2];
    std::copy(most_.begin() + first, most_.begin() + last, units_.begin() + first);
    work_ += (last - first) / 4;
  }
  work_ += 2 * members.size();
}

/// Steps to an end from every node that can reach one; false where no source with its unit left is among
/// them.
bool ConvexFlow::number_levels() {
  queue_.clear();
  for (const Local v : members_) {
    level_[2 * v] = level_[2 * v + 1] = unseen;
    if (is_end(2 * v + 1)) level_[2 * v + 1] = 0, queue_.push_back(2 * v + 1);
  }
  bool some = false;
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    const Node n = queue_[i];
    next_[n] = begin_[n];
    if (n % 2 != 0 && side_[n / 2] == before && sent_[n / 2] == 0) some = true;
    for (Arc a = begin_[n]; a < begin_[n + 1]; ++a) {
      const Node from = to_[a];
      if (level_[from] != unseen || open_[from] == 0 || units_[reverse_[a]] == 0) continue;
      level_[from] = level_[n] + 1;
      queue_.push_back(from);
    }
    work_ += begin_[n + 1] - begin_[n];
  }
  work_ += members_.size();
  return some;
}

/// A unit from the source to an end, each step one nearer; false where that is not possible.
bool ConvexFlow::send(Node source) {
  path_.clear();
  for (Node n = source; !is_end(n);) {
    Arc& a = next_[n];
    const Arc from = a;
    while (a < begin_[n + 1] && (units_[a] == 0 || open_[to_[a]] == 0 || level_[to_[a]] + 1 != level_[n]))
      ++a;
    work_ += a - from + 1;
    if (a < begin_[n + 1]) {
      path_.push_back(a);
      n = to_[a];
    } else {
      if (path_.empty()) return false;
      n = to_[reverse_[path_.back()]];
      path_.pop_back();
      ++next_[n];
    }
  }
  for (const Arc a : path_) --units_[a], ++units_[reverse_[a]];
  return true;
}

std::int64_t ConvexFlow::around(Local x, std::span<const Local> members) {
  split(x, members);
  auto W = static_cast<std::int64_t>(straight_.size());
  while (number_levels())
    for (const Local v : sources_)
      if (sent_[v] == 0 && level_[2 * v + 1] != unseen && send(2 * v + 1)) sent_[v] = 1, ++W;
  return W;
}

// What can be reached from the sources that have their unit left.
void ConvexFlow::smallest_state(std::vector<char>& inside) {
  std::vector<char>& reached = reached_;
  queue_.clear();
  for (const Local v : members_) {
    inside[v] = side_[v] == before ? 1 : 0;
    reached[2 * v] = reached[2 * v + 1] = 0;
  }
  for (const Local v : sources_)
    if (sent_[v] == 0) reached[2 * v + 1] = 1, queue_.push_back(2 * v + 1);
  while (!queue_.empty()) {
    const Node n = queue_.back();
    queue_.pop_back();
    if (n % 2 == 0) inside[n / 2] = 1;
    for (Arc a = begin_[n]; a < begin_[n + 1]; ++a)
      if (units_[a] != 0 && open_[to_[a]] != 0 && reached[to_[a]] == 0)
        reached[to_[a]] = 1, queue_.push_back(to_[a]);
    work_ += begin_[n + 1] - begin_[n];
  }
}

// All but what needs x and what could still come to an end.
void ConvexFlow::largest_state(std::vector<char>& inside) const {
  for (const Local v : members_)
    inside[v] = side_[v] == before || (side_[v] == between && level_[2 * v] == unseen) ? 1 : 0;
}

Wavefront ConvexFlow::proof() const {
  Wavefront found{x_, straight_, {}};
  const auto in_state = [&](Local v) {
    return side_[v] == before || (side_[v] == between && level_[2 * v] == unseen);
  };
  for (const Local v : members_)
    if (open_[2 * v + 1] != 0 && in_state(v) && level_[2 * v + 1] != unseen) found.cut.push_back(v);
  const auto begin = [&](Local v) {  // from x back to v
    std::vector<Local> path;
    for (Local u = v; u != x_; u = via_[u]) path.push_back(u);
    path.push_back(x_);
    std::ranges::reverse(path);
    return path;
  };
  const auto end = [&](std::vector<Local>& path, Local v) {  // to a use of v after x and back to one of x
    Local w = *std::ranges::find_if(graph_.uses(v), [&](Local use) { return side_[use] == after; });
    for (; w != x_; w = via_[w]) path.push_back(w);
  };
  for (const Local v : straight_) end(found.paths.emplace_back(begin(v)), v);
  std::vector<Units> units(units_);  // what is missing of `most_` flows: what enters a node also leaves it
  for (const Local source : sources_) {
    if (sent_[source] == 0) continue;
    std::vector<Local>& path = found.paths.emplace_back(begin(source));
    for (Node n = 2 * source + 1;;) {
      Arc a = begin_[n];
      while (a < begin_[n + 1] && (most_[a] <= units[a] || open_[to_[a]] == 0)) ++a;
      if (a == begin_[n + 1]) break;
      ++units[a];
      n = to_[a];
      if (n % 2 == 0) path.push_back(n / 2);
    }
    end(path, path.back());
  }
  return found;
}

}  // namespace redblue::proofs_check::finder
