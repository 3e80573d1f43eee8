#include <chrono>

#include <redblue/kernels/bf16_head.hpp>
#include <redblue/kernels/cpu/buffer.hpp>
#include <redblue/kernels/cpu/hopper_thread.hpp>
#include <redblue/kernels/launch_bf16.cuh>
#include <redblue/kernels/run_bf16.hpp>

namespace redblue::kernels {

bool runs_in_bf16(const algorithms::Schedule& schedule) {
  return schedule.id == algorithms::FlashWs::id || schedule.id == algorithms::TwoPhaseWs::id;
}

RunReport run_bf16_on_cpu(const algorithms::Planned& planned, const Head& head, PolicyKind policy,
                          bool predict) {
  require_sizes(head);
  const Bf16Plan plan = bf16_plan(planned);
  using Buffer = cpu::Buffer<Bf16>;
  const Buffer Q(in_bf16(head.Q)), K(in_bf16(head.K)), V(in_bf16(head.V));
  const Buffer O(static_cast<Extent>(head.O.size())), S(head.heads * stored_scores(plan, head.shape));
  Counters counters;
  const Bf16Operands a =
      bf16_operands(head, plan, {Q.data(), K.data(), V.data(), O.data(), S.data(), &counters});
  cpu::HopperLauncher launcher(predict, head.heads);
  const auto start = std::chrono::steady_clock::now();
  launch_bf16(launcher, a, plan, policy);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  in_float(O.words(), head.O);
  return {as_counts(counters),     as_counts(launcher.moved()), launcher.words(),
          launcher.shared_bytes(), launcher.threads(),          took.count(),
          launcher.predictions()};
}

}  // namespace redblue::kernels
