// Refuses counted and executed runs that nobody would wait for.
#pragma once

#include <string_view>

#include <redblue/study/record.hpp>

namespace redblue::cli {

/// Tile visits or word moves of a counted run, about ten seconds of them.
inline constexpr sim::Int128 most_counted_steps = 1'000'000'000;
/// Multiply-adds of an executed run, about ten seconds of them.
inline constexpr sim::Int128 most_multiply_adds = 10'000'000'000;
/// Inputs, output and reference of an executed run. Unit: words of 8 bytes.
inline constexpr sim::Int128 most_real_words = 500'000'000;

/// Throws: UsageError that names the cost, who would count (a flag, or a command) and --long. A closed form
/// is never refused.
void refuse_long_run(const study::Point& point, std::string_view counting = "--counted");

}  // namespace redblue::cli
