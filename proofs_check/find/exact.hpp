// The exact optimum of a small graph under the rules of one game, with the play that reaches it.
#pragma once

#include <redblue/proofs_check/find/search.hpp>
#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

/// The cheapest play of `game`, or where `options` stop the search the cheapest known and a proven lower
/// bound. `known` is a legal play, or empty; it is the answer unless a cheaper one is found. Needs game.M >=
/// game.smallest_M().
[[nodiscard]] SearchAnswer exact_optimum(const Game& game, const SearchOptions& options,
                                         sim::Moves known = {});

}  // namespace redblue::proofs_check::finder
