// Running a kernel: spans in, a span out, and what moved. No state outlives a call.
#pragma once

#include <span>

#include <redblue/kernels/cpu/warp_log.hpp>
#include <redblue/kernels/kernel_plan.hpp>
#include <redblue/kernels/operands.hpp>
#include <redblue/sim/counts.hpp>

namespace redblue::kernels {

/// Heads of one shape, each row-major, one after another. Shape: of one head, Q Nq x dk, K Nk x dk, V Nk x
/// dv, O Nq x dv.
struct Head {
  AttentionShape shape;
  float scale = 1;
  std::span<const float> Q, K, V;
  std::span<float> O;
  Extent heads = 1;
};

struct RunReport {
  sim::Counts counted;      ///< by the kernel's own counters; zero but under PolicyKind::count
  sim::Counts moved;        ///< as the CPU back end saw it, under every policy
  Extent shared_words = 0;  ///< the most of any launch; bfloat16: with the fragments in registers
  Extent shared_bytes = 0;  ///< of shared memory alone, the most of any launch
  int threads = 0;          ///< of a block
  double seconds = 0;
  cpu::Predictions predictions;
};

/// O is attention of each head (under io_only: the same words, of no meaning), by the kernels of the plan on
/// the CPU back end, one thread after another. `predict`: also what warps make of the first blocks'
/// addresses. Throws: sim::InvalidArgument for spans that are not the shape's, cpu::KernelFault.
RunReport run_on_cpu(const KernelPlan& plan, const Head& head, PolicyKind policy, bool predict = false);

/// The same words per tensor, reads and writes, in the simulator's form.
[[nodiscard]] sim::Counts as_counts(const Counters& counters);

/// What a kernel stores beside O for each head. Unit: words; statistics: of m and of l each.
struct Intermediates {
  Extent S = 0;
  Extent P = 0;
  Extent statistics = 0;
};
[[nodiscard]] Intermediates intermediates(const KernelPlan& plan, const AttentionShape& shape);

/// Throws: sim::InvalidArgument naming the first span whose size is not the shape's.
void require_sizes(const Head& head);

}  // namespace redblue::kernels
