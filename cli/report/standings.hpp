// What may be said of the points of a report beyond their records.
#pragma once

#include <redblue/cli/report/report.hpp>

namespace redblue::cli {

/// Counts that meet their bound are replayed for a certificate, and small problems are searched
/// (study::Certifier, with its budget). Nothing is said of points whose options are more than statistics and
/// a start.
[[nodiscard]] StandingOf certified_standings();

}  // namespace redblue::cli
