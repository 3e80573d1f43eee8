// The GPU of this machine, for programs that may have been built without CUDA and may find none.
#pragma once

#include <string>

#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// What stands between this program and a GPU, in words; empty where nothing does.
[[nodiscard]] std::string why_no_gpu();

struct GpuRun {
  std::string device;
  sim::Counts counted;      ///< by the kernel's own counters
  Extent shared_words = 0;  ///< the most of any launch
  int registers = 0;        ///< per thread, the most of any launch
  Extent spilled_bytes = 0;
  double seconds = 0;  ///< of the launches, by events, policy Plain
};

/// O is attention of the head by the kernels on the GPU, first counted, then plain.
/// Throws: cuda::CudaError; sim::InvalidArgument where why_no_gpu() says something.
[[nodiscard]] GpuRun count_on_gpu(const KernelPlan& plan, const Head& head);

}  // namespace redblue::kernels
