// Confirmation: a kernel held against the schedule that the simulator ran: words per tensor exactly, the
// result against float64 (schema redblue.confirm/1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/gpu.hpp>
#include <redblue/kernels/hardware.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// What is asked: the plan of --tiles kernel at (shape, M).
struct Question {
  const algorithms::Schedule* schedule = nullptr;
  sim::AttentionShape shape{};
  sim::Words M{};
  std::optional<double> scale{};
  std::uint64_t seed = 1;
  std::optional<Hardware> hardware{};  ///< what ncu measured of this very question
  Extent heads = 1;                    ///< of this shape
  int launches = 50;                   ///< timed on a GPU; 1: for a profiler that looks on
};

enum class Verdict { counts_exact_cpu, counts_exact_gpu, confirmed, mismatch };

[[nodiscard]] constexpr std::string_view name(Verdict v) {
  switch (v) {
    case Verdict::counts_exact_cpu:
      return "COUNTS EXACT (CPU back end)";
    case Verdict::counts_exact_gpu:
      return "COUNTS EXACT (GPU software counter)";
    case Verdict::confirmed:
      return "CONFIRMED (hardware counters)";
    case Verdict::mismatch:
      return "MISMATCH";
  }
  return {};
}

struct Confirmation {
  Question question;
  algorithms::Planned planned;
  sim::Counts expected;         ///< the simulator's, of all heads
  RunReport run;                ///< on the CPU back end, policy Count
  std::optional<GpuRun> gpu{};  ///< where there is one
  double relative_error = 0;
  double allowed_error = 0;                ///< 8 eps (4 + max|score|), theory 2.11
  std::vector<std::string> disagreements;  ///< sentences; empty: all is well

  /// What counters of the hardware say: of ncu, or in process; null where there are none.
  [[nodiscard]] const Hardware* hardware() const {
    if (question.hardware) return &*question.hardware;
    return gpu && gpu->hardware ? &*gpu->hardware : nullptr;
  }
  [[nodiscard]] Verdict verdict() const {
    if (!disagreements.empty()) return Verdict::mismatch;
    if (hardware() != nullptr) return Verdict::confirmed;
    return gpu ? Verdict::counts_exact_gpu : Verdict::counts_exact_cpu;
  }
};

/// About a minute of the CPU back end.
inline constexpr sim::Int128 most_multiply_adds = 3'000'000'000;
/// Why heads of this shape are more than the CPU back end runs; empty where they are not.
[[nodiscard]] std::string why_too_long(const sim::AttentionShape& shape, sim::Int128 heads);

/// Why no kernel can run it at any M; empty when one can.
[[nodiscard]] std::string why_not(const Question& question);
/// The least M at which the kernel's plan fits. Unit: words.
[[nodiscard]] sim::Words smallest_M(const Question& question);

/// Plans, counts and runs on the CPU back end under policies Count, Plain and IoOnly, and on a GPU where
/// there is one; empty where the plan does not fit M. A KernelFault of the kernel is a disagreement. Throws:
/// sim::InvalidArgument where `why_not` is not empty.
[[nodiscard]] std::optional<Confirmation> confirm(const Question& question);

}  // namespace redblue::kernels
