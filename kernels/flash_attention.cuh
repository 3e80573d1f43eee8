// FlashAttention, fp32: one block of threads per head; K and V blocks stay in turn, Q, O, l and m pass.
//
// Plan:      FlashAttention::Plan, Br x Bc, init=onchip (--tiles kernel).
// Footprint: (Br + Bc)(dk + dv) + Br Bc + 4 Br words, all of them shared memory: K, V, Q, O, S, m, l, the old
//            weight of O and the new sum.
// Source:    Dao et al. 2022 (arXiv 2205.14135), Algorithm 1. Departures: O, l and m start on chip, so the
//            first pass reads none and the last writes no l, m; lines 10, 11 are folded, without m~, P~, l~:
//            P = exp(S - m_new) takes the place of S, its row sums add to the rescaled l; one stage.
//            Key blocks depend on each other through O, so a head has one block of threads.
#pragma once

#include <redblue/kernels/tile_ops.cuh>

namespace redblue::kernels {

template <class Policy>
struct FlashAttentionKernel {
  static constexpr const char* name = "flash_attention";
  Operands a;
  algorithms::TilePlan plan;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const Extent dk = a.shape.dk;
    const Extent dv = a.shape.dv;
    const auto K = fast.rotated(plan.Bc, dk);
    const auto V = fast.tile(plan.Bc, dv);
    const auto Q = fast.rotated(plan.Br, dk);
    const auto O = fast.tile(plan.Br, dv);
    const auto S = fast.rotated(plan.Br, plan.Bc);
    const auto m = fast.column(plan.Br);
    const auto l = fast.column(plan.Br);
    const auto old_weight = fast.column(plan.Br);
    const auto new_sum = fast.column(plan.Br);
    for (const Range j : algorithms::blocks({a.shape.first_key(), a.shape.Nk}, plan.Bc)) {
      const int keys = extent(j);
      load(io, K, a.K, dk, j, {0, dk});  // line 6
      load(io, V, a.V, dv, j, {0, dv});
      for (const Range i : algorithms::blocks_touching({0, a.shape.Nq}, a.shape.seen_by(j), plan.Br)) {
        const int rows = extent(i);
        const bool first = a.shape.visible(i).begin >= j.begin;
        const bool last = a.shape.visible(i).end <= j.end;
        load(io, Q, a.Q, dk, i, {0, dk});  // line 8
        if (first) {
          fill(thread, O, rows, static_cast<int>(dv), 0);
          fill(thread, l, rows, 1, 0);
          fill(thread, m, rows, 1, minus_infinity());
        } else {
          load(io, O, a.O, dv, i, {0, dv});
          load(io, l, a.l, 1, i, {0, 1});
          load(io, m, a.m, 1, i, {0, 1});
        }
        thread.barrier();
        if constexpr (Policy::computes) {
          multiply(
              thread, S, rows, keys, static_cast<int>(dk), [&](int r) { return Q.row(r); },
              [&](int c) { return K.row(c); }, [](int, int) { return 0.0F; },
              [&](float s, int r, int c) {  // line 9, masked by index
                return a.shape.visible(i.begin + r).contains(j.begin + c) ? a.scale * s : minus_infinity();
              });
          thread.barrier();
          online_softmax(thread, S, m, rows, keys, [&](int r, float factor, float sum) {  // lines 10, 11
            const float old = factor * l(r);
            old_weight.set(r, 0, old);
            new_sum.set(r, 0, old + sum);
            l.set(r, 0, old + sum);
          });
          thread.barrier();
          multiply(
              thread, O, rows, static_cast<int>(dv), keys, [&](int r) { return S.row(r); },
              [&](int c) { return V.column(c); }, [&](int r, int c) { return old_weight(r) * O(r, c); },
              [&](float o, int r, int) { return new_sum(r) == 0 ? 0 : o / new_sum(r); });  // line 12
          thread.barrier();
        }
        store(io, a.O, dv, i, {0, dv}, [&](int r, int c) { return O(r, c); });
        if (!last) {
          store(io, a.l, 1, i, {0, 1}, [&](int r, int) { return l(r); });  // line 13
          store(io, a.m, 1, i, {0, 1}, [&](int r, int) { return m(r); });
        }
        // No barrier: a thread stores the words that it loads next; Q, K, V were read before the last one.
      }
    }
    io.finish(a.counters);
  }
};

/// Launches it for one head.
template <class Policy, class Launcher>
void flash_attention(Launcher& launch, const Operands& a, algorithms::TilePlan plan) {
  launch(FlashAttentionKernel<Policy>{a, plan}, 1,
         algorithms::footprint::flash_attention(plan, a.shape.dk, a.shape.dv));
}

}  // namespace redblue::kernels
