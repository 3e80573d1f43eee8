// Attention by its definition, for kernels to be held against: in double, and in plain float, which says how
// much of an error is the precision's. No library beside the standard one.
#pragma once

#include <redblue/algorithms/reference.hpp>

namespace redblue::kernels {

using algorithms::Inputs;

/// softmax(scale Q K^T under the mask) V in double, with the row maximum subtracted.
[[nodiscard]] algorithms::Reference direct_attention(const sim::AttentionShape& shape, double scale,
                                                     const Inputs<float>& inputs);

/// The same in float, as written down: scores, probabilities, their product with V, term by term.
[[nodiscard]] sim::Matrix<float> float_attention(const sim::AttentionShape& shape, float scale,
                                                 const Inputs<float>& inputs);

/// Q, K and V uniform in [-2, 2], the same bits everywhere.
[[nodiscard]] Inputs<float> uniform_inputs(const sim::AttentionShape& shape, std::uint64_t seed);

}  // namespace redblue::kernels
