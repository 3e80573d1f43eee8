#include <redblue/kernels/cuda/driver.cuh>
#include <redblue/kernels/cuda/launcher.cuh>
#include <redblue/kernels/cuda/timed.cuh>
#include <redblue/kernels/launch.cuh>

namespace redblue::kernels::cuda {

GpuReport run_on_gpu(const KernelPlan& plan, const Head& head, const GpuRequest& how) {
  require_sizes(head);
  const Intermediates stored = intermediates(plan, head.shape);
  const Extent n = head.heads;
  const auto take = [&](auto from) { return Buffer<float>(from, how.stream); };
  const Buffer<float> Q = take(head.Q), K = take(head.K), V = take(head.V);
  const Buffer<float> O = take(static_cast<Extent>(head.O.size())), S = take(n * stored.S);
  const Buffer<float> P = take(n * stored.P), m = take(n * stored.statistics),
                      l = take(n * stored.statistics);
  Operands a;
  a.shape = head.shape;
  a.scale = head.scale;
  Q.bind(a.Q, n), K.bind(a.K, n), V.bind(a.V, n), O.bind(a.O, n);
  S.bind(a.S, n), P.bind(a.P, n), m.bind(a.m, n), l.bind(a.l, n);
  Launcher launcher(how.stream, n);
  const GpuReport report = timed(launcher, a, how, [&] { launch(launcher, a, plan, how.policy); });
  O.copy_to(head.O);
  REDBLUE_CHECK(cudaStreamSynchronize(how.stream));
  return report;
}

Device current_device() {
  int device = 0;
  REDBLUE_CHECK(cudaGetDevice(&device));
  cudaDeviceProp properties{};
  REDBLUE_CHECK(cudaGetDeviceProperties(&properties, device));
  int driver = 0;
  REDBLUE_CHECK(cudaDriverGetVersion(&driver));
  REDBLUE_CHECK(cudaFree(nullptr));  // there is a context from now on
  CUcontext context = nullptr;
  if (driver_function<decltype(&cuCtxGetCurrent)>("cuCtxGetCurrent")(&context) != CUDA_SUCCESS)
    REDBLUE_CHECK(cudaErrorDeviceUninitialized);
  return {std::string(properties.name) + ", driver for CUDA " + std::to_string(driver / 1000) + "." +
              std::to_string(driver % 1000 / 10),
          properties.major * 10 + properties.minor, static_cast<std::size_t>(device), context};
}

}  // namespace redblue::kernels::cuda
