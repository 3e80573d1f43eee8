// PanelPipeline: a block whose tile stays in the registers of two consumer warpgroups while panels of its
// factors pass. One thread of a producer warpgroup sends them through a ring.
//
// A Tile gives `panels`, send(io, byte, mbarrier, panel), the consumers' Kept, take(thread, kept, row, byte,
// panel) and store(io, kept, row), with rows counted inside the tile.
#pragma once

#include <redblue/kernels/hopper.hpp>
#include <redblue/kernels/policy.hpp>
#include <redblue/kernels/ring.cuh>

namespace redblue::kernels {

template <int slots, int slot_bytes>
struct PanelPipeline {
  static constexpr int threads = 3 * hopper::warpgroup;
  using Slots = Ring<slots, slot_bytes, 0, slots * slot_bytes>;
  static constexpr int shared_bytes = Slots::end;
  static_assert(shared_bytes <= hopper::most_shared_bytes);
  template <class Tile>
  static constexpr int register_words = 2 *
                                        hopper::warpgroup* static_cast<int>(sizeof(typename Tile::Kept) / 2);

  template <class Policy, class Thread, class Tile>
  REDBLUE_DEVICE static void run(Thread& thread, const Tile& tile) {
    if (thread.index() == 0) {
      Slots::init(thread, 2 * hopper::warpgroup / 32);
      thread.mbarrier_fence_init();
    }
    thread.barrier();
    Access<Policy, Thread> io(thread);
    if (thread.index() < hopper::warpgroup) {
      thread.template give_registers<40>();
      if (thread.index() == 0) produce(io, tile);
    } else {
      thread.template take_registers<232>();
      consume<Policy>(io, tile);
    }
    io.finish(tile.a.counters);
  }

 private:
  template <class Io, class Tile>
  REDBLUE_DEVICE static void produce(Io& io, const Tile& tile) {
    Slots slot;
    REDBLUE_ROLLED
    for (int p = 0; p < tile.panels; ++p) {
      slot.wait_until_empty(io.thread());
      io.thread().mbarrier_arrive_expect_tx(slot.full(), slot_bytes);
      tile.send(io, slot.bytes(), slot.full(), p);
      slot.next();
    }
  }

  template <class Policy, class Io, class Tile>
  REDBLUE_DEVICE static void consume(Io& io, const Tile& tile) {
    auto& thread = io.thread();
    const int row = (thread.index() / hopper::warpgroup - 1) * hopper::product_rows;
    typename Tile::Kept kept;
    Slots slot;
    REDBLUE_ROLLED
    for (int p = 0; p < tile.panels; ++p) {
      slot.wait_until_full(thread);
      if constexpr (Policy::computes) tile.take(thread, kept, row, slot.bytes(), p);
      slot.release(thread);
    }
    tile.store(io, kept, row);
  }
};

}  // namespace redblue::kernels
