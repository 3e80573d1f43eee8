// KernelPlan: what a launch needs of a schedule's plan. No number of it is computed here: tiles and panels
// are those of the schedule that the simulator ran.
#pragma once

#include <optional>

#include <redblue/algorithms/tile_plan.hpp>

namespace redblue::algorithms {
struct Schedule;
struct Planned;
}  // namespace redblue::algorithms

namespace redblue::kernels {

/// policy.hpp, chosen at run time.
enum class PolicyKind { plain, count, io_only };

struct KernelPlan {
  enum class Schedule { standard, flash_attention, flash_attention_2, two_phase };
  Schedule schedule;
  algorithms::TilePlan tile;            ///< flash_attention, flash_attention_2
  algorithms::kernel::Panels scores{};  ///< standard, two_phase
  algorithms::kernel::Panels output{};
  bool whole_rows = false;  ///< standard: the softmax holds a row
};

/// The kernel's form of a plan that `schedule` made with --tiles kernel; empty where there is no kernel.
[[nodiscard]] std::optional<KernelPlan> kernel_plan(const algorithms::Schedule& schedule,
                                                    const algorithms::Planned& planned);

}  // namespace redblue::kernels
