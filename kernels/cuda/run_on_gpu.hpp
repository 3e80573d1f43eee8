// Running kernels on a GPU. Built with CUDA only; a program that was not says so (evidence.hpp).
#pragma once

#include <functional>
#include <string>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/run.hpp>

struct CUstream_st;

namespace redblue::kernels::cuda {

/// How the kernels are run.
struct GpuRequest {
  PolicyKind policy = PolicyKind::plain;
  /// More than one: after one that is not timed, L2 emptied before each. One: exactly one, for a profiler
  /// that looks on; under PolicyKind::count the words of that one are counted.
  int launches = 1;
  CUstream_st* stream = nullptr;  ///< null: the default one
  /// Called at the end with what launches the same once more and waits for it.
  std::function<void(const std::function<void()>& launch)> replay{};
};

/// What a GPU run says beside its result.
struct GpuReport {
  sim::Counts counted;  ///< by the kernel's own counters, of all launches; zero but under PolicyKind::count
  Extent shared_words = 0;  ///< the most of any launch; bfloat16: with the fragments in registers
  int registers = 0;        ///< per thread, the most of any launch
  Extent spilled_bytes = 0;
  double seconds = 0;  ///< of a launch, by events: the median
};

/// O is attention of each head, by the kernels of the plan on the current device and the request's stream,
/// which has finished when this returns. Nothing stays allocated. Throws: sim::InvalidArgument for spans that
/// are not the shape's, CudaError.
GpuReport run_on_gpu(const KernelPlan& plan, const Head& head, const GpuRequest& how);
/// The same of a bfloat16 kernel, Q, K and V rounded. Needs compute capability 9.0.
GpuReport run_bf16_on_gpu(const algorithms::Planned& planned, const Head& head, const GpuRequest& how);

/// The current device. Throws: CudaError where there is none.
struct Device {
  std::string text;  ///< its name and its driver
  int capability;    ///< 90 for 9.0
  std::size_t index;
  void* context;  ///< its CUcontext
};
[[nodiscard]] Device current_device();

}  // namespace redblue::kernels::cuda
