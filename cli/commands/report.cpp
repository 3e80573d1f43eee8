// redblue report: one self-contained HTML file from records.
#include <string>

#include <redblue/cli/commands/pictures.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/report/report.hpp>
#include <redblue/cli/report/standings.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {

namespace {

/// Why there is nothing to draw, and what to do.
std::string why_empty(const std::vector<PlotPoint>& points) {
  for (const PlotPoint& p : points)
    if (!p.plays_rules)
      return "no count is a play under rules " + p.rules +
             ", so nothing may be compared; sweep with --rules fma, partial or partial_recompute";
  return "no record has counts: every point is infeasible; try a larger --M";
}

}  // namespace

int report_command(const Invocation& invocation) {
  const auto points = points_of(invocation);
  keep_inputs(invocation);
  const Given* output = invocation.flags.find("output");
  if (output != nullptr && !output->text.ends_with(".html")) output->refuse("a report is an .html file");
  const std::string page =
      to_html(points, style_order(), {provenance_of(invocation), invocation.operands, certified_standings()});
  if (page.empty()) sim::raise(study::FileError(invocation.operands.front(), why_empty(points)));
  if (output != nullptr)
    write_whole(output->text, page);
  else
    Output(Flags{}).write(page);
  return exit_ok;
}

}  // namespace redblue::cli
