#include <unistd.h>

#include <redblue/kernels/gpu.hpp>
#include <redblue/sim/error.hpp>

#ifdef REDBLUE_CUDA
#include <redblue/kernels/cuda/error.hpp>
#include <redblue/kernels/cuda/run_on_gpu.hpp>
#endif

namespace redblue::kernels {

std::string why_no_gpu() {
  if (::access("/dev/nvidiactl", F_OK) != 0 && ::access("/dev/nvidia0", F_OK) != 0)
    return "there is no GPU in this machine (no /dev/nvidia0)";
#ifdef REDBLUE_CUDA
  try {
    (void)cuda::device_name();
    return {};
  } catch (const cuda::CudaError& e) {
    return e.what();
  }
#else
  return "this program was built without CUDA (configure with -D REDBLUE_CUDA=ON where nvcc is)";
#endif
}

GpuRun count_on_gpu(const KernelPlan& plan, const Head& head) {
#ifdef REDBLUE_CUDA
  const cuda::GpuReport counted = cuda::run_on_gpu(plan, head, PolicyKind::count);
  const cuda::GpuReport plain = cuda::run_on_gpu(plan, head, PolicyKind::plain);
  return {cuda::device_name(), counted.counted,     counted.shared_words,
          plain.registers,     plain.spilled_bytes, plain.seconds};
#else
  (void)plan, (void)head;
  sim::raise(sim::InvalidArgument(why_no_gpu()));
#endif
}

}  // namespace redblue::kernels
