// Attention in plain bfloat16, for the kernels of that precision to be held against.
#pragma once

#include <redblue/algorithms/reference.hpp>
#include <redblue/kernels/bf16.hpp>

namespace redblue::kernels {

/// The nearest bfloat16 values.
[[nodiscard]] algorithms::Inputs<float> in_bf16(algorithms::Inputs<float> inputs);

/// Attention where scores, probabilities and output are each rounded to bfloat16 as they are stored, and sums
/// run in fp32: what a framework does that has no fused kernel.
[[nodiscard]] sim::Matrix<float> bf16_attention(const sim::AttentionShape& shape, float scale,
                                                const algorithms::Inputs<float>& inputs);

/// The error, in units of Reference::largest_magnitude, allowed to a bfloat16 kernel: half as much again as
/// plain bfloat16 has, and where that is right by luck, one rounding of a probability and one of the output.
[[nodiscard]] double allowed_in_bf16(const algorithms::Reference& reference, const sim::Matrix<float>& plain);

}  // namespace redblue::kernels
