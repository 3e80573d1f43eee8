// Fiber: a stack of its own and a way to leave it and come back. A CUDA thread of the CPU back end is one.
#pragma once

#include <cstddef>
#include <memory>

namespace redblue::kernels::cpu {

class Fiber {
 public:
  using Entry = void (*)(void*);

  Fiber();
  Fiber(Fiber&&) noexcept;
  Fiber& operator=(Fiber&&) noexcept;
  ~Fiber();

  /// The next resume() calls entry(argument) on this fiber's stack. `entry` returns and lets nothing escape.
  void start(Entry entry, void* argument);
  /// Runs the fiber until it suspends itself or its entry returns.
  void resume();
  /// Called on the fiber: back to whoever resumed it.
  void suspend();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace redblue::kernels::cpu
