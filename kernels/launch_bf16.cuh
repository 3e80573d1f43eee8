// From a plan of a bfloat16 kernel to its launch: the one list of compiled tiles, for every back end and
// policy.
#pragma once

#include <utility>

#include <redblue/kernels/bf16_head.hpp>
#include <redblue/kernels/flash_ws.cuh>
#include <redblue/kernels/kernel_plan.hpp>
#include <redblue/kernels/two_phase_ws.cuh>

namespace redblue::kernels {

template <class Policy, int d, int Bc, int slots, class Launcher>
void launch_flash_ws(Launcher& launcher, const Bf16Operands& a) {
  using Kernel = FlashWsKernel<Policy, d, Bc, slots>;
  Kernel kernel{a};
  kernel.a.Q.box_rows = Kernel::Br;
  kernel.a.K.box_rows = kernel.a.V.box_rows = Bc;
  launcher(kernel, sim::ceil_div<Extent>(a.shape.Nq, Kernel::Br));
}

/// The heads by the kernel compiled for the tile.
template <class Policy, class Launcher>
void launch_bf16(Launcher& launcher, const Bf16Operands& a, flash_ws::Tile tile) {
  const auto try_tile = [&]<std::size_t n>() {
    constexpr flash_ws::Tile t = flash_ws::tiles[n];
    if (t.d != tile.d || t.Bc != tile.Bc || t.slots != tile.slots) return;
    launch_flash_ws<Policy, t.d, t.Bc, t.slots>(launcher, a);
  };
  [&]<std::size_t... n>(std::index_sequence<n...>) { (try_tile.template operator()<n>(), ...); }
  (std::make_index_sequence<flash_ws::tiles.size()>{});
}

template <class Policy, class Launcher>
void launch_bf16(Launcher& launcher, const Bf16Operands& a, const algorithms::TwoPhaseWs::Plan& plan) {
  constexpr auto slots = two_phase_ws::slots;
  plan.slots == slots[0] ? two_phase_ws_kernels<Policy, slots[0]>(launcher, a)
                         : two_phase_ws_kernels<Policy, slots[1]>(launcher, a);
}

/// The same with plan and policy chosen at run time.
template <class Launcher>
void launch_bf16(Launcher& launcher, const Bf16Operands& a, const Bf16Plan& plan, PolicyKind policy) {
  std::visit(
      [&](const auto& which) {
        switch (policy) {
          case PolicyKind::plain:
            return launch_bf16<Plain>(launcher, a, which);
          case PolicyKind::count:
            return launch_bf16<Count>(launcher, a, which);
          case PolicyKind::io_only:
            return launch_bf16<IoOnly>(launcher, a, which);
        }
      },
      plan);
}

}  // namespace redblue::kernels
