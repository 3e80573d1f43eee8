#include <algorithm>
#include <numeric>

#include <redblue/proofs_check/find/convex_cut.hpp>

namespace redblue::proofs_check::finder {
namespace {

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

}  // namespace

Wavefront wavefront(const Subgraph& graph, Local x) {
  std::vector<Local> all(graph.size());
  std::iota(all.begin(), all.end(), Local{0});
  ConvexFlow flow(graph);
  (void)flow.around(x, all);
  return flow.proof();
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

}  // namespace redblue::proofs_check::finder
