// What a launch of a bfloat16 kernel needs on either back end: its plan, and where the matrices of its heads
// lie.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/schedule.hpp>
#include <redblue/algorithms/two_phase_ws.hpp>
#include <redblue/kernels/bf16_operands.cuh>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

using Bf16Plan = std::variant<algorithms::FlashWs::Plan, algorithms::TwoPhaseWs::Plan>;

/// Throws: sim::InvalidArgument for a plan without a kernel in bfloat16.
[[nodiscard]] Bf16Plan bf16_plan(const algorithms::Planned& planned);

[[nodiscard]] std::vector<Bf16> in_bf16(std::span<const float> from);
/// `to` holds the same numbers.
void in_float(std::span<const Bf16> from, std::span<float> to);

/// Words from one row of stored scores to the next: the copy engine wants rows of whole 16 bytes.
[[nodiscard]] constexpr Extent score_pitch(Extent Nk) { return sim::ceil_div<Extent>(Nk, 8) * 8; }
/// The scores that a plan stores for one head. Unit: words, those between rows among them.
[[nodiscard]] inline Extent stored_scores(const Bf16Plan& plan, const AttentionShape& shape) {
  return std::holds_alternative<algorithms::TwoPhaseWs::Plan>(plan) ? shape.Nq * score_pitch(shape.Nk) : 0;
}

/// The first words of each tensor, all heads of it one after another.
struct Bf16Memory {
  const Bf16* Q;
  const Bf16* K;
  const Bf16* V;
  Bf16* O;
  Bf16* S;
  Counters* counters;
};
[[nodiscard]] Bf16Operands bf16_operands(const Head& head, const Bf16Plan& plan, const Bf16Memory& at);

}  // namespace redblue::kernels
