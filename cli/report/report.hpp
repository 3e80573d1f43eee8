// The report: one HTML file that needs nothing else, reads without script, and answers to the
// pointer with it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/svg.hpp>
#include <redblue/proofs_check/statement.hpp>

namespace redblue::cli {

/// What is known of a point, where more than its record says; nothing else.
using StandingOf = std::function<std::optional<proofs_check::Standing>(const PlotPoint&)>;

struct ReportSource {
  Provenance provenance;
  std::vector<std::string> files;  ///< where the records came from, as the user named them
  StandingOf standing = {};
};

/// The page. Empty when no record has counts. Equal points and source give equal bytes.
[[nodiscard]] std::string to_html(const std::vector<PlotPoint>& points, const StyleOrder& order,
                                  const ReportSource& source);

}  // namespace redblue::cli
