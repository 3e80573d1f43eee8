#include <algorithm>
#include <queue>

#include <redblue/cli/graphs/edges.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

using Index = std::size_t;

[[noreturn]] void refuse(const EdgeList& list, const std::string& what) {
  sim::raise(study::FileError(list.file, what));
}

struct Neighbours {
  std::vector<std::vector<Index>> operands;
  std::vector<std::vector<Index>> uses;
};

Neighbours neighbours(const EdgeList& list) {
  Neighbours n{std::vector<std::vector<Index>>(list.labels.size()),
               std::vector<std::vector<Index>>(list.labels.size())};
  for (const auto& [from, to] : list.edges) {
    n.operands[to].push_back(from);
    n.uses[from].push_back(to);
  }
  for (Index v = 0; v < list.labels.size(); ++v) {
    std::vector<Index> sorted = n.operands[v];
    std::sort(sorted.begin(), sorted.end());
    const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
    if (twice != sorted.end())
      refuse(list, "duplicate edge " + list.labels[*twice] + " -> " + list.labels[v]);
  }
  return n;
}

/// Walks back along operands that were never placed: sooner or later a vertex comes again.
[[noreturn]] void refuse_cycle(const EdgeList& list, const Neighbours& n, const std::vector<Index>& missing,
                               Index v) {
  std::vector<Index> walk;
  std::vector<bool> seen(list.labels.size());
  while (!seen[v]) {
    seen[v] = true;
    walk.push_back(v);
    for (const Index u : n.operands[v])
      if (missing[u] > 0) {
        v = u;
        break;
      }
  }
  walk.erase(walk.begin(), std::find(walk.begin(), walk.end(), v));
  std::string text = "cycle " + list.labels[v];
  constexpr std::size_t most_shown = 12;
  std::reverse(walk.begin(), walk.end());
  for (std::size_t i = 0; i < walk.size(); ++i)
    if (i + 1 < walk.size() && i >= most_shown)
      i = walk.size() - 2, text += " -> ...";
    else
      text += " -> " + list.labels[walk[i]];
  refuse(list, text);
}

/// The least numbers first, so that an order that is already topological stays.
std::vector<Index> topological(const EdgeList& list, const Neighbours& n) {
  std::vector<Index> missing, order;
  std::priority_queue<Index, std::vector<Index>, std::greater<>> ready;
  for (Index v = 0; v < list.labels.size(); ++v) {
    missing.push_back(n.operands[v].size());
    if (missing[v] == 0) ready.push(v);
  }
  while (!ready.empty()) {
    const Index v = ready.top();
    ready.pop();
    order.push_back(v);
    for (const Index w : n.uses[v])
      if (--missing[w] == 0) ready.push(w);
  }
  for (Index v = 0; v < missing.size(); ++v)
    if (missing[v] > 0) refuse_cycle(list, n, missing, v);
  return order;
}

/// The file's name without folders and suffix, as the graph's name.
std::string name_of(const std::string& file) {
  std::string name = file.substr(file.find_last_of('/') + 1);
  name = name.substr(0, std::min(name.find_last_of('.'), proofs_check::longest_label));
  return name.empty() ? "graph" : name;
}

}  // namespace

proofs_check::NamedGraph to_graph(const EdgeList& list) {
  const Neighbours n = neighbours(list);
  const std::vector<Index> order = topological(list, n);
  proofs_check::NamedGraph graph{name_of(list.file), {}, {}};
  std::vector<sim::Vertex> number(order.size());
  for (const Index v : order) {
    if (list.labels[v].empty() || list.labels[v].size() > proofs_check::longest_label)
      refuse(list, "vertex " + list.labels[v].substr(0, proofs_check::longest_label) +
                       ": a label has 1 to 64 bytes");
    std::vector<sim::Vertex> operands;
    for (const Index u : n.operands[v]) operands.push_back(number[u]);
    number[v] = operands.empty() ? graph.dag.add_input() : graph.dag.add_val(operands);
    graph.labels.push_back(list.labels[v]);
  }
  std::vector<bool> output(order.size());
  for (const Index v : list.outputs) output[v] = true;
  for (Index v = 0; v < output.size(); ++v)
    if (!list.outputs.empty() && !output[v] && n.uses[v].empty() && !n.operands[v].empty())
      refuse(
          list,
          "vertex " + list.labels[v] +
              " is computed, used by nothing and no output; add it to the outputs, or list none: then they "
              "are the vertices without a use");
  for (Index v = 0; v < output.size(); ++v)
    if (output[v] || (n.uses[v].empty() && !n.operands[v].empty())) graph.dag.add_output(number[v]);
  if (graph.dag.outputs().empty()) refuse(list, "no vertex has operands: the graph computes nothing");
  return graph;
}

}  // namespace redblue::cli
