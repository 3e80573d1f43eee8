// Access policies: what a kernel does at each word of global memory.
//
// A thread reads and writes global memory through Access alone, so that a counter cannot miss a word.
#pragma once

#include <type_traits>
#include <utility>

#include <redblue/kernels/bf16.hpp>
#include <redblue/kernels/device.hpp>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels {

/// The access and nothing else: the machine code of a plain load or store.
struct Plain {
  static constexpr bool counts = false;
  static constexpr bool computes = true;
};
/// Every thread counts its words per tensor; one atomic per thread and class at its end.
struct Count {
  static constexpr bool counts = true;
  static constexpr bool computes = true;
};
/// The same traffic without the arithmetic: time follows words.
struct IoOnly {
  static constexpr bool counts = false;
  static constexpr bool computes = false;
};

template <class Policy, class Thread>
class Access {
 public:
  REDBLUE_DEVICE explicit Access(Thread& thread) : thread_(thread) {}

  /// Counts: one read of `tensor`.
  template <int tensor>
  REDBLUE_DEVICE float load(Words<tensor> from, Extent at) {
    if constexpr (Policy::counts) ++counted_.reads[tensor];
    return thread_.load(of_head(from), at);
  }
  /// Counts: one write of `tensor`.
  template <int tensor>
  REDBLUE_DEVICE void store(Words<tensor> to, Extent at, float word) {
    if constexpr (Policy::counts) ++counted_.writes[tensor];
    thread_.store(of_head(to), at, word);
  }
  /// A box of the map is on its way, from this thread's head. Counts: one read of `tensor` for each word
  /// inside the matrix.
  template <int tensor>
  REDBLUE_DEVICE void load_box(const TensorMap<tensor>& map, int to, int barrier, Extent row, Extent col) {
    if constexpr (Policy::counts)
      counted_.reads[tensor] += static_cast<unsigned long long>(map.words_in_box(row, col));
    thread_.tma_load(map, to, barrier, row, col);
  }
  /// Counts: `words` (1 or 2) writes of `tensor`.
  template <int tensor>
  REDBLUE_DEVICE void store_pair(Halves<tensor> to, Extent at, std::uint32_t pair, int words) {
    if constexpr (Policy::counts) counted_.writes[tensor] += static_cast<unsigned long long>(words);
    thread_.store_pair(of_head(to), at, pair, words);
  }
  /// What this thread counted is part of `sums`.
  REDBLUE_DEVICE void finish(Counters* sums) {
    if constexpr (Policy::counts) add(sums, std::make_index_sequence<sim::tensor_count>{});
  }
  REDBLUE_DEVICE Thread& thread() { return thread_; }

 private:
  /// The words of this thread's head: heads lie one after another, each of `size` words.
  template <class Words>
  REDBLUE_DEVICE Words of_head(Words words) const {
    return {words.data + thread_.head() * words.size, words.size};
  }
  template <std::size_t... tensor>  // constant indices keep the counters in registers
  REDBLUE_DEVICE void add(Counters* sums, std::index_sequence<tensor...>) {
    (add_one(&sums->reads[tensor], counted_.reads[tensor]), ...);
    (add_one(&sums->writes[tensor], counted_.writes[tensor]), ...);
  }
  REDBLUE_DEVICE void add_one(unsigned long long* sum, unsigned long long n) {
    if (n != 0) thread_.add(sum, n);
  }

  struct Nothing {};
  Thread& thread_;
  [[no_unique_address]] std::conditional_t<Policy::counts, Counters, Nothing> counted_;
};

}  // namespace redblue::kernels
