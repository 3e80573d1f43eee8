// What plot and report share.
#pragma once

#include <vector>

#include <redblue/cli/command.hpp>
#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/svg.hpp>

namespace redblue::cli {

/// The records of the files that were named. Throws: UsageError without any, study::FileError.
[[nodiscard]] std::vector<PlotPoint> points_of(const Invocation& invocation);

/// Throws: UsageError where --output is one of the files that are read.
void keep_inputs(const Invocation& invocation);

/// Program and command line, without --output, so that equal figures are equal bytes wherever they go.
[[nodiscard]] Provenance provenance_of(const Invocation& invocation);

/// The colours of the catalog's schedules, in its order.
[[nodiscard]] StyleOrder style_order();

}  // namespace redblue::cli
