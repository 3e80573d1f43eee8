// The report: one HTML file that needs nothing else, reads without script, and answers to the
// pointer with it.
#pragma once

#include <string>
#include <vector>

#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/svg.hpp>

namespace redblue::cli {

struct ReportSource {
  Provenance provenance;
  std::vector<std::string> files;  ///< where the records came from, as the user named them
};

/// The page. Empty when no record has counts. Equal points and source give equal bytes.
[[nodiscard]] std::string to_html(const std::vector<PlotPoint>& points, const StyleOrder& order,
                                  const ReportSource& source);

}  // namespace redblue::cli
