// A computation graph with a name and labels, and its text form (interface 3a): the file that every
// certificate is about.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/dag.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::proofs_check {

/// A graph as files carry it. `labels` has one entry per vertex.
struct NamedGraph {
  std::string name;
  sim::Dag dag;
  std::vector<std::string> labels;
};

/// What is wrong with a graph, and in which line of its file (0: the graph as a whole, or unknown).
class GraphError : public sim::Error {
 public:
  GraphError(std::uint64_t line_, const std::string& what) : Error(what), line(line_) {}
  std::uint64_t line;
};

/// Names and labels have 1 to 64 bytes.
inline constexpr std::size_t longest_label = 64;

/// A name or label as files spell it: bytes other than [A-Za-z0-9_.,:+()-] as %XX.
[[nodiscard]] std::string encoded_label(std::string_view label);

/// The exact bytes of the graph's file. Throws: GraphError for a graph that no file can hold: a name or label
/// of no or of too many bytes, or a vertex that is neither an input, nor an operand, nor an output.
[[nodiscard]] std::string graph_text(const NamedGraph& graph);

/// The graph in `text`. Throws: GraphError with the line of the first departure from the format.
[[nodiscard]] NamedGraph parse_graph_text(std::string_view text);

/// FNV-1a, 64 bits, of the bytes of a file.
[[nodiscard]] std::uint64_t digest(std::string_view bytes);

/// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string digest_text(std::uint64_t digest);

}  // namespace redblue::proofs_check
