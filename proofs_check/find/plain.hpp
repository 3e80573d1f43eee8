// The plain twin of the exact search: every legal move, no pruning, no idea.
#pragma once

#include <cstdint>
#include <optional>

#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

struct PlainAnswer {
  bool finished = false;                ///< false: gave up after `most` positions
  std::optional<std::int64_t> io = {};  ///< loads and stores; none where the graph cannot be pebbled
  std::uint64_t positions = 0;          ///< seen
};

/// The optimum by 0-1 breadth-first search over all legal moves.
[[nodiscard]] PlainAnswer plain_optimum(const Game& game, std::uint64_t most = 2'000'000);

}  // namespace redblue::proofs_check::finder
