// HopperLauncher: puts the blocks of a kernel on the asynchronous units on a stream, with the maps of its
// matrices in the form that the copy engine reads.
#pragma once

#include <redblue/kernels/bf16_operands.cuh>
#include <redblue/kernels/cuda/driver.cuh>
#include <redblue/kernels/cuda/hopper_thread.cuh>
#include <redblue/kernels/cuda/memory.cuh>

namespace redblue::kernels::cuda {

using EncodeTiled = decltype(&cuTensorMapEncodeTiled);

/// map.engine is the map's form for the copy engine: boxes of box_rows x 64 of one head with the 128-byte
/// swizzle, zeros beyond its matrix. A map without boxes stays as it is. Throws: CudaError.
template <int tensor>
void encode(TensorMap<tensor>& map, Extent heads, EncodeTiled encode_one) {
  if (map.data == nullptr || map.box_rows == 0) return;
  static_assert(sizeof(CUtensorMap) == sizeof map.engine &&
                alignof(TensorMap<tensor>) >= alignof(CUtensorMap));
  const auto row_bytes = static_cast<cuuint64_t>(map.pitch) * sizeof(Bf16);
  const auto rows = static_cast<cuuint64_t>(map.rows);
  const cuuint64_t size[] = {static_cast<cuuint64_t>(map.cols), rows, static_cast<cuuint64_t>(heads)};
  const cuuint64_t bytes_between[] = {row_bytes, rows * row_bytes};
  const cuuint32_t box[] = {box_cols, static_cast<cuuint32_t>(map.box_rows), 1};
  const cuuint32_t step[] = {1, 1, 1};
  const CUresult result = encode_one(
      reinterpret_cast<CUtensorMap*>(map.engine), CU_TENSOR_MAP_DATA_TYPE_BFLOAT16, 3,
      const_cast<Bf16*>(map.data), size, bytes_between, box, step, CU_TENSOR_MAP_INTERLEAVE_NONE,
      CU_TENSOR_MAP_SWIZZLE_128B, CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  if (result == CUDA_SUCCESS) return;
  const std::string what = "the driver refuses the map of " + std::string(sim::tensor_table[tensor].name) +
                           " (" + std::to_string(map.rows) + " x " + std::to_string(map.cols) + ", pitch " +
                           std::to_string(map.pitch) + ", boxes of " + std::to_string(map.box_rows) +
                           " rows)";
  sim::raise(CudaError(result, what, "cuTensorMapEncodeTiled", "hopper_launcher.cuh", __LINE__));
}

class HopperLauncher {
 public:
  /// Throws: CudaError.
  HopperLauncher(cudaStream_t stream, Extent heads)
      : stream_(stream), heads_(heads), encode_(driver_function<EncodeTiled>("cuTensorMapEncodeTiled")) {}

  /// The launch of all heads is on the stream; it may still run. Throws: CudaError.
  template <class Kernel>
  void operator()(const Kernel& kernel, Extent blocks) {
    Kernel mapped = kernel;
    encode(mapped.a.Q, heads_, encode_), encode(mapped.a.K, heads_, encode_);
    encode(mapped.a.V, heads_, encode_), encode(mapped.a.S_panels, heads_, encode_);
    REDBLUE_CHECK(cudaFuncSetAttribute(hopper_kernel<Kernel>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                       Kernel::shared_bytes));
    taken_.also(hopper_kernel<Kernel>, Kernel::shared_bytes / 2 + Kernel::register_words);
    hopper_kernel<<<grid(blocks, heads_), Kernel::threads, Kernel::shared_bytes, stream_>>>(mapped);
    REDBLUE_CHECK(cudaGetLastError());
  }

  [[nodiscard]] const Taken& taken() const { return taken_; }

 private:
  cudaStream_t stream_;
  Extent heads_;
  EncodeTiled encode_;
  Taken taken_;
};

}  // namespace redblue::kernels::cuda
