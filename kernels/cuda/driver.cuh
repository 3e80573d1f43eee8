// Functions of the driver, found while the program runs: a program that links the driver does not start where
// there is none.
#pragma once

#include <cuda.h>  // types only

#include <redblue/kernels/cuda/check.cuh>

namespace redblue::kernels::cuda {

/// The function of that name as CUDA 12.0 has it. Throws: CudaError.
template <class Function>
[[nodiscard]] Function driver_function(const char* name) {
  void* found = nullptr;
  cudaDriverEntryPointQueryResult how{};
#if CUDART_VERSION >= 12050
  REDBLUE_CHECK(cudaGetDriverEntryPointByVersion(name, &found, 12000, cudaEnableDefault, &how));
#else
  REDBLUE_CHECK(cudaGetDriverEntryPoint(name, &found, cudaEnableDefault, &how));
#endif
  if (how != cudaDriverEntryPointSuccess) REDBLUE_CHECK(cudaErrorCallRequiresNewerDriver);
  return reinterpret_cast<Function>(found);
}

}  // namespace redblue::kernels::cuda
