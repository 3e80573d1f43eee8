#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

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

namespace {

/// Colour `i` of `n` along the palette, grey first: those of the palette itself where they are enough, else
/// between them.
std::string spread_colour(std::size_t i, std::size_t n) {
  const std::size_t most = curve_inks.size();
  if (n <= most) return std::string(curve_inks[i].light);
  const double at = static_cast<double>(i) * static_cast<double>(most - 1) / static_cast<double>(n - 1);
  const auto from = static_cast<std::size_t>(at);
  const std::string_view a = curve_inks[from].light, b = curve_inks[std::min(from + 1, most - 1)].light;
  std::string mixed = "#";
  for (const std::size_t digit : {1U, 3U, 5U}) {
    const auto part = [&](std::string_view c) {
      return std::stoi(std::string(c.substr(digit, 2)), nullptr, 16);
    };
    const double x = part(a) + (at - static_cast<double>(from)) * (part(b) - part(a));
    mixed += fmt::format("{:02x}", static_cast<int>(std::lround(x)));
  }
  return mixed;
}

std::string tensor_of(const std::string& label) { return label.substr(0, label.find('_')); }

std::string phase_text(std::size_t phase) { return "phase " + std::to_string(phase); }

}  // namespace

VertexColours vertex_colours(const NamedGraph& graph, Colouring by) {
  std::map<std::string, std::size_t> tensors;
  std::vector<std::size_t> row(graph.dag.size());
  VertexColours colours;
  const std::vector<std::uint32_t> depth = depths(graph.dag);
  for (Vertex v = 0; v < graph.dag.size(); ++v) {
    if (by == Colouring::phase) {
      row[v] = depth[v];
      while (colours.legend.size() <= depth[v])
        colours.legend.push_back({phase_text(colours.legend.size()), ""});
    } else {
      const auto [tensor, is_new] = tensors.emplace(tensor_of(graph.labels[v]), tensors.size());
      row[v] = tensor->second;
      if (is_new) colours.legend.push_back({tensor->first, ""});
    }
  }
  for (std::size_t i = 0; i < colours.legend.size(); ++i)
    colours.legend[i].colour = spread_colour(i, colours.legend.size());
  for (const std::size_t r : row) colours.of.push_back(colours.legend[r].colour);
  return colours;
}

namespace {

/// The label of the whole graph, in Graphviz' own HTML: at most `most_entries`, evenly, a few in a row.
std::string legend_label(const std::vector<VertexColours::Entry>& legend) {
  constexpr std::size_t most_entries = 24, in_a_row = 8;
  const std::size_t shown = std::min(legend.size(), most_entries);
  std::string table = "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"6\">";
  for (std::size_t k = 0; k < shown; ++k) {
    const auto& [what, colour] = legend[shown < 2 ? k : k * (legend.size() - 1) / (shown - 1)];
    if (k % in_a_row == 0) table += k == 0 ? "<TR>" : "</TR><TR>";
    table += "<TD BGCOLOR=\"" + colour +
             "\" WIDTH=\"14\" HEIGHT=\"14\" FIXEDSIZE=\"TRUE\"></TD><TD ALIGN=\"LEFT\">" +
             escape_xml(what.substr(0, 24)) + "</TD>";
  }
  return table + "</TR></TABLE>>";
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

}  // namespace

std::string to_dot(const NamedGraph& graph, Colouring by) {
  return to_dot(graph, views(vertex_colours(graph, by).of));
}

std::string to_picture_dot(const NamedGraph& graph, Colouring by) {
  const VertexColours colours = vertex_colours(graph, by);
  return to_dot(graph, views(colours.of), colours.legend);
}

std::string to_dot(const NamedGraph& graph, const std::vector<std::string_view>& colours,
                   const std::vector<VertexColours::Entry>& legend) {
  std::string text = "digraph " + escape_dot(graph.name) +
                     " {\n  rankdir=BT;\n  node [shape=ellipse, style=filled, fontcolor=\"#ffffff\"];\n";
  if (!legend.empty()) text += "  labelloc=t; fontname=sans;\n  label=" + legend_label(legend) + ";\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    text += "  " + id(v) + " [label=" + escape_dot(graph.labels[v]) + ", fillcolor=\"" +
            std::string(colours[v]) + "\"" + (graph.dag.kind(v) == Dag::Kind::input ? ", shape=box" : "") +
            "];\n";
  for (Vertex v = 0; v < graph.dag.size(); ++v)
    for (const Vertex u : distinct_operands(graph.dag, v)) text += "  " + id(u) + " -> " + id(v) + ";\n";
  return text + "}\n";
}

std::string to_graphml(const NamedGraph& graph, Colouring by) {
  const std::vector<std::string> colours = vertex_colours(graph, by).of;
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
  const std::vector<std::string> colours = vertex_colours(graph, by).of;
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
