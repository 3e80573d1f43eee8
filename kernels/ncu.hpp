// What Nsight Compute measured, read from the table that it wrote
// (ncu --csv --page raw --print-units base --metrics ...).
#pragma once

#include <string_view>

#include <redblue/kernels/hardware.hpp>

namespace redblue::kernels {

/// Throws: sim::InvalidArgument naming the line that is no row of such a table.
[[nodiscard]] Hardware read_ncu(std::string_view csv);

}  // namespace redblue::kernels
