// A kernel with a fault on purpose, and the check that has to find it.
#pragma once

#include <string_view>
#include <vector>

#include <redblue/kernels/cpu/launcher.hpp>
#include <redblue/kernels/kernel_plan.hpp>

namespace redblue::test {

struct PlantedFault {
  std::string_view check;     ///< a FaultKind, or counts, footprint, result; none: the control
  std::string_view schedule;  ///< which to run
  std::string_view what;
  void (*launch)(kernels::cpu::Launcher&, const kernels::Operands&, const kernels::KernelPlan&);
};

}  // namespace redblue::test
