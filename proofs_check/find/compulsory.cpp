#include <redblue/proofs_check/find/compulsory.hpp>

namespace redblue::proofs_check::finder {

// Every vertex is an input, an operand or an output, so every vertex that is no input is computed, and every
// input that is an operand is needed for some output.
std::vector<sim::Vertex> compulsory_vertices(const sim::Dag& dag) {
  std::vector<bool> used(dag.size());
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    for (const sim::Vertex u : dag.operands(v)) used[u] = true;
  std::vector<sim::Vertex> vertices;
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    if (used[v] && dag.kind(v) == sim::Dag::Kind::input) vertices.push_back(v);
  for (const sim::Vertex v : dag.outputs())
    if (dag.kind(v) != sim::Dag::Kind::input) vertices.push_back(v);
  return vertices;
}

std::int64_t compulsory_words(const sim::Dag& dag) {
  return static_cast<std::int64_t>(compulsory_vertices(dag).size());
}

GraphBoundAnswer compulsory(const NamedGraph& graph, sim::Words, const GraphBoundLimits&) {
  const std::int64_t words = compulsory_words(graph.dag);
  return {.words = static_cast<double>(words), .certified = words};
}

}  // namespace redblue::proofs_check::finder
