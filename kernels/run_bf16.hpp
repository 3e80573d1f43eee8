// Running the bfloat16 kernels on the CPU back end.
#pragma once

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// There is a bfloat16 kernel for plans of this schedule.
[[nodiscard]] bool runs_in_bf16(const algorithms::Schedule& schedule);

/// Q, K and V rounded to bfloat16, O as the kernel leaves it. Words are of 16 bits.
/// Throws: sim::InvalidArgument for spans that are not the shape's, cpu::KernelFault.
RunReport run_bf16_on_cpu(const algorithms::Planned& planned, const Head& head, PolicyKind policy);

}  // namespace redblue::kernels
