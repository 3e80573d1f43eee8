// Running the bfloat16 kernels on the CPU back end.
#pragma once

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// There is a bfloat16 kernel for plans of this schedule.
[[nodiscard]] bool runs_in_bf16(const algorithms::Schedule& schedule);
/// Of a word of the schedule's kernel; every number of words of it, M among them, is of such words. Unit:
/// bits.
[[nodiscard]] inline int word_bits(const algorithms::Schedule& schedule) {
  return runs_in_bf16(schedule) ? 16 : 32;
}

/// Q, K and V rounded to bfloat16, O as the kernel leaves it. Words are of 16 bits. `predict`: as
/// run_on_cpu, and sectors of the boxes of those blocks.
/// Throws: sim::InvalidArgument for spans that are not the shape's, cpu::KernelFault.
RunReport run_bf16_on_cpu(const algorithms::Planned& planned, const Head& head, PolicyKind policy,
                          bool predict = false);

}  // namespace redblue::kernels
