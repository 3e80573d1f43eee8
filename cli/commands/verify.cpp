// redblue verify: every road to a schedule's count, and its result, held against each other.
#include <memory>
#include <string>
#include <vector>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/task_run.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/verify.hpp>

namespace redblue::cli {
namespace {

using study::Check;
using study::Verification;

std::string_view verdict(const Verification& v) {
  return v.checks.empty() ? "infeasible" : v.ok() ? "ok" : "disagreement";
}

std::string who(const Verification& v) {
  const std::string name(v.record.algorithm());
  const bool chosen = v.record.point.schedule == nullptr && v.record.schedule != nullptr;
  return chosen ? name + " (" + std::string(v.record.schedule->id) + ")" : name;
}

/// What a standing is measured by.
std::string measure_of(const proofs_check::Standing& s) {
  if (proofs_check::optimality(s) == proofs_check::Optimality::unknown)
    return "Standing: " + proofs_check::statement(s) + ".\n";
  return "Standing: io under rules " + std::string(name(s.io_rules)) + " over " +
         with_commas(s.lower.count()) + " words by " + s.lower_by + ", rules " +
         std::string(name(s.lower_rules)) + ".\n";
}

/// What of bounds was checked, or why nothing.
std::string compared_text(const std::vector<Verification>& all, std::size_t bounds) {
  if (bounds > 0) return "io >= every comparable lower bound (column bounds: how many).\n";
  for (const Verification& v : all)
    if (v.standing && v.record.plays_rules) return "no lower bound: none is comparable under these rules.\n";
  return "no lower bound: none of these counts is a play under these rules.\n";
}

/// One row a schedule, and every check that failed below.
std::string as_table(const std::vector<Verification>& all, bool colours) {
  using Align = TextTable::Align;
  const study::Point& p = all.front().record.point;
  TextTable table({{"algorithm"},
                   {"plan"},
                   {"io [words]", Align::right},
                   {"checks", Align::right},
                   {"bounds", Align::right},
                   {"verdict"},
                   {"standing"}});
  std::string failures, standings;
  std::size_t bounds = 0;
  for (const Verification& v : all) {
    const std::string io = v.record.planned ? with_commas(v.record.counts.io().count())
                                            : "needs M >= " + with_commas(v.record.smallest_M.count());
    table.add({who(v), plan_text(v.record), io, std::to_string(v.checks.size()),
               std::to_string(v.bounds_compared()), std::string(verdict(v)),
               v.standing ? proofs_check::brief(*v.standing) : ""});
    bounds += v.bounds_compared();
    if (v.standing && standings.find(measure_of(*v.standing)) == std::string::npos)
      standings += measure_of(*v.standing);
    for (const Check& c : v.checks)
      if (!c.ok) failures += who(v) + ": " + c.id + ": expected " + c.expected + ", got " + c.got + "\n";
  }
  return shape_text(p.shape) + ", M = " + with_commas(p.M.count()) + " words, rules " +
         std::string(proofs_check::name(p.rules)) + "\n\n" + table.text(colours) + "\n" + failures +
         standings +
         "Checked per schedule: closed form = counted = executed = replayed words per tensor, peak <= M,\n"
         "result against the reference in float64 and float32, " +
         compared_text(all, bounds);
}

/// What is known of the count: null where there is none.
void append_standing(std::string& text, const Verification& v) {
  using namespace study::json;
  if (!v.standing) return null(text, "standing");
  append_name(text, "standing");
  text += '{';
  field(text, "statement", proofs_check::statement(*v.standing));
  field(text, "brief", proofs_check::brief(*v.standing));
  field(text, "rules", proofs_check::name(v.standing->io_rules));
  field(text, "lower_words", v.standing->lower.count());
  field(text, "lower_by", v.standing->lower_by);
  field(text, "lower_rules", proofs_check::name(v.standing->lower_rules));
  text += '}';
}

std::string as_json(const Verification& v) {
  using namespace study::json;
  const study::Point& p = v.record.point;
  std::string text = "{";
  field(text, "schema", "redblue.verify/1");
  field(text, "algorithm", v.record.algorithm());
  v.record.schedule != nullptr ? field(text, "schedule", v.record.schedule->id) : null(text, "schedule");
  append_name(text, "options");
  study::append_json(text, p.options);
  append_name(text, "shape");
  study::append_json(text, p.shape, p.heads, p.batch);
  field(text, "M_words", p.M.count());
  field(text, "rules", proofs_check::name(p.rules));
  append_name(text, "checks");
  text += '[';
  for (const Check& c : v.checks) {
    text += text.back() == '}' ? ",{" : "{";
    field(text, "id", c.id);
    flag(text, "ok", c.ok);
    field(text, "expected", c.expected);
    field(text, "got", c.got);
    text += '}';
  }
  text += ']';
  field(text, "verdict", verdict(v));
  append_standing(text, v);
  append_name(text, "program");
  study::append_program(text);
  return text + "}";
}

int exit_code(const std::vector<Verification>& all, const Selection& selection) {
  bool any = false;
  bool missing = false;
  for (const Verification& v : all) {
    if (!v.checks.empty() && !v.ok()) return exit_no;
    any = any || !v.checks.empty();
    missing = missing || (v.checks.empty() && selection.by_name(v.record.point.schedule));
  }
  return any && !missing ? exit_ok : exit_infeasible;
}

}  // namespace

int verify_command(const Invocation& invocation) {
  const RunSpec spec = run_spec(invocation.flags);
  const OnePoint at = one_point(spec.axes, "verify");
  const std::vector<const Schedule*> schedules = spec.schedules(at.shape);
  const Format format = chosen_format(invocation.flags, {Format::table, Format::json, Format::jsonl});
  Output out(invocation.flags);

  const auto found = std::make_shared<std::vector<Verification>>(schedules.size());
  const TaskRun run =
      run_tasks(schedules.size(), invocation.flags, [found, spec, at, schedules](std::size_t i) {
        (*found)[i] = study::verify(spec.point(schedules[i], at.shape, at.M));
      });
  std::vector<Verification> all;
  for (std::size_t i = 0; i < schedules.size(); ++i)
    if (run.done[i]) all.push_back((*found)[i]);
  if (all.empty()) leave_out_of_time(run);

  if (format == Format::table) out.write(as_table(all, out.colours()));
  for (std::size_t i = 0; i < all.size() && format != Format::table; ++i) {
    const bool lines = format == Format::jsonl;
    out.write((lines ? "" : i == 0 ? "[" : ",\n") + as_json(all[i]) + (lines ? "\n" : ""));
  }
  if (format == Format::json) out.write("]\n");
  say_notes(spec, at.shape);
  const Given& M = spec.axes.M->given();
  for (const Verification& v : all)
    if (v.checks.empty())
      say(M.where + M.name + " " + M.text + ": " + needs_text(v.record) + "; not checked");
  const int code = exit_code(all, spec.selection);
  if (run.out_of_time) leave_out_of_time(run, code == exit_no ? exit_no : exit_limit);
  return code;
}

}  // namespace redblue::cli
