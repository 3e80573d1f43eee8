// Standard normal inputs for executed runs, the same bits on every platform.
#pragma once

#include <cstdint>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::study {

/// Q, K and V drawn from N(0,1) by the generator seeded with `seed`.
[[nodiscard]] algorithms::Inputs<double> normal_inputs(const sim::AttentionShape& shape, std::uint64_t seed);

/// The same values rounded to float.
[[nodiscard]] algorithms::Inputs<float> to_float(const algorithms::Inputs<double>& inputs);

}  // namespace redblue::study
