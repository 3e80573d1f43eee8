// Graphs by name: attention:3,1+l, matmul:2,2,2, fft:9, ... One family is one row of an explicit table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/sim/trace.hpp>

namespace redblue::proofs_check {

/// What of a name follows its family.
struct Arguments {
  std::vector<std::int64_t> numbers;  ///< one per name in Family::numbers that is a whole number
  std::string text;                   ///< as typed, after the colon and before the first plus
  bool row_sums = false;              ///< +l
  bool products = false;              ///< +products
  bool chain = false;                 ///< +chain
  bool tree = false;                  ///< +tree
};

/// A family of graphs.
struct Family {
  std::string_view id;
  std::string_view numbers;  ///< "N,d", as help prints it
  std::string_view flags;    ///< "+l +chain +tree"
  std::string_view what;
  double (*operands)(const Arguments&);  ///< how many operands the graph has, about; nothing is built for it
  void (*build)(const Arguments&, NamedGraph&);
};

/// Every family, in the order in which help prints them.
[[nodiscard]] std::span<const Family> graph_families();

/// True when `text` has the form of a name ("family:..."), known or not.
[[nodiscard]] bool looks_like_graph_name(std::string_view text);

/// The graph called `name`. Throws: GraphError for an unknown family, wrong numbers or flags, or a graph of
/// more than 2^26 operands.
[[nodiscard]] NamedGraph named_graph(std::string_view name);

/// A traced run as a graph of `val` vertices, marked where an update stays in its word, and its moves.
/// A value that nothing uses and that is never stored is left out, with its moves.
struct TracedGraph {
  NamedGraph graph;
  sim::Moves moves;
};
[[nodiscard]] TracedGraph traced_graph(const sim::Trace& trace, std::string name);

/// The run behind the name schedule:ID,N,d,M (tiles best, no mask), with its moves.
[[nodiscard]] TracedGraph schedule_graph(std::string_view name);

}  // namespace redblue::proofs_check
