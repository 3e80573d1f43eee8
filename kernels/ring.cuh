// Ring: slots of shared memory through which blocks pass from the copy engine to the consumers. Each slot has
// two mbarriers: full, when its bytes have arrived, and empty, when all consumers have released it.
#pragma once

#include <redblue/kernels/device.hpp>
#include <redblue/kernels/hopper.hpp>

namespace redblue::kernels {

/// `first`: the byte where slot 0 begins; `barriers`: the byte where the mbarriers begin.
template <int slots, int slot_bytes, int first, int barriers>
class Ring {
 public:
  static constexpr int end = barriers + 2 * slots * hopper::mbarrier_bytes;

  /// `releases`: arrivals that empty a slot.
  template <class Thread>
  REDBLUE_DEVICE static void init(Thread& thread, int releases) {
    for (int s = 0; s < slots; ++s) {
      thread.mbarrier_init(barriers + 2 * s * hopper::mbarrier_bytes, 1);
      thread.mbarrier_init(barriers + (2 * s + 1) * hopper::mbarrier_bytes, releases);
    }
  }

  [[nodiscard]] REDBLUE_DEVICE int bytes() const { return first + slot_ * slot_bytes; }
  [[nodiscard]] REDBLUE_DEVICE int full() const { return barriers + 2 * slot_ * hopper::mbarrier_bytes; }
  [[nodiscard]] REDBLUE_DEVICE int empty() const { return full() + hopper::mbarrier_bytes; }

  template <class Thread>
  REDBLUE_DEVICE void wait_until_full(Thread& thread) const {
    thread.mbarrier_wait(full(), round_);
  }
  /// At once in the first round: the phase before the first counts as over.
  template <class Thread>
  REDBLUE_DEVICE void wait_until_empty(Thread& thread) const {
    thread.mbarrier_wait(empty(), round_ ^ 1);
  }
  /// This warp has read the slot. The next block is in the next one.
  template <class Thread>
  REDBLUE_DEVICE void release(Thread& thread) {
    if (thread.index() % 32 == 0) thread.mbarrier_arrive(empty());
    next();
  }
  REDBLUE_DEVICE void next() {
    if (++slot_ < slots) return;
    slot_ = 0;
    round_ ^= 1;
  }

 private:
  int slot_ = 0;
  int round_ = 0;  ///< parity of the rounds so far
};

}  // namespace redblue::kernels
