// Macro: the unit in which the exact searches move.
#pragma once

#include <limits>

#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

/// One macro move. `drop` and `fresh` are used where values may be computed again (again.hpp).
struct Macro {
  unsigned step = 0;
  Mask evict = 0;          ///< deleted first, after a store where one is due
  Mask drop = 0;           ///< those of `evict` that are not stored although they have no slow copy
  bool take_over = false;  ///< the target takes the word of the marked operand
  bool fresh = false;      ///< an accumulation starts empty although a partial slow copy exists
};

/// Writes a move for every element of a set, where there is something to write on.
inline void write(sim::Moves* moves, sim::Move::Kind kind, Mask set) {
  if (moves != nullptr) each(set, [&](unsigned v) { moves->push_back({kind, v}); });
}

/// What `expand` of a space gives when nothing dearer is left.
inline constexpr int no_more = std::numeric_limits<int>::max();

/// What `price` of a space gives for what cannot be bought.
inline constexpr int no_price = std::numeric_limits<int>::max();

}  // namespace redblue::proofs_check::finder
