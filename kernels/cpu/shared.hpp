// SharedMemory: the shared memory of one block, poisoned at its start, and who touched each word since the
// last barrier.
//
// Threads run one after another, so an access out of order would often give the right value by luck; the
// record finds it always. Shuffles order nothing here, as in CUDA.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include <redblue/kernels/cpu/fault.hpp>

namespace redblue::kernels::cpu {

class SharedMemory {
 public:
  /// Why an access is wrong; the block adds kernel, number and barrier.
  struct Wrong {
    FaultKind kind;
    int word;
    int thread;
    int other = -1;
  };

  void reset(long words) {
    words_.assign(static_cast<std::size_t>(words), std::numeric_limits<float>::quiet_NaN());
    touched_.assign(static_cast<std::size_t>(words), Touched{});
    epoch_ = 1;
  }
  /// All threads have met: what comes is ordered after what was.
  void barrier() { ++epoch_; }

  template <class Complain>
  float read(int word, int thread, Complain complain) {
    if (word < 0 || static_cast<std::size_t>(word) >= words_.size())
      complain(Wrong{FaultKind::out_of_bounds, word, thread});
    Touched& t = touched_[static_cast<std::size_t>(word)];
    if (t.written == 0) complain(Wrong{FaultKind::uninitialised, word, thread});
    if (t.written == epoch_ && t.writer != thread) complain(Wrong{FaultKind::race, word, thread, t.writer});
    if (t.read != epoch_)
      t.read = epoch_, t.reader = static_cast<std::int16_t>(thread);
    else if (t.reader != thread)
      t.reader = several;
    return words_[static_cast<std::size_t>(word)];
  }
  template <class Complain>
  void write(int word, int thread, float value, Complain complain) {
    if (word < 0 || static_cast<std::size_t>(word) >= words_.size())
      complain(Wrong{FaultKind::out_of_bounds, word, thread});
    Touched& t = touched_[static_cast<std::size_t>(word)];
    if (t.written == epoch_ && t.writer != thread) complain(Wrong{FaultKind::race, word, thread, t.writer});
    if (t.read == epoch_ && t.reader != thread) complain(Wrong{FaultKind::race, word, thread, t.reader});
    t.written = epoch_;
    t.writer = static_cast<std::int16_t>(thread);
    words_[static_cast<std::size_t>(word)] = value;
  }

  [[nodiscard]] std::size_t size() const { return words_.size(); }
  static constexpr std::int16_t several = -2;

 private:
  struct Touched {
    std::uint32_t written = 0;  ///< epochs; 0: never
    std::uint32_t read = 0;
    std::int16_t writer = -1;
    std::int16_t reader = -1;
  };
  std::vector<float> words_;
  std::vector<Touched> touched_;
  std::uint32_t epoch_ = 1;
};

}  // namespace redblue::kernels::cpu
