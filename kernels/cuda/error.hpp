// CudaError: a call of the CUDA runtime that failed, with its text and its line.
#pragma once

#include <string>

#include <redblue/sim/error.hpp>

namespace redblue::kernels::cuda {

class CudaError : public sim::Error {
 public:
  CudaError(int failed, const std::string& what, const std::string& called, const char* source, int at)
      : Error(std::string(source) + ":" + std::to_string(at) + ": " + called + ": " + what + " (CUDA error " +
              std::to_string(failed) + ")"),
        code(failed),
        call(called),
        line(at) {}
  int code;          ///< cudaError_t
  std::string call;  ///< as written in the source
  int line;
};

}  // namespace redblue::kernels::cuda
