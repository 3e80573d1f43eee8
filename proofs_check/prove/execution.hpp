// An execution of attention, move by move, whichever way it was written down: the trace of a schedule or the
// pebbling of an attention graph. Both become values that are made from values (nodes), and moves of nodes.
//
// A node is one value that one word can hold: an input, a score or an output with some of its products in it,
// or anything else (maxima, sums, factors). Spilling and restarting leave no trace in a node but in its past:
// a node's lineage are its parents, back to the start of its sum.
#pragma once

#include <span>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/proofs_check/prove/phase.hpp>
#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/trace.hpp>

namespace redblue::proofs_check::prove {

using Node = std::uint32_t;
inline constexpr Node no_node = 0xffffffffU;

struct NodeInfo {
  enum class Kind : std::uint8_t { other, Q, K, V, score, output };
  Kind kind = Kind::other;
  bool is_product = false;  ///< the last thing that happened to the sum was a product
  std::int32_t row = 0;     ///< of the matrix of its kind; a score stands at (query, key)
  std::int32_t col = 0;
  std::int32_t inner = 0;     ///< of a product: the column of Q and K, or the key
  std::int32_t products = 0;  ///< in its lineage
  Node parent = no_node;      ///< the same sum before
  Node weight = no_node;      ///< of a product p v: the score that p is
  std::uint32_t operands_end = 0;
};

struct NodeMove {
  sim::Move::Kind kind;
  Node node;
  Node frees = no_node;      ///< a compute that takes over this one's word
  std::uint32_t number = 0;  ///< of the move in its file, from 1
};

struct Execution {
  AttentionShape shape;
  Words M;
  std::vector<NodeInfo> nodes;
  std::vector<Node> operands;  ///< flat, by node
  std::vector<NodeMove> moves;
  std::vector<Node> outputs;  ///< what is left in slow memory for each (i, c), row by row; no_node: nothing
  std::optional<Broken> broken;

  [[nodiscard]] std::span<const Node> operands_of(Node n) const {
    const std::uint32_t from = n == 0 ? 0 : nodes[n - 1].operands_end;
    return std::span{operands}.subspan(from, nodes[n].operands_end - from);
  }
};

/// A schedule's trace. What a value is follows from how it was made; labels are not looked at, but for the
/// inputs. `broken` names a product of two words that do not belong together.
[[nodiscard]] Execution execution_of(const sim::Trace& trace, const AttentionShape& shape, Words M);

/// A pebbling of attention:N,d or attention:N,d+l (no other form). Expects that the checker called it VALID.
/// Throws: sim::InvalidArgument for another graph.
[[nodiscard]] Execution execution_of(const NamedGraph& graph, const sim::Moves& moves, Rules rules, Words M);

/// The shape of an attention graph whose sums take products as terms; none for any other graph.
[[nodiscard]] std::optional<AttentionShape> attention_shape(const NamedGraph& graph);

}  // namespace redblue::proofs_check::prove
