// FlashAttention-2, fp32: a block of threads per row block; Q and O stay, K and V blocks pass.
//
// Plan:      FlashAttention2::Plan, Br x Bc (--tiles kernel).
// Footprint: (Br + Bc)(dk + dv) + Br Bc + 3 Br words, all of them shared memory: Q, O, K, V, S, m, l and the
//            rescale factor that a row's threads share.
// Source:    Dao 2023 (arXiv 2307.08691), Algorithm 1. Departures: the rescale factor is exp(m_old - m_new)
//            (printed inverted); no logsumexp; one stage, so a block waits for its loads.
#pragma once

#include <redblue/kernels/tile_ops.cuh>

namespace redblue::kernels {

template <class Policy>
struct FlashAttention2Kernel {
  static constexpr const char* name = "flash_attention_2";
  Operands a;
  algorithms::TilePlan plan;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const Extent dk = a.shape.dk;
    const Extent dv = a.shape.dv;
    const auto Q = fast.rotated(plan.Br, dk);
    const auto K = fast.rotated(plan.Bc, dk);
    const auto V = fast.tile(plan.Bc, dv);
    const auto S = fast.rotated(plan.Br, plan.Bc);
    const auto O = fast.tile(plan.Br, dv);
    const auto m = fast.column(plan.Br);
    const auto l = fast.column(plan.Br);
    const auto factor = fast.column(plan.Br);
    const Range i = algorithms::blocks({0, a.shape.Nq}, plan.Br)[thread.block()];
    const int rows = extent(i);
    load(io, Q, a.Q, dk, i, {0, dk});
    fill(thread, O, rows, static_cast<int>(dv), 0);
    fill(thread, m, rows, 1, minus_infinity());
    fill(thread, l, rows, 1, 0);
    for (const Range j :
         algorithms::blocks_touching({a.shape.first_key(), a.shape.Nk}, a.shape.visible(i), plan.Bc)) {
      const int keys = extent(j);
      load(io, K, a.K, dk, j, {0, dk});
      load(io, V, a.V, dv, j, {0, dv});
      thread.barrier();
      if constexpr (Policy::computes) {
        multiply(
            thread, S, rows, keys, static_cast<int>(dk), [&](int r) { return Q.row(r); },
            [&](int c) { return K.row(c); }, [](int, int) { return 0.0F; },
            [&](float s, int r, int c) {  // line 8: S = scale Q K^T, masked by index
              return a.shape.visible(i.begin + r).contains(j.begin + c) ? a.scale * s : minus_infinity();
            });
        thread.barrier();
        online_softmax(thread, S, m, rows, keys, [&](int r, float old, float sum) {  // line 9
          l.set(r, 0, old * l(r) + sum);
          factor.set(r, 0, old);
        });
        thread.barrier();
        multiply(
            thread, O, rows, static_cast<int>(dv), keys, [&](int r) { return S.row(r); },
            [&](int c) { return V.column(c); }, [&](int r, int c) { return factor(r) * O(r, c); },
            [](float o, int, int) { return o; });  // line 10: O = diag(factor) O + P V
      }
      thread.barrier();
    }
    store(io, a.O, dv, i, {0, dv}, [&](int r, int c) { return l(r) == 0 ? 0 : O(r, c) / l(r); });  // line 12
    io.finish(a.counters);
  }
};

/// Launches it for one head.
template <class Policy, class Launcher>
void flash_attention_2(Launcher& launch, const Operands& a, algorithms::TilePlan plan) {
  launch(FlashAttention2Kernel<Policy>{a, plan}, sim::ceil_div(a.shape.Nq, plan.Br),
         algorithms::footprint::flash_attention_2(plan, a.shape.dk, a.shape.dv));
}

}  // namespace redblue::kernels
