// A bfloat16 kernel with a fault on purpose, and the check that has to find it.
#pragma once

#include <string_view>
#include <vector>

#include <redblue/kernels/cpu/hopper_thread.hpp>
#include <redblue/kernels/flash_ws.cuh>
#include <redblue/kernels/two_phase_ws.cuh>

namespace redblue::test {

struct PlantedHopperFault {
  std::string_view check;  ///< a FaultKind, or counts, result; none: the control
  std::string_view what;
  enum class Runs { flash_ws, two_phase_ws } runs;
  void (*launch)(kernels::cpu::HopperLauncher&, const kernels::Bf16Operands&);
};

/// The tile that the faults are planted in: two panels, and a ring that turns every block.
inline constexpr int fault_d = 128;
inline constexpr int fault_Bc = 64;
inline constexpr int fault_slots = 2;

template <template <class, int, int, int> class Kernel>
void launch(kernels::cpu::HopperLauncher& launcher, const kernels::Bf16Operands& a) {
  const Kernel<kernels::Count, fault_d, fault_Bc, fault_slots> kernel{a};
  launcher(kernel, sim::ceil_div<sim::Extent>(a.shape.Nq, algorithms::flash_ws::Br));
}

}  // namespace redblue::test
