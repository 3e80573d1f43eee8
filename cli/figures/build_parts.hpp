// The parts of build_figure that have a file of their own.
#pragma once

#include <optional>

#include <redblue/cli/figures/build.hpp>

namespace redblue::cli {

/// io against d, one section per (Nq, Nk, M, ...) that has at least two values of d.
[[nodiscard]] Figure over_d(const std::vector<PlotPoint>& points, const StyleOrder& order);

/// Counted minus predicted words where both are there; else the distance to the leading term.
[[nodiscard]] Figure residuals(const std::vector<PlotPoint>& points, const StyleOrder& order);

/// Bands of theory 2.9 and the line M = d^2, as far as the axis shows them. Square shapes without
/// mask only: theory states the regimes for those. The first panel gets room for their names.
void add_regimes(Section& section, const PlotShape& shape);

void add_crossings(Section& section, const std::vector<Crossing>& changes);

/// The leading term of a schedule's io per head at (N, d, M) as theory 2 prints it; nothing for
/// schedules without one. Unit: words.
[[nodiscard]] std::optional<double> leading_words(const PlotPoint& p);

}  // namespace redblue::cli
