// Launcher: puts the blocks of a kernel on a stream.
#pragma once

#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/kernels/cuda/memory.cuh>
#include <redblue/kernels/cuda/thread.cuh>

namespace redblue::kernels::cuda {

/// Every kernel enters here: a value whose call operator is what one thread does.
template <class Kernel>
__global__ void __launch_bounds__(algorithms::kernel::threads, 1)
    entry(const __grid_constant__ Kernel kernel) {
  Thread thread;
  kernel(thread);
}

class Launcher {
 public:
  Launcher(cudaStream_t stream, Extent heads) : stream_(stream), heads_(heads) {}

  /// The launch of all heads is on the stream; it may still run. Throws: CudaError.
  template <class Kernel>
  void operator()(const Kernel& kernel, Extent blocks, Extent shared_words) {
    const auto bytes = static_cast<int>(shared_words * static_cast<Extent>(sizeof(float)));
    REDBLUE_CHECK(cudaFuncSetAttribute(entry<Kernel>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
    taken_.also(entry<Kernel>, shared_words);
    entry<<<grid(blocks, heads_), algorithms::kernel::threads, static_cast<std::size_t>(bytes), stream_>>>(
        kernel);
    REDBLUE_CHECK(cudaGetLastError());
  }

  [[nodiscard]] const Taken& taken() const { return taken_; }

 private:
  cudaStream_t stream_;
  Extent heads_;
  Taken taken_;
};

}  // namespace redblue::kernels::cuda
