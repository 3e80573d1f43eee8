// What a report does not draw, so that nothing is dropped in silence.
#include <algorithm>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/report/parts.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/standing.hpp>

namespace redblue::cli {
namespace {

std::string why(const PointGroup& group) {
  const bool fits = std::ranges::any_of(group.points, [](const PlotPoint& p) { return !p.plays_rules; });
  if (!fits) return "no schedule fits M; try a larger --M";
  const auto rules = proofs_check::parse_rules(group.rules);
  return "unknown: " + std::string(rules ? study::why_no_play(*rules) : "no play under these rules") +
         ". Counts under fma, partial and partial_recompute are compared.";
}

}  // namespace

std::string left_out_html(const std::vector<PlotPoint>& points) {
  std::string rows;
  for (const PointGroup& group : by_shape(points)) {
    if (std::ranges::any_of(group.points, &PlotPoint::drawn)) continue;
    rows += "<tr><td>" + escape_xml(shape_text(group.shape)) + "</td><td>" + escape_xml(group.rules) +
            "</td><td class=\"num\">" + with_commas(static_cast<Int128>(group.points.size())) + "</td><td>" +
            escape_xml(why(group)) + "</td></tr>\n";
  }
  if (rows.empty()) return {};
  return "<section class=\"text\" id=\"left-out\"><h2>Not drawn</h2>\n<div class=\"scroll\"><table "
         "class=\"data\">"
         "<thead><tr><th>problem</th><th>rules</th><th "
         "class=\"num\">records</th><th>standing</th></tr></thead>"
         "<tbody>\n" +
         rows + "</tbody></table></div></section>\n";
}

}  // namespace redblue::cli
