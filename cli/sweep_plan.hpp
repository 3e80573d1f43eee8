// What a sweep goes over, from the flags.
#pragma once

#include <cstdint>
#include <string>

#include <redblue/cli/run_spec.hpp>
#include <redblue/study/sweep_space.hpp>

namespace redblue::cli {

/// The points that the axes span for the selected schedules.
/// Throws: UsageError for a missing axis, a schedule that was asked for by name and cannot run, or more
/// than `most` points.
[[nodiscard]] study::SweepSpace sweep_space(const RunSpec& spec, std::uint64_t most);

/// Equal texts mean equal points; a few hundred bytes, however long the axes. Holds nothing that may vary
/// from run to run: no output, no resume, no shard, no threads, no time.
[[nodiscard]] std::string sweep_plan_text(const RunSpec& spec, std::uint64_t most);

}  // namespace redblue::cli
