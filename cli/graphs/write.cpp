#include <algorithm>
#include <map>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/graphs/write.hpp>

namespace redblue::cli {
namespace {

using proofs_check::NamedGraph;
using sim::Dag;
using sim::Vertex;

std::string id(Vertex v) { return "n" + std::to_string(v); }

/// Ends a list of entries: all but the last are followed by a comma.
void join(std::string& text, const std::vector<std::string>& entries, std::string_view between) {
  for (std::size_t i = 0; i < entries.size(); ++i) text += (i == 0 ? "" : std::string(between)) + entries[i];
}

std::string_view kind_name(Dag::Kind kind) {
  return kind == Dag::Kind::input ? "in" : kind == Dag::Kind::val ? "val" : "acc";
}

}  // namespace

std::vector<Vertex> distinct_operands(const Dag& dag, Vertex v) {
  std::vector<Vertex> all(dag.operands(v).begin(), dag.operands(v).end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<std::string_view> vertex_colours(const NamedGraph& graph, Colouring by) {
  std::map<std::string, std::size_t> tensors;
  const std::vector<std::uint32_t> depth = depths(graph.dag);
  std::vector<std::string_view> colours;
  for (Vertex v = 0; v < graph.dag.size(); ++v) {
    const std::string& label = graph.labels[v];
    const std::size_t row =
        by == Colouring::phase
            ? depth[v]
            : tensors.emplace(label.substr(0, label.find('_')), tensors.size()).first->second;
    colours.push_back(curve_inks[row % curve_inks.size()].light);
  }
  return colours;
}

std::string to_dot(const NamedGraph& graph, Colouring by) { return to_dot(graph, vertex_colours(graph, by)); }

std::string to_dot(const NamedGraph& graph, const std::vector<std::string_view>& colours) {
  std::string text = "digraph " + escape_dot(graph.name) +
                     " {\n  rankdir=BT;\n  node [shape=ellipse, style=filled, fontcolor=\"#ffffff\"];\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    text += "  " + id(v) + " [label=" + escape_dot(graph.labels[v]) + ", fillcolor=\"" +
            std::string(colours[v]) + "\"" + (graph.dag.kind(v) == Dag::Kind::input ? ", shape=box" : "") +
            "];\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    for (const Vertex u : distinct_operands(graph.dag, v)) text += "  " + id(u) + " -> " + id(v) + ";\n";
  return text + "}\n";
}

std::string to_graphml(const NamedGraph& graph, Colouring by) {
  const std::vector<std::string_view> colours = vertex_colours(graph, by);
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
      "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
      "  <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
      "  <key id=\"kind\" for=\"node\" attr.name=\"kind\" attr.type=\"string\"/>\n"
      "  <key id=\"colour\" for=\"node\" attr.name=\"colour\" attr.type=\"string\"/>\n"
      "  <graph id=\"" +
      escape_xml(graph.name) + "\" edgedefault=\"directed\">\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    text += "    <node id=\"" + id(v) + "\"><data key=\"label\">" + escape_xml(graph.labels[v]) +
            "</data><data key=\"kind\">" + std::string(kind_name(graph.dag.kind(v))) +
            "</data><data key=\"colour\">" + std::string(colours[v]) + "</data></node>\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    for (const Vertex u : distinct_operands(graph.dag, v))
      text += "    <edge source=\"" + id(u) + "\" target=\"" + id(v) + "\"/>\n";
  return text + "  </graph>\n</graphml>\n";
}

namespace {

std::string terms_json(const Dag& dag, Vertex v) {
  std::vector<std::string> terms, last;
  for (std::uint32_t t = 0; t < dag.term_count(v); ++t) {
    std::vector<std::string> operands;
    for (const Vertex u : dag.term(v, t)) operands.push_back(std::to_string(u));
    terms.emplace_back("[");
    join(terms.back(), operands, ",");
    terms.back() += "]";
    if (dag.term_is_last(v, t)) last.push_back(std::to_string(t));
  }
  std::string text = ",\"terms\":[";
  join(text, terms, ",");
  text += "]";
  if (!last.empty()) text += ",\"last\":[", join(text, last, ","), text += "]";
  return text;
}

}  // namespace

std::string to_json(const NamedGraph& graph, Colouring by) {
  const std::vector<std::string_view> colours = vertex_colours(graph, by);
  std::vector<std::string> vertices, edges, outputs;
  for (Vertex v = 0; v < graph.dag.size(); ++v) {
    vertices.push_back("  {\"id\":" + std::to_string(v) + ",\"label\":" + escape_json(graph.labels[v]) +
                       ",\"kind\":\"" + std::string(kind_name(graph.dag.kind(v))) + "\",\"colour\":\"" +
                       std::string(colours[v]) + "\"" +
                       (graph.dag.kind(v) == Dag::Kind::input ? "" : terms_json(graph.dag, v)) + "}");
    for (const Vertex u : distinct_operands(graph.dag, v))
      edges.push_back("[" + std::to_string(u) + "," + std::to_string(v) + "]");
  }
  for (const Vertex v : graph.dag.outputs()) outputs.push_back(std::to_string(v));
  std::string text =
      "{\"schema\":\"redblue.graph/1\",\"name\":" + escape_json(graph.name) + ",\n \"vertices\":[\n";
  join(text, vertices, ",\n");
  text += "],\n \"edges\":[";
  join(text, edges, ",");
  text += "],\n \"outputs\":[";
  join(text, outputs, ",");
  return text + "]}\n";
}

}  // namespace redblue::cli
