// Launcher: puts the blocks of a kernel on a stream.
#pragma once

#include <algorithm>

#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/kernels/cuda/check.cuh>
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
  explicit Launcher(cudaStream_t stream) : stream_(stream) {}

  /// The launch is on the stream; it may still run. Throws: CudaError.
  template <class Kernel>
  void operator()(const Kernel& kernel, Extent blocks, Extent shared_words) {
    const auto bytes = static_cast<int>(shared_words * static_cast<Extent>(sizeof(float)));
    REDBLUE_CHECK(cudaFuncSetAttribute(entry<Kernel>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes));
    cudaFuncAttributes attributes{};
    REDBLUE_CHECK(cudaFuncGetAttributes(&attributes, entry<Kernel>));
    registers_ = std::max(registers_, attributes.numRegs);
    spilled_bytes_ = std::max(spilled_bytes_, static_cast<Extent>(attributes.localSizeBytes));
    shared_words_ = std::max(shared_words_, shared_words);
    entry<<<static_cast<unsigned>(blocks), algorithms::kernel::threads, static_cast<std::size_t>(bytes),
            stream_>>>(kernel);
    REDBLUE_CHECK(cudaGetLastError());
  }

  /// The most of any launch.
  [[nodiscard]] Extent shared_words() const { return shared_words_; }
  [[nodiscard]] int registers() const { return registers_; }
  [[nodiscard]] Extent spilled_bytes() const { return spilled_bytes_; }

 private:
  cudaStream_t stream_;
  Extent shared_words_ = 0;
  int registers_ = 0;
  Extent spilled_bytes_ = 0;
};

}  // namespace redblue::kernels::cuda
