// Moves: what a player of a red-blue pebble game does, one at a time.
#pragma once

#include <cstdint>
#include <vector>

#include <redblue/sim/dag.hpp>

namespace redblue::sim {

/// `L v` load, `S v` store, `D v` delete, `C v` compute; `C v t` computes term t of an accumulation,
/// `C v !` takes over the word of the marked operand (interface 3a).
struct Move {
  enum class Kind : char { load = 'L', store = 'S', discard = 'D', compute = 'C' };
  static constexpr std::int32_t whole = -1;       ///< C v
  static constexpr std::int32_t takes_over = -2;  ///< C v !

  Kind kind;
  Vertex v;
  std::int32_t term = whole;

  friend constexpr bool operator==(const Move&, const Move&) = default;
};

using Moves = std::vector<Move>;

}  // namespace redblue::sim
