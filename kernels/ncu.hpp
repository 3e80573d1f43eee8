// What Nsight Compute measured, read from the table that it wrote
// (ncu --csv --page raw --print-units base --metrics ...).
#pragma once

#include <span>
#include <string_view>

#include <redblue/kernels/hardware.hpp>

namespace redblue::kernels {

/// The class templates of the kernels that a schedule launches, by the names that ncu prints; empty where it
/// has none.
[[nodiscard]] std::span<const std::string_view> kernel_names(const algorithms::Schedule& schedule);

/// What the table says of the schedule. Throws: sim::InvalidArgument naming the line that is no row of such a
/// table, or is a launch of another schedule's kernel.
[[nodiscard]] Hardware read_ncu(std::string_view csv, const algorithms::Schedule& schedule);

}  // namespace redblue::kernels
