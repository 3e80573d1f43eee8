// Running a kernel on a GPU. Built with CUDA only; a program that was not says so (evidence.hpp).
#pragma once

#include <string>

#include <redblue/kernels/run.hpp>

struct CUstream_st;

namespace redblue::kernels::cuda {

/// What a GPU run says beside its counts.
struct GpuReport {
  sim::Counts counted;      ///< by the kernel's own counters; zero but under PolicyKind::count
  Extent shared_words = 0;  ///< the most of any launch
  int registers = 0;        ///< per thread, the most of any launch
  Extent spilled_bytes = 0;
  double seconds = 0;  ///< of the launches, by events
};

/// O is attention of the head, by the kernels of the plan on the current device and `stream` (null: the
/// default one), which has finished when this returns. Nothing stays allocated. Throws: sim::InvalidArgument
/// for spans that are not the shape's, CudaError.
GpuReport run_on_gpu(const KernelPlan& plan, const Head& head, PolicyKind policy,
                     CUstream_st* stream = nullptr);

/// The current device and its driver in words. Throws: CudaError where there is none.
[[nodiscard]] std::string device_name();

}  // namespace redblue::kernels::cuda
