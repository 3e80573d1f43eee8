// HopperThread: what a kernel with asynchronous units sees of its thread, on the CPU, and the launcher of
// such kernels. The same face as cuda/hopper_thread.cuh. Shared memory is counted in bytes from its start.
#pragma once

#include <algorithm>

#include <redblue/kernels/cpu/async.hpp>
#include <redblue/kernels/cpu/thread.hpp>

namespace redblue::kernels::cpu {

class HopperThread : public Thread {
 public:
  HopperThread(const Thread& thread, Async& async) : Thread(thread), async_(async) {}

  void mbarrier_init(int barrier, int arrivals) { async_.init(index(), barrier, arrivals); }
  void mbarrier_fence_init() { async_.fence_init(index()); }
  void mbarrier_arrive(int barrier) { async_.arrive(index(), barrier, 0); }
  void mbarrier_arrive_expect_tx(int barrier, int bytes) { async_.arrive(index(), barrier, bytes); }
  /// The phase of this parity is over.
  void mbarrier_wait(int barrier, int parity, const char* file = __builtin_FILE(),
                     int line = __builtin_LINE()) {
    lane_.mbarrier = barrier;
    while (!async_.passed(index(), barrier, parity))
      block_.wait(lane_, Block::State::at_mbarrier, {file, line});
  }

  /// The box at (row, col) is on its way to `to`; the phase of `barrier` waits for its bytes.
  template <int tensor>
  void tma_load(const TensorMap<tensor>& map, int to, int barrier, Extent row, Extent col) {
    log_box(map, row, col);
    async_.copy(index(), {map.data + head() * map.rows * map.pitch, map.rows, map.cols, map.pitch, row, col,
                          map.box_rows, tensor, to, barrier});
  }

  void wgmma_fence() { group().fence(lane()); }
  /// C = A B^T (+ C): A 64 x 16 and B n x 16 in shared memory.
  template <int n>
  void wgmma(float (&accumulator)[n / 2], std::uint64_t left, std::uint64_t right, bool accumulate) {
    group().issue(lane(), {n, false, false, accumulate, left, right}, accumulator, nullptr);
  }
  /// C = A B + C: A in registers, B 16 x n in shared memory.
  template <int n>
  void wgmma(float (&accumulator)[n / 2], const std::uint32_t (&left)[4], std::uint64_t right) {
    group().issue(lane(), {n, true, true, true, 0, right}, accumulator, left);
  }
  void wgmma_commit() { group().commit(lane()); }
  /// All committed products are in their accumulators.
  template <int n>
  void wgmma_wait(float (&)[n], const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    group().wait(lane());
    block_.wait(lane_, Block::State::at_wgmma, {file, line});
  }

  template <int registers>
  void give_registers() {}
  template <int registers>
  void take_registers() {}

  /// Two words of shared memory, the first in the lower half.
  [[nodiscard]] std::uint32_t shared_pair(int byte) {
    log(WarpLog::Space::shared, 0, false, byte / 4);
    return std::uint32_t{async_.read(byte, "a thread").bits} |
           std::uint32_t{async_.read(byte + 2, "a thread").bits} << 16;
  }
  [[nodiscard]] float low(std::uint32_t pair) const {
    return to_float({static_cast<std::uint16_t>(pair & 0xffffU)});
  }
  [[nodiscard]] float high(std::uint32_t pair) const {
    return to_float({static_cast<std::uint16_t>(pair >> 16)});
  }
  /// Two floats rounded to bfloat16, the first in the lower half.
  [[nodiscard]] std::uint32_t pack(float low, float high) const {
    return std::uint32_t{to_bf16(low).bits} | std::uint32_t{to_bf16(high).bits} << 16;
  }
  /// `words` (1 or 2) of a pair are in global memory from `at` on; two of them start at an even place.
  template <int tensor>
  void store_pair(Halves<tensor> to, Extent at, std::uint32_t pair, int words) {
    if (at < 0 || at + words > to.size || (words == 2 && at % 2 != 0))
      async_.fail(FaultKind::out_of_bounds, "thread " + std::to_string(index()) + " stores words " +
                                                std::to_string(at) + " + " + std::to_string(words) + " of " +
                                                std::to_string(to.size) + " of " +
                                                std::string(sim::tensor_table[tensor].name));
    log(WarpLog::Space::global, tensor, true, address(to.data + at) / 4);
    block_.moved_->writes[tensor] += static_cast<unsigned long long>(words);
    for (int n = 0; n < words; ++n) to.data[at + n] = {static_cast<std::uint16_t>(pair >> 16 * n)};
  }

