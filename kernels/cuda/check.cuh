// check(call): raises what the CUDA runtime reports, and keeps the text of the call.
#pragma once

#include <string_view>

#include <cuda_runtime.h>

#include <redblue/kernels/cuda/error.hpp>

namespace redblue::kernels::cuda {

inline void raise_unless_success(cudaError_t result, const char* call, std::string_view file, int line) {
  if (result == cudaSuccess) return;
  const std::string name(file.substr(file.rfind('/') + 1));
  sim::raise(CudaError(result, cudaGetErrorString(result), call, name.c_str(), line));
}

}  // namespace redblue::kernels::cuda

#define REDBLUE_CHECK(call) ::redblue::kernels::cuda::raise_unless_success((call), #call, __FILE__, __LINE__)
