// redblue prove: the steps of a bound's proof, tested on an execution.
#include <redblue/cli/commands/bound_graph.hpp>
#include <redblue/cli/commands/pictures.hpp>
#include <redblue/cli/commands/prove_run.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/figures/slack.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/output.hpp>

namespace redblue::cli {
namespace {

int exit_code(const Proved& proved) {
  const auto& report = proved.report;
  if (!report.not_covered.empty() && !report.phases.broken) {
    say("error: " + report.not_covered + "; --bound phase_both allows it");
    return exit_usage;
  }
  return report.holds() ? exit_ok : exit_no;
}

}  // namespace

int prove_command(const Invocation& invocation) {
  require_distinct_files(invocation.flags);
  if (invocation.flags.has("search")) return prove_search(invocation.flags);
  for (const std::string_view other : {"seed", "time-limit"})
    if (const Given* given = invocation.flags.find(other)) given->refuse("goes with --search");
  const Format format =
      chosen_format(invocation.flags, {Format::table, Format::csv, Format::json, Format::jsonl, Format::svg});
  if (const Given* output = invocation.flags.find("output"); is_picture(output) && format != Format::svg)
    output->refuse("pictures of slack are .svg");
  const Proved proved = prove(invocation.flags);
  if (!proved.infeasible.empty()) return say("error: " + proved.infeasible), exit_infeasible;
  if (!proved.refused.empty()) return say(proved.refused), proved.refused_code;
  Output out(invocation.flags);
  if (format == Format::table) out.write(prove_table(proved, out.colours()));
  if (format == Format::csv) out.write(prove_csv(proved, invocation.command_line));
  if (format == Format::json || format == Format::jsonl)
    out.write(prove_json(proved, format == Format::jsonl));
  if (format == Format::svg) out.write(slack_svg(proved.report, proved.execution, provenance_of(invocation)));
  return exit_code(proved);
}

}  // namespace redblue::cli
