// two_phase, fp32, the schedule for M < d^2: raw scores stored once (score_tiles.cuh), then the online
// softmax over them as they come back. A block of threads per tile of O; panels of scores and of rows of V
// pass.
//
// Plan:      TwoPhase::Plan, Br x Bc and panel p for each phase (--tiles kernel).
// Footprint: phase 2: Br Bc + (Br + Bc) p + 3 Br words, all of them shared memory: O, S, V, m, l and the
//            rescale factor that a row's threads share.
// Source:    redblue, docs/schedules.md, two_phase. Departure: panels are held, not single words.
#pragma once

#include <redblue/kernels/score_tiles.cuh>

namespace redblue::kernels {

template <class Policy>
struct OnlineOutputKernel {
  static constexpr const char* name = "two_phase_output";
  Operands a;
  algorithms::kernel::Panels plan;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const auto O = fast.tile(plan.tile.Br, plan.tile.Bc);
    const auto S = fast.rotated(plan.tile.Br, plan.panel);
    const auto V = fast.tile(plan.panel, plan.tile.Bc);
    const auto m = fast.column(plan.tile.Br);
    const auto l = fast.column(plan.tile.Br);
    const auto factor = fast.column(plan.tile.Br);
    const auto [i, c] = tile_of_block(thread.block(), a.shape.Nq, a.shape.dv, plan.tile);
    const int rows = extent(i);
    const int cols = extent(c);
    fill(thread, O, rows, cols, 0);
    fill(thread, m, rows, 1, minus_infinity());
    fill(thread, l, rows, 1, 0);
    for (const Range j : algorithms::blocks({0, a.shape.Nk}, plan.panel)) {
      load(io, S, a.S, a.shape.Nk, i, j);
      load(io, V, a.V, a.shape.dv, j, c);
      thread.barrier();
      if constexpr (Policy::computes) {
        online_softmax(thread, S, m, rows, extent(j), [&](int r, float old, float sum) {
          l.set(r, 0, old * l(r) + sum);
          factor.set(r, 0, old);
        });
        thread.barrier();
        multiply(
            thread, O, rows, cols, extent(j), [&](int r) { return S.row(r); },
            [&](int k) { return V.column(k); }, [&](int r, int k) { return factor(r) * O(r, k); },
            [](float o, int, int) { return o; });
      }
      thread.barrier();
    }
    store(io, a.O, a.shape.dv, i, c, [&](int r, int k) { return l(r) == 0 ? 0 : O(r, k) / l(r); });
    io.finish(a.counters);
  }
};

/// Launches both phases for one head.
template <class Policy, class Launcher>
void two_phase(Launcher& launch, const Operands& a, algorithms::kernel::Panels scores,
               algorithms::kernel::Panels output) {
  score_tiles<Policy>(launch, a, scores);
  launch(OnlineOutputKernel<Policy>{a, output}, tiles_of(a.shape.Nq, a.shape.dv, output.tile),
         algorithms::footprint::panel_product(output.tile, output.panel, 3));
}

}  // namespace redblue::kernels
