#include <redblue/kernels/cuda/hopper_launcher.cuh>
#include <redblue/kernels/cuda/timed.cuh>
#include <redblue/kernels/launch_bf16.cuh>

namespace redblue::kernels::cuda {

GpuReport run_bf16_on_gpu(const algorithms::Planned& planned, const Head& head, const GpuRequest& how) {
  require_sizes(head);
  const Bf16Plan plan = bf16_plan(planned);
  const std::vector<Bf16> Q = in_bf16(head.Q), K = in_bf16(head.K), V = in_bf16(head.V);
  std::vector<Bf16> result(head.O.size());
  const auto take = [&](auto from) { return Buffer<Bf16>(from, how.stream); };
  const Buffer<Bf16> q = take(std::span(Q)), k = take(std::span(K)), v = take(std::span(V));
  const Buffer<Bf16> O = take(static_cast<Extent>(result.size()));
  const Buffer<Bf16> S = take(head.heads * stored_scores(plan, head.shape));
  Bf16Operands a = bf16_operands(head, plan, {q.data(), k.data(), v.data(), O.data(), S.data(), nullptr});
  HopperLauncher launcher(how.stream, head.heads);
  const GpuReport report = timed(launcher, a, how, [&] { launch_bf16(launcher, a, plan, how.policy); });
  O.copy_to(result);
  REDBLUE_CHECK(cudaStreamSynchronize(how.stream));
  in_float(result, head.O);
  return report;
}

}  // namespace redblue::kernels::cuda
