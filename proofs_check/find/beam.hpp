// Beam search: a good play of a small graph that need not be the best.
#pragma once

#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

/// Macro moves, the `width` most promising partial plays of each length, one from where `limits` end it on.
/// `game` is one of those without recomputation. Needs game.M >= game.smallest_M().
[[nodiscard]] Play beam_play(const Game& game, const PlayLimits& limits);

}  // namespace redblue::proofs_check::finder
