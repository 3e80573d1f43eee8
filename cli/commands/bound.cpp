// redblue bound: every lower bound at one point.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include <redblue/cli/commands/bound_graph.hpp>
#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/counting.hpp>
#include <redblue/proofs_check/graph_bound.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using proofs_check::Evaluated;
using proofs_check::LowerBounds;

struct Question {
  OnePoint at;
  proofs_check::Rules rules;
  Int128 heads;
  Int128 batch;

  [[nodiscard]] Int128 problems() const { return heads * batch; }
};

/// The bounds asked for: all, or the one that --bound names, whichever is the largest then.
LowerBounds bounds_of(const Question& q, const Given* only) {
  LowerBounds all = proofs_check::lower_bounds(q.at.shape, q.at.M, q.rules);
  if (only == nullptr) return all;
  DidYouMean near(only->text);
  for (const proofs_check::Bound& b : proofs_check::catalog()) near.offer(b.id);
  if (proofs_check::find(only->text) == nullptr && proofs_check::find_graph_bound(only->text) != nullptr)
    only->refuse("is a bound of graphs: add --graph, as attention:4,2, in place of --N and --d");
  std::erase_if(all.all, [&](const Evaluated& e) { return e.bound->id != only->text; });
  if (all.all.empty()) only->refuse("no such bound" + near.text() + " (see: redblue list bounds)");
  const Evaluated& one = all.all.front();
  const bool counts = one.comparable && one.proven;
  all.lower = counts ? one.proven->words : Words{0};
  all.lower_by = counts ? one.bound->id : std::string_view();
  return all;
}

std::string X_text(const Evaluated& e) { return e.proven && e.proven->X ? with_commas(*e.proven->X) : ""; }

std::string why_not_compared(const Evaluated& e, proofs_check::Rules rules) {
  if (!e.why_not.empty()) return std::string(e.why_not);
  if (!e.bound->is_explicit()) return "asymptotic: no constant, a slope only";
  return e.comparable
             ? ""
             : "counts under " + std::string(proofs_check::name(rules)) + " are no plays of its rules";
}

/// A line for each column that needs one.
std::string legend(const LowerBounds& bounds, Words M) {
  const auto any = [&](const auto& is_so) {
    return std::any_of(bounds.all.begin(), bounds.all.end(), is_so);
  };
  std::string text;
  if (any([](const Evaluated& e) { return e.proven && e.proven->X; }))
    text += "X: the proof cuts a run into phases of X words moved; this X gives the largest bound.\n";
  if (any([&](const Evaluated& e) { return e.evaluated_at != M; }))
    text +=
        "at M: classic bounds are read at M + 3, since an update in place needs three words more there.\n";
  return text.empty() ? text : "\n" + text;
}

std::string as_table(const Question& q, const LowerBounds& bounds, bool colours) {
  using Align = TextTable::Align;
  TextTable table({{"bound"},
                   {"lower bound [words]", Align::right},
                   {"strength"},
                   {"rules"},
                   {"X [words]", Align::right},
                   {"at M [words]", Align::right},
                   {"compared"},
                   {"why not"}});
  for (const Evaluated& e : bounds.all)
    table.add({std::string(e.bound->id), e.proven ? with_commas(e.proven->words.count() * q.problems()) : "",
               e.bound->is_explicit() ? "explicit" : "asymptotic",
               std::string(proofs_check::name(e.bound->rules)), X_text(e),
               with_commas(e.evaluated_at.count()), e.comparable && e.proven ? "yes" : "no",
               why_not_compared(e, q.rules)});
  std::string text = shape_text(q.at.shape) + ", M = " + with_commas(q.at.M.count()) + " words, " +
                     (q.problems() == 1 ? "per head" : "for " + problems_text(q.heads, q.batch)) + "\n\n";
  text += table.text(colours) + legend(bounds, q.at.M) + "\n" + assumptions_text(bounds.all) + "\n";
  if (bounds.lower_by.empty()) return text + "No bound may be compared with counts under these rules.\n";
  return text + "io >= " + with_commas(bounds.lower.count() * q.problems()) + " words by " +
         std::string(bounds.lower_by) + ", for counts under rules " +
         std::string(proofs_check::name(q.rules)) + ".\n";
}

