// Figures as data: CSV of what is drawn, and a gnuplot script that draws it.
#pragma once

#include <string>

#include <redblue/cli/figures/figure.hpp>
#include <redblue/cli/figures/svg.hpp>

namespace redblue::cli {

/// One line per sample of every curve: section, rules, panel, curve, role, x and y with their
/// quantities (which carry the unit), and whether the plan overflows M. Gaps have an empty y.
[[nodiscard]] std::string to_csv(const Figure& figure, const Provenance& provenance);

/// A script for gnuplot 5 with the data inside; it shows one plot per panel and opens no file.
[[nodiscard]] std::string to_gnuplot(const Figure& figure, const Provenance& provenance);

}  // namespace redblue::cli
