// redblue bound --graph: what no play of a graph can beat.
#pragma once

#include <redblue/cli/command.hpp>
#include <redblue/cli/graphs/write.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::cli {

/// Records of both commands: bounds of a shape, and of a graph.
inline constexpr std::string_view bound_schema = "redblue.bound/1";

/// The command, where --graph is given; returns an exit code.
[[nodiscard]] int bound_graph(const Invocation& invocation);

/// --bound dominator --set v,v,...: the smallest dominator of these vertices.
[[nodiscard]] int bound_dominator(const Invocation& invocation);

/// --bound partition --from-play FILE: the phases of a play as parts of the graph; exit 1 where one is none.
[[nodiscard]] int bound_partition(const Invocation& invocation);

/// True where --output asks for a picture by its suffix.
[[nodiscard]] bool is_picture(const Given* output);

/// The graph with a colour per vertex, by Graphviz, or as .dot, to --output. Throws: UsageError beyond 5000
/// vertices; study::FileError where the file exists and --force is not given.
void write_picture(const Flags& flags, const proofs_check::NamedGraph& graph, const VertexColours& colours);

/// Every vertex grey and no legend.
[[nodiscard]] VertexColours unmarked(const proofs_check::NamedGraph& graph);

/// What a certificate is about: paths blue, cuts and dominators orange, the vertex of a piece magenta.
[[nodiscard]] VertexColours marked_colours(const proofs_check::NamedGraph& graph,
                                           const std::string& certificate);

}  // namespace redblue::cli
