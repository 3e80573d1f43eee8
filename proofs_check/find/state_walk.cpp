#include <algorithm>

#include <redblue/proofs_check/find/state_walk.hpp>

namespace redblue::proofs_check::finder {

StateWalk::StateWalk(const Subgraph& graph)
    : graph_(graph), inside_(graph.size()), unmet_(graph.size()), missing_(graph.size()) {}

void StateWalk::start(std::span<const Local> members, std::span<const char> inside,
                      std::vector<std::int64_t>& most) {
  alive_ = 0;
  for (const Local v : members) {
    inside_[v] = inside[v];
    unmet_[v] = missing_[v] = 0;
    for (const Local u : graph_.operands(v)) {
      if (inside[u] == 0) ++missing_[v];
      if (inside[v] == 0 && unmet_[u]++ == 0 && inside[u] != 0) ++alive_;
    }
    work_ += 2 + graph_.operands(v).size();
  }
  for (const Local v : members)
    if (inside[v] != 0 && unmet_[v] == graph_.uses(v).size()) most[v] = std::min(most[v], alive_);
}

std::int64_t StateWalk::more_with(Local v) {
  const auto operands = graph_.operands(v);
  work_ += operands.size();
  return (graph_.uses(v).empty() ? 0 : 1) -
         std::ranges::count_if(operands, [&](Local u) { return unmet_[u] == 1; });
}

std::int64_t StateWalk::more_without(Local v) {
  const auto operands = graph_.operands(v);
  work_ += operands.size();
  return std::ranges::count_if(operands, [&](Local u) { return unmet_[u] == 0; }) -
         (graph_.uses(v).empty() ? 0 : 1);
}

void StateWalk::grow(std::span<const Local> members, std::span<const char> inside, std::int64_t most_alive,
                     std::vector<std::int64_t>& most) {
  start(members, inside, most);
  Changes ready;
  for (const Local v : members)
    if (inside_[v] == 0 && missing_[v] == 0) ready.push({more_with(v), v});
  while (!ready.empty()) {
    const auto [more, v] = ready.top();
    ready.pop();
    if (inside_[v] != 0) continue;  // a change that a better one has replaced
    if (alive_ + more > most_alive) return;
    inside_[v] = 1;
    alive_ += more;
    most[v] = std::min(most[v], alive_);
    const auto uses = graph_.uses(v);
    work_ += uses.size();
    for (const Local u : graph_.operands(v)) {
      if (--unmet_[u] != 1) continue;
      work_ += graph_.uses(u).size();
      for (const Local w : graph_.uses(u))  // the last of them ends u
        if (inside_[w] == 0 && missing_[w] == 0) ready.push({more_with(w), w});
    }
    for (const Local w : uses)
      if (--missing_[w] == 0) ready.push({more_with(w), w});
  }
}

void StateWalk::shrink(std::span<const Local> members, std::span<const char> inside, std::int64_t most_alive,
                       std::vector<std::int64_t>& most) {
  start(members, inside, most);
  Changes ready;
  for (const Local v : members)
    if (inside_[v] != 0 && unmet_[v] == graph_.uses(v).size()) ready.push({more_without(v), v});
  while (!ready.empty()) {
    const auto [more, v] = ready.top();
    ready.pop();
    if (inside_[v] == 0) continue;
    if (alive_ + more > most_alive) return;
    inside_[v] = 0;
    alive_ += more;
    const auto operands = graph_.operands(v);
    work_ += operands.size();
    for (const Local u : operands)
      if (++unmet_[u] == graph_.uses(u).size()) {
        most[u] = std::min(most[u], alive_);
        ready.push({more_without(u), u});
      }
    for (const Local u : operands) {
      if (unmet_[u] != 1) continue;  // alive now: others that have it as an operand wake it no more
      work_ += graph_.uses(u).size();
      for (const Local w : graph_.uses(u))
        if (inside_[w] != 0 && unmet_[w] == graph_.uses(w).size()) ready.push({more_without(w), w});
    }
  }
}

}  // namespace redblue::proofs_check::finder
