// Pictures of graphs by Graphviz, and of pebblings by ourselves.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/sim/moves.hpp>

namespace redblue::cli {

/// `dot` as "svg" (with a style sheet for light and dark), "png" or "pdf". Throws: MissingTool with the
/// command that installs Graphviz.
[[nodiscard]] std::string draw_dot(std::string_view dot, const std::string& format);

/// A play to be shown: certified before.
struct Pebbled {
  const proofs_check::NamedGraph& graph;
  std::string rules;
  std::string M;
  sim::Moves moves;
};

/// The play in the text of a certificate that the checker called valid.
[[nodiscard]] Pebbled read_play(const proofs_check::NamedGraph& graph, const std::string& certificate);

/// One picture before the first move and one after each. A red sector: in fast memory, as large as its share
/// of the terms done; a blue ring: in slow memory, likewise. Light, and dark where the reader prefers it.
[[nodiscard]] std::vector<std::string> pebbling_frames(const Pebbled& play);

/// One page that plays them, with nothing outside of it; with #12 in its address it opens at move 12.
[[nodiscard]] std::string pebbling_page(const Pebbled& play);

}  // namespace redblue::cli
