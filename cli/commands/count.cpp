// redblue count: what schedules read and write at one point.
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/long_runs.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/task_run.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_key.hpp>

namespace redblue::cli {
namespace {

using study::Record;

std::string as_json(const std::vector<Record>& records, bool lines) {
  std::string text = lines ? "" : "[";
  for (const Record& record : records) {
    if (!lines && text.size() > 1) text += ",\n";
    study::append_json(text, record, study::record_key(record.point));
    if (lines) text += '\n';
  }
  return lines ? text : text + "]\n";
}

std::string as_csv(const std::vector<Record>& records, const std::string& command_line) {
  std::string text = csv_comment(study::record_schema, command_line) + csv_header();
  for (const Record& record : records) append_csv(text, record, study::record_key(record.point));
  return text;
}

/// What the reader must know beside the numbers, one line each.
void warn(const Record& r) {
  const std::string who = std::string(r.algorithm());
  if (r.planned && !r.planned->fits())
    say(fmt::format(
        "warning: {}: the published tiles need {} words, {} more than M = {}; counted with that many, "
        "compared with no bound; they fit from M = {} on",
        who, to_string(r.planned->footprint), to_string(r.planned->overflow), to_string(r.point.M),
        to_string(r.smallest_M)));
  if (r.max_error && std::isnan(*r.max_error))
    say(fmt::format("warning: {}: the result overflowed{}", who,
                    r.schedule->takes_safe && !r.point.options.safe
                        ? "; it takes raw exponentials without a row maximum, --safe keeps one"
                        : ""));
  if (r.feasible && !r.plays_rules)
    say(fmt::format(
        "warning: {}: this run is no play of the {} game at M = {}, so there is no ratio; --rules fma "
        "compares it",
        who, proofs_check::name(r.point.rules), to_string(r.point.M)));
}

/// `--M 12: flash_attention_2 at N = 64, d = 64 needs at least 260 words`.
void say_infeasible(const Record& r, const RunSpec& spec) {
  const Given& M = spec.axes.M->given();
  say(fmt::format("{}{}{} {}: {}", spec.selection.by_name(r.point.schedule) ? "error: " : "", M.where, M.name,
                  M.text, needs_text(r)));
}

int exit_code(const std::vector<Record>& records, const Selection& selection) {
  bool any = false;
  for (const Record& r : records) {
    if (!r.feasible && selection.by_name(r.point.schedule)) return exit_infeasible;
    any = any || r.feasible;
  }
  return any ? exit_ok : exit_infeasible;
}

}  // namespace

int count_command(const Invocation& invocation) {
  const RunSpec spec = run_spec(invocation.flags);
  const OnePoint at = one_point(spec.axes, "count");
  const std::vector<const Schedule*> schedules = spec.schedules(at.shape);
  const Format format =
      chosen_format(invocation.flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  if (!invocation.flags.has("long"))
    for (const Schedule* s : schedules) refuse_long_run(spec.point(s, at.shape, at.M));
  Output out(invocation.flags);

  const auto found = std::make_shared<std::vector<Record>>(schedules.size());
  const TaskRun run =
      run_tasks(schedules.size(), invocation.flags, [found, spec, at, schedules](std::size_t i) {
        (*found)[i] = study::evaluate(spec.point(schedules[i], at.shape, at.M));
      });
  std::vector<Record> records;
  for (std::size_t i = 0; i < schedules.size(); ++i)
    if (run.done[i]) records.push_back((*found)[i]);
  if (records.empty()) leave_out_of_time(run);

  if (format == Format::csv) out.write(as_csv(records, invocation.command_line));
  if (format == Format::json || format == Format::jsonl) out.write(as_json(records, format == Format::jsonl));
  if (format == Format::table) out.write(record_table(records, spec.bits_given, out.colours()));
  say_notes(spec, at.shape);
  for (const Record& r : records) {
    warn(r);
    if (!r.feasible && !r.planned) say_infeasible(r, spec);
  }
  if (run.out_of_time) leave_out_of_time(run);
  return exit_code(records, spec.selection);
}

}  // namespace redblue::cli
