// Block: one block of CUDA threads on the CPU, each thread a fiber. Threads run in turn until all of them
// stand at a barrier or have returned; anything else is a fault.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/kernels/cpu/fiber.hpp>
#include <redblue/kernels/cpu/shared.hpp>
#include <redblue/kernels/cpu/warp_log.hpp>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels::cpu {

class Thread;
class HopperThread;
class Async;

/// A kernel without its type: how one thread of it runs.
struct AnyKernel {
  const char* name;
  const void* kernel;
  void (*run)(const void* kernel, Thread& thread);
  int threads = algorithms::kernel::threads;
};

/// Where a thread waits.
struct Site {
  const char* file = nullptr;
  int line = 0;
  friend bool operator==(const Site&, const Site&) = default;
};

class Block {
 public:
  Block() = default;
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  /// Blocks to come are of this head.
  void head(long number) { head_ = number; }
  /// Runs block `number` of the kernel with poisoned shared memory of `shared_words`. The words that it
  /// moves are added to `moved`, and where `log` is given its addresses to that. `async`: the units of a
  /// Hopper block, which finish something whenever no thread can go on.
  /// Throws: KernelFault.
  void run(const AnyKernel& kernel, long number, long shared_words, Counters& moved, WarpLog* log,
           Async* async = nullptr);

 private:
  friend Thread;
  friend Async;
  friend HopperThread;
  enum class State { ready, at_barrier, at_shuffle, at_mbarrier, at_wgmma, returned };
  struct Lane {
    Block* block = nullptr;
    int index = 0;
    State state = State::ready;
    Site site;
    bool started = false;
    int mbarrier = 0;  ///< at_mbarrier: the one waited for
    float given = 0;   ///< to a shuffle, and taken from it
    float taken = 0;
  };
  struct Abandoned {};  ///< unwinds the threads of a block that has failed

  static void enter(void* lane);
  void prepare();
  bool advance();
  void wait(Lane& lane, State state, Site site);
  float shuffle(Lane& lane, float value, int lanes, int width, Site site);
  bool resume_ready();
  void release_barrier();
  void abandon();
  [[noreturn]] void fail(FaultKind kind, const std::string& text);
  [[noreturn]] void complain(const SharedMemory::Wrong& wrong);
  [[noreturn]] void report_stuck();
  [[nodiscard]] std::string who_waits_where() const;

  AnyKernel kernel_{};
  long number_ = 0;
  long head_ = 0;
  SharedMemory shared_;
  Counters* moved_ = nullptr;
  WarpLog* log_ = nullptr;
  Async* async_ = nullptr;
  Site last_barrier_;
  bool abandoned_ = false;
  std::exception_ptr failure_;
  std::vector<Lane> lanes_;
  std::vector<Fiber> fibers_;
};

}  // namespace redblue::kernels::cpu
