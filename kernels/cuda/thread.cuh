// Thread: what a kernel sees of its thread, on a GPU. The same face as cpu/thread.hpp.
#pragma once

#include <redblue/kernels/operands.hpp>

namespace redblue::kernels::cuda {

class Thread {
 public:
  __device__ int index() const { return static_cast<int>(threadIdx.x); }
  __device__ long block() const { return blockIdx.x; }
  __device__ long head() const { return blockIdx.y; }
  __device__ void barrier() { __syncthreads(); }
  /// The value of the thread whose number differs by `lanes` (exclusive or), in aligned groups of `width`.
  __device__ float shuffle_xor(float value, int lanes, int width) {
    const unsigned all = width == 32 ? 0xffffffffU : (1U << width) - 1;
    const unsigned first = threadIdx.x % 32 / static_cast<unsigned>(width) * static_cast<unsigned>(width);
    return __shfl_xor_sync(all << first, value, lanes, width);
  }

  /// Past L1, which would silently enlarge M.
  template <int tensor>
  __device__ float load(Words<tensor> from, Extent at) {
    return __ldcg(from.data + at);
  }
  template <int tensor>
  __device__ void store(Words<tensor> to, Extent at, float word) {
    __stcg(to.data + at, word);
  }
  __device__ void add(unsigned long long* sum, unsigned long long n) { atomicAdd(sum, n); }

  struct Shared {
    float* words;
    __device__ float get(int word) const { return words[word]; }
    __device__ void set(int word, float value) const { words[word] = value; }
  };
  /// The block's shared memory from word `first` on.
  __device__ Shared shared(int first, int /*size*/) const {
    extern __shared__ float words[];
    return {words + first};
  }
};

}  // namespace redblue::kernels::cuda
