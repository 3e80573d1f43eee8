// From a plan to launches: the one list of kernels, for every back end and policy.
#pragma once

#include <redblue/kernels/flash_attention.cuh>
#include <redblue/kernels/flash_attention_2.cuh>
#include <redblue/kernels/kernel_plan.hpp>
#include <redblue/kernels/standard.cuh>
#include <redblue/kernels/two_phase.cuh>

namespace redblue::kernels {

/// One head of attention by the kernels of the plan.
template <class Policy, class Launcher>
void launch(Launcher& launcher, const Operands& a, const KernelPlan& plan) {
  switch (plan.schedule) {
    case KernelPlan::Schedule::standard:
      return standard<Policy>(launcher, a, plan.scores, plan.whole_rows, plan.output);
    case KernelPlan::Schedule::flash_attention:
      return flash_attention<Policy>(launcher, a, plan.tile);
    case KernelPlan::Schedule::flash_attention_2:
      return flash_attention_2<Policy>(launcher, a, plan.tile);
    case KernelPlan::Schedule::two_phase:
      return two_phase<Policy>(launcher, a, plan.scores, plan.output);
  }
}

/// The same with the policy chosen at run time.
template <class Launcher>
void launch(Launcher& launcher, const Operands& a, const KernelPlan& plan, PolicyKind policy) {
  switch (policy) {
    case PolicyKind::plain:
      return launch<Plain>(launcher, a, plan);
    case PolicyKind::count:
      return launch<Count>(launcher, a, plan);
    case PolicyKind::io_only:
      return launch<IoOnly>(launcher, a, plan);
  }
}

}  // namespace redblue::kernels
