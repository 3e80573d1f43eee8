// The explicit list of schedules. Adding one: its header, and one line in catalog.cpp.
#pragma once

#include <span>
#include <string_view>

#include <redblue/algorithms/schedule.hpp>

namespace redblue::algorithms {

/// Every schedule, in the order in which tables print them.
[[nodiscard]] std::span<const Schedule> catalog();

/// Schedules that are the plan of one kernel and nothing else: runnable by id, in no `all` and no `best`.
[[nodiscard]] std::span<const Schedule> kernel_catalog();

/// The schedule of either list named `id`, or null.
[[nodiscard]] const Schedule* find(std::string_view id);

/// A schedule and its plan at one point.
struct Choice {
  const Schedule* schedule = nullptr;  ///< null: nothing fits
  Planned planned;
};

/// The cheapest catalogued schedule at (shape, M): the upper bound on the I/O complexity (2.8).
/// Schedules that cannot run (shape, options) are passed over. Ties: fewest writes, then least
/// footprint, then catalog order.
[[nodiscard]] Choice best(const AttentionShape& shape, const Options& options, Words M);

/// The least M at which any catalogued schedule runs.
[[nodiscard]] Words best_smallest_M(const AttentionShape& shape, const Options& options);

}  // namespace redblue::algorithms
