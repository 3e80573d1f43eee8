// Launcher: runs the blocks of a kernel one after another on the CPU. What it saw stands beside what the
// kernel counted itself.
#pragma once

#include <algorithm>

#include <redblue/kernels/cpu/thread.hpp>

namespace redblue::kernels::cpu {

class Launcher {
 public:
  /// Predictions need the addresses of every access, which is slow: they are kept for the first block of
  /// each launch.
  explicit Launcher(bool predict = false, Extent heads = 1) : predict_(predict), heads_(heads) {}

  /// Every block of every head has run. Throws: KernelFault.
  template <class Kernel>
  void operator()(const Kernel& kernel, Extent blocks, Extent shared_words) {
    const AnyKernel any{Kernel::name, &kernel,
                        [](const void* k, Thread& thread) { (*static_cast<const Kernel*>(k))(thread); }};
    shared_words_ = std::max(shared_words_, shared_words);
    for (Extent h = 0; h < heads_; ++h) {
      block_.head(h);
      for (Extent b = 0; b < blocks; ++b)
        block_.run(any, b, shared_words, moved_, predict_ && h == 0 && b == 0 ? &log_ : nullptr);
    }
  }

  /// The most shared memory of any launch. Unit: words.
  [[nodiscard]] Extent shared_words() const { return shared_words_; }
  /// What the back end saw move, whatever the policy.
  [[nodiscard]] const Counters& moved() const { return moved_; }
  [[nodiscard]] const Predictions& predictions() const { return log_.predictions(); }

 private:
  bool predict_;
  Extent heads_;
  Block block_;
  Counters moved_;
  WarpLog log_;
  Extent shared_words_ = 0;
};

}  // namespace redblue::kernels::cpu
