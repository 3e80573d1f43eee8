// Buffer: global memory of the CPU back end.
#pragma once

#include <algorithm>
#include <memory>
#include <new>
#include <span>

#include <redblue/sim/words.hpp>

namespace redblue::kernels::cpu {

using sim::Extent;

/// Words that start where cudaMalloc would start them, so that sectors are those of a GPU.
template <class Word>
class Buffer {
 public:
  explicit Buffer(Extent words)
      : words_(static_cast<Word*>(::operator new(bytes(words), alignment))), size_(words) {
    std::uninitialized_fill_n(words_.get(), size_, Word{});
  }
  explicit Buffer(std::span<const Word> from) : Buffer(static_cast<Extent>(from.size())) {
    std::copy(from.begin(), from.end(), words_.get());
  }
  /// Each head's share is its words.
  template <class Words>
  void bind(Words& words, Extent heads) {
    words = {words_.get(), size_ / heads};
  }
  [[nodiscard]] Word* data() const { return words_.get(); }
  [[nodiscard]] std::span<const Word> words() const {
    return {words_.get(), static_cast<std::size_t>(size_)};
  }

 private:
  static constexpr std::align_val_t alignment{256};
  static std::size_t bytes(Extent words) { return static_cast<std::size_t>(words) * sizeof(Word); }
  struct Free {
    void operator()(Word* words) const { ::operator delete(words, alignment); }
  };
  std::unique_ptr<Word[], Free> words_;
  Extent size_;
};

}  // namespace redblue::kernels::cpu
