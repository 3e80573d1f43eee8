// The phases of an execution, move by move: what tile_phases counts, enumerated, and for recomputation too.
#pragma once

#include <redblue/proofs_check/prove/execution.hpp>

namespace redblue::proofs_check::prove {

/// Plays the moves and cuts them. `broken` names the first thing that is wrong with the execution: a product
/// that the outputs lack (sum), a score used before it is whole (scores), a word used that was neither loaded
/// nor made (charges), more words than M (capacity). Throws: TooManyPhases above most_phases.
[[nodiscard]] Phases element_phases(const Execution& execution, Proof proof, Int128 X);

}  // namespace redblue::proofs_check::prove
