// FlashAttention-2 on Hopper's asynchronous units, bfloat16 in and out, fp32 inside. A block has 128 rows of
// queries: one thread of a producer warpgroup keeps the copy engine busy, two consumer warpgroups of 64 rows
// each multiply and exponentiate, and while one exponentiates the other can multiply.
//
// Plan:      FlashWs::Plan (algorithms/flash_ws.hpp), Br = 128, a ring of `slots` blocks of K and V in turn.
// Footprint: Q and the ring in shared memory, O, S, m and l as fp32 fragments in registers (two words each),
//            the mbarriers. P takes the place of S, sixteen keys at a time.
// Source:    Dao 2023 (arXiv 2307.08691), Algorithm 1; the pipeline after Shah et al. 2024
//            (arXiv 2407.08608).
//            Departures: K and V share one ring; no ping-pong barrier between the consumers and no overlap of
//            softmax and product inside one; O leaves the registers by plain stores; no logsumexp.
// Ragged N:  boxes beyond the matrix arrive as zeros, which are not read; those keys are masked, those rows
//            not stored.
#pragma once

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/kernels/bf16_operands.cuh>
#include <redblue/kernels/fragments.cuh>
#include <redblue/kernels/ring.cuh>

namespace redblue::kernels {

namespace flash_ws = algorithms::flash_ws;

template <class Policy, int d, int Bc, int slots>
struct FlashWsKernel {
  static constexpr const char* name = "flash_ws";
  static constexpr int consumers = flash_ws::consumers;
  static constexpr int Br = flash_ws::Br;
  static constexpr int threads = (1 + consumers) * hopper::warpgroup;
  static constexpr int panels = d / box_cols;
  static constexpr int Q_bytes = Br * d * 2;
  static constexpr int slot_bytes = Bc * d * 2;
  static constexpr int Q_barrier = Q_bytes + slots * slot_bytes;
  using Slots = Ring<slots, slot_bytes, Q_bytes, Q_barrier + hopper::mbarrier_bytes>;
  static constexpr int shared_bytes = Slots::end;

  Bf16Operands a;

  using Fragments = RowFragments<d, Bc>;
  static constexpr int register_words =
      consumers * hopper::warpgroup * static_cast<int>(sizeof(Fragments) / 2);
  static_assert(shared_bytes <= hopper::most_shared_bytes);
  static_assert(shared_bytes / 2 + register_words == flash_ws::footprint({d, Bc, slots}));

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    if (thread.index() == 0) {
      thread.mbarrier_init(Q_barrier, 1);
      Slots::init(thread, consumers * hopper::warpgroup / 32);
      thread.mbarrier_fence_init();
    }
    thread.barrier();
    const Range i = algorithms::blocks({0, a.shape.Nq}, Br)[thread.block()];
    const KeyBlocks passes =
        algorithms::blocks_touching({a.shape.first_key(), a.shape.Nk}, a.shape.visible(i), Bc);
    Access<Policy, Thread> io(thread);
    if (thread.index() < hopper::warpgroup) {
      thread.template give_registers<40>();
      if (thread.index() == 0) produce(io, i, passes);
    } else {
      thread.template take_registers<232>();
      consume(io, i, passes);
    }
    io.finish(a.counters);
  }

 private:
  /// A block of rows of a matrix is on its way, 64 columns a box.
  template <class Io, int tensor>
  REDBLUE_DEVICE static void load(Io& io, const TensorMap<tensor>& map, int to, int barrier, Extent row) {
    io.thread().mbarrier_arrive_expect_tx(barrier, panels * map.box_bytes());
    for (int p = 0; p < panels; ++p) io.load_box(map, to + p * map.box_bytes(), barrier, row, p * box_cols);
  }

  template <class Io>
  REDBLUE_DEVICE void produce(Io& io, Range i, KeyBlocks passes) const {
    load(io, a.Q, 0, Q_barrier, i.begin);
    Slots slot;
    REDBLUE_ROLLED
    for (int n = 0; n < passes.count; ++n) {
      const int key = passes.first + n * Bc;
      slot.wait_until_empty(io.thread());
      load(io, a.K, slot.bytes(), slot.full(), key);
      slot.next();
      slot.wait_until_empty(io.thread());
      load(io, a.V, slot.bytes(), slot.full(), key);
      slot.next();
    }
  }

  template <class Io>
  REDBLUE_DEVICE void consume(Io& io, Range i, KeyBlocks passes) const {
    auto& thread = io.thread();
    const int first = (thread.index() / hopper::warpgroup - 1) * hopper::product_rows;
    Fragments mine;
    Slots slot;
    thread.mbarrier_wait(Q_barrier, 0);
    for (int n = 0; n < passes.count; ++n) {
      slot.wait_until_full(thread);
      if constexpr (Policy::computes) scores(thread, mine, first, slot.bytes());
      slot.release(thread);
      if constexpr (Policy::computes)  // line 9
        mine.softmax(thread, a.shape, a.scale, i.begin + first, passes.first + n * Bc);
      slot.wait_until_full(thread);
      if constexpr (Policy::computes) mine.weigh(thread, slot.bytes());  // line 10
      slot.release(thread);
    }
    mine.store(io, a.O, a.shape.Nq, d, i.begin + first, 0);  // line 12
  }

  /// S = Q K^T (line 8, unscaled).
  template <class Thread>
  REDBLUE_DEVICE static void scores(Thread& thread, Fragments& mine, int first, int K) {
    thread.wgmma_fence();
    REDBLUE_UNROLL
    for (int k = 0; k < d / hopper::product_depth; ++k) {
      const int panel = k / 4;
      const int inside = k % 4 * hopper::product_depth * 2;
      const int Q = (panel * Br + first) * box_row_bytes + inside;
      thread.template wgmma<Bc>(
          mine.S, hopper::descriptor(Q, 0, hopper::atom_bytes),
          hopper::descriptor(K + panel * Bc * box_row_bytes + inside, 0, hopper::atom_bytes), k > 0);
    }
    thread.wgmma_commit();
    thread.wgmma_wait(mine.S);
  }
};

}  // namespace redblue::kernels
