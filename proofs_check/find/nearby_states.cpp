#include <algorithm>

#include <redblue/proofs_check/find/nearby_states.hpp>

namespace redblue::proofs_check::finder {

NearbyStates::NearbyStates(const Subgraph& graph) : graph_(graph), mark_(graph.size()), met_(graph.size()) {}

std::int64_t NearbyStates::inside(std::span<const Local> row) {
  work_ += row.size();
  return std::ranges::count_if(row, [&](Local v) { return in(v); });
}

/// The set of x and what needs it (`forward`) or what it needs.
void NearbyStates::close(Local x, bool forward) {
  ++now_;
  set_.assign(1, x);
  mark_[x] = now_;
  for (std::size_t i = 0; i < set_.size(); ++i) {
    const auto row = forward ? graph_.uses(set_[i]) : graph_.operands(set_[i]);
    work_ += row.size();
    for (const Local w : row)
      if (!in(w)) mark_[w] = now_, set_.push_back(w);
  }
}

// The set is the state. A use of a member enters when its operands are in, x is none of them, and at least
// one dies for it.
std::int64_t NearbyStates::grown(Local x) {
  close(x, false);
  const auto unmet = [&](Local u) {
    return static_cast<std::int64_t>(graph_.uses(u).size()) - inside(graph_.uses(u));
  };
  std::int64_t alive = 0;
  tries_.clear();
  for (const Local v : set_) {
    const std::int64_t uses = unmet(v);
    alive += uses > 0 ? 1 : 0;
    if (v != x && uses == 1) tries_.push_back(v);
  }
  while (!tries_.empty()) {
    const Local last_use_of = tries_.back();
    tries_.pop_back();
    const auto row = graph_.uses(last_use_of);
    const auto v = std::ranges::find_if(row, [&](Local w) { return !in(w); });
    work_ += row.size();
    if (v == row.end()) continue;
    const auto operands = graph_.operands(*v);
    if (inside(operands) != std::ssize(operands) || std::ranges::find(operands, x) != operands.end())
      continue;
    mark_[*v] = now_;
    alive += graph_.uses(*v).empty() ? 0 : 1;
    for (const Local u : operands) {
      const std::int64_t uses = unmet(u);
      alive -= uses == 0 ? 1 : 0;
      if (uses == 1) tries_.push_back(u);
    }
    if (graph_.uses(*v).size() == 1) tries_.push_back(*v);
  }
  return alive;
}

// The set is what the state lacks. An operand of a member leaves the state when all its uses have and at most
// one operand of it comes alive.
std::int64_t NearbyStates::shrunk(Local x) {
  close(x, true);
  mark_[x] = 0;
  std::int64_t alive = 1;  // x
  std::vector<Local>& border = tries_;
  border.clear();
  ++next_;
  const auto meet = [&](Local u) {
    if (in(u) || met_[u] == next_) return false;
    met_[u] = next_;
    border.push_back(u);
    return true;
  };
  met_[x] = next_;
  for (std::size_t i = 1; i < set_.size(); ++i) {
    work_ += graph_.operands(set_[i]).size();
    for (const Local u : graph_.operands(set_[i])) alive += meet(u) ? 1 : 0;
  }
  while (!border.empty()) {
    const Local v = border.back();
    border.pop_back();
    if (in(v) || inside(graph_.uses(v)) != std::ssize(graph_.uses(v))) continue;
    const auto operands = graph_.operands(v);
    work_ += operands.size();
    const std::int64_t more = std::ranges::count_if(operands, [&](Local u) { return met_[u] != next_; });
    if (more > 1) continue;
    mark_[v] = now_;
    alive += more - 1;
    for (const Local u : operands) {
      met_[u] = next_;
      if (u != x) border.push_back(u);
    }
  }
  return alive;
}

std::int64_t NearbyStates::least_alive(Local x) {
  const std::int64_t grow = grown(x);
  return std::min(grow, shrunk(x));
}

}  // namespace redblue::proofs_check::finder
