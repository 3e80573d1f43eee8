// Confirmation: a kernel held against the schedule that the simulator ran: words per tensor exactly, the
// result against float64 (schema redblue.confirm/1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// What is asked: the plan of --tiles kernel at (shape, M).
struct Question {
  const algorithms::Schedule* schedule = nullptr;
  sim::AttentionShape shape{};
  sim::Words M{};
  std::optional<double> scale{};
  std::uint64_t seed = 1;
};

enum class Verdict { counts_exact_cpu, mismatch };

[[nodiscard]] constexpr std::string_view name(Verdict v) {
  return v == Verdict::counts_exact_cpu ? "COUNTS EXACT (CPU back end)" : "MISMATCH";
}

struct Confirmation {
  Question question;
  algorithms::Planned planned;
  sim::Counts expected;  ///< the simulator's
  RunReport run;         ///< policy Count
  double relative_error = 0;
  double allowed_error = 0;                ///< 8 eps (4 + max|score|), theory 2.11
  std::vector<std::string> disagreements;  ///< sentences; empty: all is well

  [[nodiscard]] Verdict verdict() const {
    return disagreements.empty() ? Verdict::counts_exact_cpu : Verdict::mismatch;
  }
};

/// Why no kernel can run it at any M; empty when one can.
[[nodiscard]] std::string why_not(const Question& question);
/// The least M at which the kernel's plan fits. Unit: words.
[[nodiscard]] sim::Words smallest_M(const Question& question);

/// Plans, counts and runs on the CPU back end under policies Count, Plain and IoOnly; empty where the plan
/// does not fit M. A KernelFault of the kernel is a disagreement.
/// Throws: sim::InvalidArgument where `why_not` is not empty.
[[nodiscard]] std::optional<Confirmation> confirm(const Question& question);

}  // namespace redblue::kernels
