// What the readers of foreign graph formats have in common: a file is refused as such, or gives a graph that
// can be written in the text form and read back.
#pragma once

#include "targets.hpp"

#include <redblue/cli/graphs/edges.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::fuzz {

using ReadEdges = cli::EdgeList (*)(const std::string& file, const std::string& text);

inline void foreign_graph(Tally& tally, ReadEdges read, std::string_view bytes) {
  ++tally.executions;
  try {
    const std::string text = proofs_check::graph_text(cli::to_graph(read("g", std::string(bytes))));
    const std::string again = proofs_check::graph_text(proofs_check::parse_graph_text(text));
    demand(again == text, "a graph that was read cannot be read back", text, again);
    ++tally.accepted;
  } catch (const study::FileError&) {
  }
}

}  // namespace redblue::fuzz
