#include <redblue/algorithms/flash_attention.hpp>
#include <redblue/algorithms/flash_attention_2.hpp>
#include <redblue/algorithms/standard.hpp>
#include <redblue/algorithms/two_phase.hpp>
#include <redblue/kernels/kernel_plan.hpp>

namespace redblue::kernels {
namespace {

template <class S>
const typename S::Plan* plan_of(const algorithms::Schedule& schedule, const algorithms::Planned& planned) {
  return schedule.id == S::id ? std::any_cast<typename S::Plan>(&planned.plan) : nullptr;
}

}  // namespace

std::optional<KernelPlan> kernel_plan(const algorithms::Schedule& schedule,
                                      const algorithms::Planned& planned) {
  using Which = KernelPlan::Schedule;
  if (const auto* p = plan_of<algorithms::FlashAttention>(schedule, planned))
    return KernelPlan{Which::flash_attention, *p};
  if (const auto* p = plan_of<algorithms::FlashAttention2>(schedule, planned))
    return KernelPlan{Which::flash_attention_2, *p};
  if (const auto* p = plan_of<algorithms::Standard>(schedule, planned))
    return KernelPlan{
        Which::standard, {}, {p->scores.tile, p->scores.panel}, {p->output, p->panel}, p->whole_rows};
  if (const auto* p = plan_of<algorithms::TwoPhase>(schedule, planned))
    return KernelPlan{Which::two_phase, {}, {p->scores.tile, p->scores.panel}, {p->output, p->panel}, false};
  return std::nullopt;
}

}  // namespace redblue::kernels
