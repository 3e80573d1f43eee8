// The phases of a play as parts of the graph: the theorem of Hong and Kung seen on an execution.
//
// A phase ends after every M-th load or store. Its part are the vertices that it completes in fast memory for
// the first time. What was in fast memory at its start and what it loads dominates the part; what it leaves
// there and what it stores holds the members of the part without a use in it, as long as nothing is placed in
// vain.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <redblue/sim/dag.hpp>
#include <redblue/sim/moves.hpp>

namespace redblue::proofs_check::finder {

struct Phase {
  std::vector<sim::Vertex> part;
  std::vector<sim::Vertex> held;  ///< in fast memory at the start, or loaded: a dominator of the part
  std::vector<sim::Vertex> ends;  ///< Min(part): members without a use in the part
  std::int64_t io = 0;
  bool dominated = true;                              ///< by `held`, walked through
  std::optional<sim::Vertex> in_vain = std::nullopt;  ///< an end that the phase neither leaves nor stores
};

/// The play without the loads and computations whose result is neither used nor stored before it is deleted.
[[nodiscard]] sim::Moves without_vain_moves(const sim::Dag& dag, const sim::Moves& moves);

/// The phases of a legal play of `classic` or `one_shot`, or of a graph without accumulations.
[[nodiscard]] std::vector<Phase> phases_of(const sim::Dag& dag, const sim::Moves& moves, std::int64_t M);

}  // namespace redblue::proofs_check::finder
