// Good plays that need not be the best: for graphs of 10^3 to 10^5 vertices, and as the first upper bound of
// the exact search.
#pragma once

#include <atomic>
#include <chrono>

#include <redblue/proofs_check/find/play_order.hpp>
#include <redblue/proofs_check/game.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check::finder {

/// Room that any play of the graph needs. Unit: words.
[[nodiscard]] std::int64_t smallest_M(const StepList& steps);

struct BeamOptions {
  std::size_t width = 64;  ///< partial plays kept per number of steps done, on graphs of up to 64 vertices
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
};

/// Macro moves, the `width` most promising partial plays of each length. A play of `game` that computes
/// nothing twice. Needs game.M >= game.smallest_M().
[[nodiscard]] Play beam_play(const Game& game, const BeamOptions& options);

/// The cheapest of several orders (file, depth first, list scheduling, tiles), each played with several
/// weights of a store, and on small graphs of beam_play. Needs M >= smallest_M. Never without a play: limits
/// only end the looking for better ones.
[[nodiscard]] Play good_play(const NamedGraph& graph, Rules rules, std::int64_t M,
                             const BeamOptions& options);

}  // namespace redblue::proofs_check::finder