 private:
  [[nodiscard]] int lane() const { return index() % hopper::warpgroup; }
  Warpgroup& group() { return async_.warpgroup(index()); }

  [[nodiscard]] static std::int64_t address(const Bf16* word) {
    return static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(word));
  }
  void log(WarpLog::Space space, int array, bool write, std::int64_t word) {
    if (block_.log_ != nullptr) block_.log_->add(index(), space, array, write, word);
  }
  /// Rows and columns outside the matrix are not read.
  template <int tensor>
  void log_box(const TensorMap<tensor>& map, Extent row, Extent col) {
    if (block_.log_ == nullptr) return;
    const Extent rows = std::clamp<Extent>(map.rows - row, 0, map.box_rows);
    const Extent cols = std::clamp<Extent>(map.cols - col, 0, box_cols);
    const Extent first = (head() * map.rows + row) * map.pitch + col;
    block_.log_->box(address(map.data) + 2 * first, rows, 2 * cols, 2 * map.pitch);
  }

  Async& async_;
};

/// Runs the blocks of such a kernel one after another.
class HopperLauncher {
 public:
  /// As Launcher: predictions are of the first block of each launch.
  explicit HopperLauncher(bool predict = false, Extent heads = 1) : predict_(predict), heads_(heads) {}

  /// Every block of every head has run. Throws: KernelFault.
  template <class Kernel>
  void operator()(const Kernel& kernel, Extent blocks) {
    const Launched<Kernel> launched{kernel, async_};
    const AnyKernel any{Kernel::name, &launched, &run<Kernel>, Kernel::threads};
    words_ = std::max<Extent>(words_, Kernel::shared_bytes / 2 + Kernel::register_words);
    shared_bytes_ = std::max<Extent>(shared_bytes_, Kernel::shared_bytes);
    threads_ = std::max(threads_, Kernel::threads);
    for (Extent h = 0; h < heads_; ++h) {
      block_.head(h);
      for (Extent b = 0; b < blocks; ++b) {
        async_.reset(Kernel::shared_bytes, Kernel::threads);
        block_.run(any, b, 0, moved_, predict_ && h == 0 && b == 0 ? &log_ : nullptr, &async_);
      }
    }
  }

  /// Shared memory and fragments in registers, the most of any launch. Unit: words of 16 bits.
  [[nodiscard]] Extent words() const { return words_; }
  [[nodiscard]] Extent shared_bytes() const { return shared_bytes_; }
  [[nodiscard]] int threads() const { return threads_; }
  [[nodiscard]] const Counters& moved() const { return moved_; }
  [[nodiscard]] const Predictions& predictions() const { return log_.predictions(); }

 private:
  template <class Kernel>
  struct Launched {
    const Kernel& kernel;
    Async& async;
  };
  template <class Kernel>
  static void run(const void* launched, Thread& thread) {
    const auto& l = *static_cast<const Launched<Kernel>*>(launched);
    HopperThread mine(thread, l.async);
    l.kernel(mine);
  }

  bool predict_;
  Extent heads_;
  Block block_;
  Async async_{block_};
  Counters moved_;
  WarpLog log_;
  Extent words_ = 0;
  Extent shared_bytes_ = 0;
  int threads_ = 0;
};

}  // namespace redblue::kernels::cpu
