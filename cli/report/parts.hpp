// The parts of the report; each returns finished markup.
#pragma once

#include <string>
#include <vector>

#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/svg.hpp>
#include <redblue/cli/report/report.hpp>

namespace redblue::cli {

[[nodiscard]] std::string report_style();
[[nodiscard]] std::string report_script();

/// One shape under one set of rules: its records and its drawing.
struct Chapter {
  PointGroup group;
  Section section;                 ///< its samples at `shown` only
  std::vector<SandwichRow> shown;  ///< the values of M that are drawn and answer to the pointer
};

inline constexpr std::size_t most_drawn = 1000;  ///< values of M of one chapter: more than there are pixels
inline constexpr std::size_t most_rows = 200;    ///< of one table

/// At most `most` rows (one more where needed for the last), evenly in log M.
[[nodiscard]] std::vector<SandwichRow> evenly(const std::vector<SandwichRow>& rows, std::size_t most);

/// The data block that the script reads: an array of sections with exact digits as strings.
[[nodiscard]] std::string report_data(const std::vector<Chapter>& chapters);

/// Heading, facts, charts, legend, crossings and table of one chapter. The table says of each best count
/// whether it is optimal, within a factor or unknown.
[[nodiscard]] std::string chapter_html(const Chapter& chapter, std::size_t number,
                                       const StandingOf& standing);

/// The problems and rules of which no record is drawn, and why; empty where there are none.
[[nodiscard]] std::string left_out_html(const std::vector<PlotPoint>& points);

/// Every bound with statement, rules, assumptions and source; where it failed to apply, why.
[[nodiscard]] std::string bounds_html(const std::vector<PlotPoint>& points);

/// The accounting rules of the two-level machine and how numbers under rules compare.
[[nodiscard]] std::string rules_html();

}  // namespace redblue::cli
