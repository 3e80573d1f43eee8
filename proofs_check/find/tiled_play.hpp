// The tiled schedules of theory 2, replayed as plays of a graph.
#pragma once

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/play_order.hpp>

namespace redblue::proofs_check::finder {

/// Of attention:N,d and attention:N,d+l the cheapest catalogued schedule that keeps just the statistics of
/// the graph (two_phase, flash_streamed), of matmul:m,n,k the cheapest tile of C with a row or column of an
/// operand beside it: the very moves of the schedule, and its count. None of other graphs, under rules
/// without terms, and where no schedule fits M.
[[nodiscard]] std::optional<Play> tiled_play(const KnownFamily& family, Rules rules, std::int64_t M);

}  // namespace redblue::proofs_check::finder
