// Async: the units of a Hopper block that work beside its threads: mbarriers, the copy engine (TMA) and the
// tensor cores (wgmma).
//
// A copy or a product is carried out at the last moment that the rules allow, when some thread waits for it
// and no thread can go on without it; from its issue to that moment its destination is poisoned. So whoever
// does not wait reads poison, whatever the order of the threads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <redblue/kernels/cpu/block.hpp>
#include <redblue/kernels/cpu/warpgroup.hpp>

namespace redblue::kernels::cpu {

class Async {
 public:
  explicit Async(Block& block) : block_(block) {}

  /// A block begins with `bytes` of poisoned shared memory.
  void reset(int bytes, int threads);

  void init(int thread, int barrier, int count);
  void fence_init(int thread);
  /// One arrival, and `bytes` more that the phase waits for.
  void arrive(int thread, int barrier, int bytes);
  /// The phase of this parity is over.
  [[nodiscard]] bool passed(int thread, int barrier, int parity);

  /// A box on its way to `to`; the phase of `barrier` waits for its bytes.
  struct Copy {
    const Bf16* data;
    Extent rows, cols, pitch, row, col;
    int box_rows;
    int tensor;
    int to;
    int barrier;
  };
  void copy(int thread, const Copy& copy);

  [[nodiscard]] Warpgroup& warpgroup(int thread) {
    return warpgroups_[static_cast<std::size_t>(thread / hopper::warpgroup)];
  }
  /// The 16-bit word at a byte of shared memory, once it has arrived.
  [[nodiscard]] Bf16 read(int byte, const char* reader);

  /// Ends one thing that was begun; false: there is none.
  bool advance();
  /// All threads have met.
  void barrier() { ++epoch_; }
  /// All threads have returned. Throws: KernelFault where something is still on its way.
  void finish();
  [[nodiscard]] std::string what_is_awaited() const;
  [[noreturn]] void fail(FaultKind kind, const std::string& text) { block_.fail(kind, text); }

 private:
  struct Mbarrier {
    int count = 0;
    int pending = 0;
    long bytes = 0;  ///< still to come in this phase
    unsigned phase = 0;
    int owner = 0;
    bool fenced = false;
    std::uint32_t epoch = 0;
  };
  enum class Chunk : std::uint8_t { unwritten, in_flight, written };  ///< of 16 bytes
  static constexpr int chunk_bytes = 16;

  Mbarrier& used(int thread, int barrier);
  void end_phase(Mbarrier& b);
  void deliver(const Copy& copy);
  void mark(const Copy& copy, Chunk as);
  void require_place(const Copy& copy);

  Block& block_;
  std::vector<std::uint8_t> bytes_;
  std::vector<Chunk> chunks_;
  std::map<int, Mbarrier> barriers_;
  std::vector<Copy> copies_;
  std::vector<Warpgroup> warpgroups_;
  std::uint32_t epoch_ = 0;
};

}  // namespace redblue::kernels::cpu
