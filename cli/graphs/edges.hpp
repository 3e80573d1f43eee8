// A graph as the foreign formats have it: vertices by name, edges from operand to result.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <redblue/proofs_check/graph.hpp>

namespace redblue::cli {

struct EdgeList {
  std::string file;  ///< for messages
  std::vector<std::string> labels;
  std::vector<std::pair<std::size_t, std::size_t>> edges;  ///< in the order of the file
  std::vector<std::size_t> outputs;                        ///< none: every vertex with operands and no use
};

/// Vertices without operands are inputs, the others `val`; vertices keep their order where it is topological.
/// Throws: study::FileError for a cycle (listed), a duplicate edge, a graph without an output, outputs that
/// leave out a vertex without a use.
[[nodiscard]] proofs_check::NamedGraph to_graph(const EdgeList& list);

/// Readers. `text` is the file's content. Throws: study::FileError, with a line where it is known.
[[nodiscard]] EdgeList read_dot(const std::string& file, const std::string& text);
[[nodiscard]] EdgeList read_graphml(const std::string& file, const std::string& text);
[[nodiscard]] EdgeList read_json_graph(const std::string& file, const std::string& text);

inline constexpr std::size_t largest_graph_file = std::size_t{64} << 20;
inline constexpr int deepest_nesting = 64;
inline constexpr std::size_t most_elements = std::size_t{1} << 22;

/// Refuses what would overflow the stack of the library behind: nesting deeper than 64, more than 2^22
/// elements.
void scan_dot(const std::string& file, std::string_view text);
/// The same, and what Boost's reader lets through: an edge to an undeclared vertex, a vertex declared twice.
/// Returns the ids in the order of the file.
[[nodiscard]] std::vector<std::string> scan_graphml(const std::string& file, std::string_view text);

}  // namespace redblue::cli
