// The plain twin of the exact search: every legal move, no pruning, no idea.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

struct PlainAnswer {
  bool finished = false;                   ///< false: gave up after `most` positions, or was told to stop
  std::optional<std::int64_t> io = {};     ///< loads and stores; none where the graph cannot be pebbled
  std::uint64_t positions = 0;             ///< seen
  std::vector<Exhausted::Layer> layers{};  ///< one per cost below io, where asked for
};

struct PlainOptions {
  std::uint64_t most = 2'000'000;
  bool layers = false;  ///< tally every layer as certificates of kind `exhausted` have it
  const std::atomic<bool>* stop = nullptr;
};

/// The optimum by 0-1 breadth-first search over all legal moves.
[[nodiscard]] PlainAnswer plain_optimum(const Game& game, const PlainOptions& options = {});

}  // namespace redblue::proofs_check::finder
