// S = scale Q K^T, every score stored, fp32: the first kernel of standard and of two_phase.
// A block of threads per tile of S; the tile stays, panels of columns of Q and K pass.
//
// Plan:      ScorePlan, Br x Bc and panel p (--tiles kernel).
// Footprint: Br Bc + (Br + Bc) p words, all of them shared memory: S, Q, K.
// Source:    theory of docs/schedules.md, Sstat. Departure: a panel of columns is held, not one.
#pragma once

#include <redblue/kernels/tile_ops.cuh>

namespace redblue::kernels {

template <class Policy>
struct ScoreTilesKernel {
  static constexpr const char* name = "score_tiles";
  Operands a;
  algorithms::kernel::Panels plan;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const auto S = fast.rotated(plan.tile.Br, plan.tile.Bc);
    const auto Q = fast.rotated(plan.tile.Br, plan.panel);
    const auto K = fast.rotated(plan.tile.Bc, plan.panel);
    const auto [i, j] = tile_of_block(thread.block(), a.shape.Nq, a.shape.Nk, plan.tile);
    const int rows = extent(i);
    const int keys = extent(j);
    fill(thread, S, rows, keys, 0);
    for (const Range c : algorithms::blocks({0, a.shape.dk}, plan.panel)) {
      load(io, Q, a.Q, a.shape.dk, i, c);
      load(io, K, a.K, a.shape.dk, j, c);
      thread.barrier();
      if constexpr (Policy::computes)
        multiply(
            thread, S, rows, keys, extent(c), [&](int r) { return Q.row(r); },
            [&](int k) { return K.row(k); }, [&](int r, int k) { return S(r, k); },
            [](float s, int, int) { return s; });
      thread.barrier();
    }
    store(io, a.S, a.shape.Nk, i, j, [&](int r, int c) { return a.scale * S(r, c); });
    io.finish(a.counters);
  }
};

template <class Policy, class Launcher>
void score_tiles(Launcher& launch, const Operands& a, algorithms::kernel::Panels plan) {
  launch(ScoreTilesKernel<Policy>{a, plan}, tiles_of(a.shape.Nq, a.shape.Nk, plan.tile),
         algorithms::footprint::panel_product(plan.tile, plan.panel, 0));
}

}  // namespace redblue::kernels
