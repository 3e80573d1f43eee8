// A graph as DOT, GraphML and JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/proofs_check/find/subgraph.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::cli {

/// What a vertex's colour says: its tensor (the label up to the first _) or its phase (how many operations
/// lie on the longest path to it).
enum class Colouring { tensor, phase };

/// A colour per vertex, "#rrggbb", dark enough for white letters, and what each says. No two entries of the
/// legend have the same colour.
struct VertexColours {
  struct Entry {
    std::string what, colour;
  };
  std::vector<std::string> of;  ///< by vertex
  std::vector<Entry> legend;
};
[[nodiscard]] VertexColours vertex_colours(const proofs_check::NamedGraph& graph, Colouring by);

/// Operations on the longest path to each vertex; 0 for inputs.
using proofs_check::finder::depths;

/// The operands of v, each once.
[[nodiscard]] std::vector<sim::Vertex> distinct_operands(const sim::Dag& dag, sim::Vertex v);

[[nodiscard]] std::string to_dot(const proofs_check::NamedGraph& graph, Colouring by);
/// With a colour per vertex; for Graphviz alone also with a legend on top.
[[nodiscard]] std::string to_dot(const proofs_check::NamedGraph& graph,
                                 const std::vector<std::string_view>& colours,
                                 const std::vector<VertexColours::Entry>& legend = {});
/// The same as a picture wants it: coloured, with the legend.
[[nodiscard]] std::string to_picture_dot(const proofs_check::NamedGraph& graph, Colouring by);
[[nodiscard]] std::string to_graphml(const proofs_check::NamedGraph& graph, Colouring by);
[[nodiscard]] std::string to_json(const proofs_check::NamedGraph& graph, Colouring by);

}  // namespace redblue::cli