std::string as_json(const Question& q, const LowerBounds& bounds, bool lines) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", bound_schema);
  append_name(text, "shape");
  study::append_json(text, q.at.shape, q.heads, q.batch);
  field(text, "M_words", q.at.M.count());
  field(text, "rules", proofs_check::name(q.rules));
  append_name(text, "bounds");
  study::append_json(text, bounds, q.problems(), study::Assumptions::printed);
  field(text, "lower", bounds.lower.count() * q.problems());
  field(text, "lower_by", bounds.lower_by);
  append_name(text, "program");
  study::append_program(text);
  text += "}";
  return lines ? text + "\n" : "[" + text + "]\n";
}

std::string as_csv(const Question& q, const LowerBounds& bounds, const std::string& command_line) {
  std::string text = csv_comment(bound_schema, command_line);
  text +=
      "shape_Nq,shape_Nk,shape_dk,shape_dv,shape_mask,shape_heads,shape_batch,M_words,rules,id,words,"
      "applicable,"
      "why_not,strength,bound_rules,comparable,evaluated_at_M_words,X_words,assumptions\n";
  const AttentionShape& s = q.at.shape;
  for (const Evaluated& e : bounds.all)
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", s.Nq, s.Nk, s.dk, s.dv,
        study::mask_text(s.mask), sim::to_string(q.heads), sim::to_string(q.batch), to_string(q.at.M),
        proofs_check::name(q.rules), e.bound->id,
        e.proven ? sim::to_string(e.proven->words.count() * q.problems()) : "", e.why_not.empty(),
        escape_csv(e.why_not), e.bound->is_explicit() ? "explicit" : "asymptotic",
        proofs_check::name(e.bound->rules), e.comparable, to_string(e.evaluated_at),
        e.proven && e.proven->X ? sim::to_string(*e.proven->X) : "", escape_csv(assumptions_of(*e.bound)));
  return text;
}

/// The certificate of the largest of these bounds that has one (kind counting), which needs no graph.
void write_counting(const Question& q, const LowerBounds& bounds, const Given& file, bool force) {
  Int128 largest = -1;
  std::string text;
  for (const Evaluated& e : bounds.all) {
    if (!e.comparable || !e.proven || e.proven->words.count() <= largest) continue;
    if (const auto written = proofs_check::counting_certificate(e.bound->id, q.at.shape, e.evaluated_at))
      text = *written, largest = e.proven->words.count();
  }
  if (text.empty())
    file.refuse(
        "no such bound has a certificate here; phase_pv, phase_both and phase_both_once have one without a "
        "mask");
  write_certificate(file.text, text, force);
}

}  // namespace

int bound_command(const Invocation& invocation) {
  if (invocation.flags.has("graph")) return bound_graph(invocation);
  for (const char* name : {"set", "from-play", "time-limit", "mem-limit"})
    if (const Given* given = invocation.flags.find(name))
      given->refuse("is for bounds of graphs: bound --graph");
  const RunSpec spec = run_spec(invocation.flags);
  const Question q{one_point(spec.axes, "bound"), spec.rules, spec.heads, spec.batch};
  const Format format =
      chosen_format(invocation.flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  const LowerBounds bounds = bounds_of(q, invocation.flags.find("bound"));
  Output out(invocation.flags);
  if (const Given* file = invocation.flags.find("certificate"))
    write_counting(q, bounds, *file, invocation.flags.has("force"));
  if (format == Format::table) out.write(as_table(q, bounds, out.colours()));
  if (format == Format::json || format == Format::jsonl)
    out.write(as_json(q, bounds, format == Format::jsonl));
  if (format == Format::csv) out.write(as_csv(q, bounds, invocation.command_line));
  return exit_ok;
}

}  // namespace redblue::cli
