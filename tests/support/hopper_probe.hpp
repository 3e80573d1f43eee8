// A Hopper kernel of a few lines, for the CPU back end.
#pragma once

#include <redblue/kernels/cpu/hopper_thread.hpp>

namespace redblue::tests {

inline constexpr int barrier = 128 * 1024;  ///< behind all the boxes of these tests. Unit: bytes

/// One warpgroup that runs `f`.
template <class F>
struct Probe {
  static constexpr const char* name = "probe";
  static constexpr int threads = kernels::hopper::warpgroup;
  static constexpr int shared_bytes = barrier + 64;
  static constexpr int register_words = 0;
  F f;
  void operator()(kernels::cpu::HopperThread& thread) const { f(thread); }
};

}  // namespace redblue::tests
