// Access as it would be written if no kernel ever counted: held against kernels/policy.hpp under policy
// Plain, which must compile to the same machine code (tests/kernels/plain.cmake).
#pragma once

#include <redblue/kernels/bf16.hpp>
#include <redblue/kernels/device.hpp>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels {

struct Plain {
  static constexpr bool computes = true;
};

template <class, class Thread>
class Access {
 public:
  REDBLUE_DEVICE explicit Access(Thread& thread) : thread_(thread) {}
  template <int tensor>
  REDBLUE_DEVICE float load(Words<tensor> from, Extent at) {
    return thread_.load(of_head(from), at);
  }
  template <int tensor>
  REDBLUE_DEVICE void store(Words<tensor> to, Extent at, float word) {
    thread_.store(of_head(to), at, word);
  }
  template <int tensor>
  REDBLUE_DEVICE void load_box(const TensorMap<tensor>& map, int to, int barrier, Extent row, Extent col) {
    thread_.tma_load(map, to, barrier, row, col);
  }
  template <int tensor>
  REDBLUE_DEVICE void store_pair(Halves<tensor> to, Extent at, std::uint32_t pair, int words) {
    thread_.store_pair(of_head(to), at, pair, words);
  }
  REDBLUE_DEVICE void finish(Counters*) {}
  REDBLUE_DEVICE Thread& thread() { return thread_; }

 private:
  template <class Words>
  REDBLUE_DEVICE Words of_head(Words words) const {
    return {words.data + thread_.head() * words.size, words.size};
  }
  Thread& thread_;
};

}  // namespace redblue::kernels
