#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/disjoint_paths.hpp>
#include <redblue/proofs_check/find/dominator.hpp>

namespace redblue::proofs_check::finder {
namespace {

std::string line_of(std::string word, const std::vector<sim::Vertex>& list) {
  for (const sim::Vertex v : list) word += " " + std::to_string(v);
  return word + "\n";
}

}  // namespace

Dominator smallest_dominator(const sim::Dag& dag, const std::vector<sim::Vertex>& set) {
  std::vector<sim::Vertex> inputs;
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    if (dag.kind(v) == sim::Dag::Kind::input) inputs.push_back(v);
  const Subgraph graph = whole(dag);  // its numbers are those of the vertices
  DisjointPaths network(graph);
  (void)network.most(inputs, set);
  return {network.cut(), network.paths()};
}

std::string dominator_certificate(const NamedGraph& graph, sim::Words M, const std::vector<sim::Vertex>& set,
                                  const Dominator& found) {
  std::string text = certificate_header("dominator", "graph " + digest_text(digest(graph_text(graph))),
                                        Rules::classic, M, "size " + std::to_string(found.vertices.size()));
  text += line_of("set", set) + line_of("dominator", found.vertices);
  for (const std::vector<sim::Vertex>& path : found.paths) text += line_of("path", path);
  return text + "end " + std::to_string(2 + found.paths.size()) + "\n";
}

}  // namespace redblue::proofs_check::finder
