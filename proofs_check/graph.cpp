#include <algorithm>

#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check {
namespace {

using sim::Dag;
using sim::Vertex;

bool is_plain(char c) {
  const auto between = [c](char low, char high) { return low <= c && c <= high; };
  return between('A', 'Z') || between('a', 'z') || between('0', '9') ||
         std::string_view("_.,:+()-").find(c) != std::string_view::npos;
}

void append_val(std::string& text, const Dag& dag, Vertex v) {
  bool marked = false;
  for (const Vertex u : dag.operands(v)) {
    const bool mark = !marked && u == dag.in_place(v);
    marked = marked || mark;
    text += mark ? " !" : " ";
    text += std::to_string(u);
  }
}

void append_acc(std::string& text, const Dag& dag, Vertex v) {
  for (std::uint32_t t = 0; t < dag.term_count(v); ++t) {
    if (t > 0) text += " |";
    for (const Vertex u : dag.term(v, t)) text += " " + std::to_string(u);
    if (dag.term_is_last(v, t)) text += " *";
  }
}

/// Every vertex that is neither an input nor an operand must be an output, and some vertex must be.
void check_outputs(const NamedGraph& graph) {
  const Dag& dag = graph.dag;
  std::vector<bool> used(dag.size());
  for (Vertex v = 0; v < dag.size(); ++v) {
    used[v] = used[v] || dag.kind(v) == Dag::Kind::input;
    for (const Vertex u : dag.operands(v)) used[u] = true;
  }
  for (const Vertex v : dag.outputs()) used[v] = true;
  const auto unused = std::find(used.begin(), used.end(), false);
  if (unused != used.end())
    sim::raise(GraphError(0, "vertex " + graph.labels[static_cast<std::size_t>(unused - used.begin())] +
                                 " is used by nothing and is no output"));
  if (dag.outputs().empty()) sim::raise(GraphError(0, "a graph needs at least one output"));
}

}  // namespace

std::string encoded_label(std::string_view label) {
  if (label.empty() || label.size() > longest_label)
    sim::raise(GraphError(0, "a name or label has " + std::to_string(label.size()) + " bytes; 1 to " +
                                 std::to_string(longest_label) + " are allowed"));
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text;
  for (const char c : label) {
    if (is_plain(c)) {
      text += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      text += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return text;
}

std::string graph_text(const NamedGraph& graph) {
  check_outputs(graph);
  const Dag& dag = graph.dag;
  std::string text = "redblue-graph 1 ";
  text += encoded_label(graph.name);
  text += "\n";
  for (Vertex v = 0; v < dag.size(); ++v) {
    const Dag::Kind kind = dag.kind(v);
    text += kind == Dag::Kind::input ? "in " : kind == Dag::Kind::val ? "val " : "acc ";
    text += encoded_label(graph.labels[v]);
    if (kind != Dag::Kind::input) text += " =";
    if (kind == Dag::Kind::val) append_val(text, dag, v);
    if (kind == Dag::Kind::acc) append_acc(text, dag, v);
    text += "\n";
  }
  text += "out";
  for (const Vertex v : dag.outputs()) text += " " + std::to_string(v);
  return text + "\n";
}

std::uint64_t digest(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string digest_text(std::uint64_t digest) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; digest >>= 4) text[i] = "0123456789abcdef"[digest & 15];
  return text;
}

}  // namespace redblue::proofs_check
