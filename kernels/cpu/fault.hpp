// KernelFault: what a kernel did that no run on a GPU may do, with the kernel, the block and the threads.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <redblue/sim/error.hpp>

namespace redblue::kernels::cpu {

enum class FaultKind {
  divergence,     ///< a barrier that not all threads reach
  deadlock,       ///< a shuffle, an mbarrier or a warpgroup whose partners never come
  race,           ///< a word of shared memory touched by two threads between two barriers, written by one
  uninitialised,  ///< a word of shared memory read before any thread wrote it
  out_of_bounds,  ///< beyond a matrix, or beyond the shared memory that the plan pays for
  in_flight,      ///< a copy or a product of Hopper's asynchronous units whose end nobody waited for
  unfenced,       ///< what those units may not see yet: a fence is missing
  misuse,         ///< an operand that their instructions do not take
};

[[nodiscard]] constexpr std::string_view name(FaultKind kind) {
  switch (kind) {
    case FaultKind::divergence:
      return "divergence";
    case FaultKind::deadlock:
      return "deadlock";
    case FaultKind::race:
      return "race";
    case FaultKind::uninitialised:
      return "uninitialised";
    case FaultKind::out_of_bounds:
      return "out_of_bounds";
    case FaultKind::in_flight:
      return "in_flight";
    case FaultKind::unfenced:
      return "unfenced";
    case FaultKind::misuse:
      return "misuse";
  }
  return {};
}

class KernelFault : public sim::Error {
 public:
  KernelFault(FaultKind what, std::string_view kernel, long block, const std::string& text)
      : Error("kernel " + std::string(kernel) + ", block " + std::to_string(block) + ": " +
              std::string(name(what)) + ": " + text),
        kind(what) {}
  FaultKind kind;
};

}  // namespace redblue::kernels::cpu
