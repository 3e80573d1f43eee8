// Plays the steps of a graph in a given order: loads when needed, evicts what is needed last (Belady), and
// weighs a store against a longer wait.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include <redblue/proofs_check/find/step_list.hpp>

namespace redblue::proofs_check::finder {

/// So many steps go by between two looks at the clock.
inline constexpr std::uint32_t steps_between_questions = 1 << 12;

using Order = std::vector<StepId>;

struct Play {
  std::int64_t io = 0;  ///< loads and stores
  sim::Moves moves;     ///< empty where only the count was asked for
};

struct PlayOptions {
  /// How many times further away the next use of a word must be if evicting it takes a store.
  int store_weight = 2;
  bool keep_moves = true;
  std::int64_t give_up_at = INT64_MAX;  ///< stop when io reaches this
  std::function<bool()> over = {};      ///< asked every few thousand steps: give up
};

/// Computes nothing twice, so the play is one of all four games. `order` holds every step once, operands
/// first and starred terms last. Needs M >= the smallest M of the graph. None when it gave up.
[[nodiscard]] std::optional<Play> play_order(const StepList& steps, const Order& order, std::int64_t M,
                                             const PlayOptions& options);

}  // namespace redblue::proofs_check::finder
