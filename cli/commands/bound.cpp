// redblue bound: every lower bound at one point.
#include <string>

#include <fmt/format.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using proofs_check::Evaluated;
using proofs_check::LowerBounds;

constexpr std::string_view bound_schema = "redblue.bound/1";
constexpr std::size_t largest_graph = std::size_t{64} << 20;

struct Question {
  OnePoint at;
  proofs_check::Rules rules;
};

std::string X_text(const Evaluated& e) { return e.proven && e.proven->X ? with_commas(*e.proven->X) : ""; }

std::string why_not_compared(const Evaluated& e, proofs_check::Rules rules) {
  if (!e.why_not.empty()) return std::string(e.why_not);
  if (!e.bound->is_explicit()) return "asymptotic: no constant, a slope only";
  return e.comparable
             ? ""
             : "counts under " + std::string(proofs_check::name(rules)) + " are no plays of its rules";
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
    table.add({std::string(e.bound->id), e.proven ? with_commas(e.proven->words.count()) : "",
               e.bound->is_explicit() ? "explicit" : "asymptotic",
               std::string(proofs_check::name(e.bound->rules)), X_text(e),
               with_commas(e.evaluated_at.count()), e.comparable && e.proven ? "yes" : "no",
               why_not_compared(e, q.rules)});
  std::string text = shape_text(q.at.shape) + ", M = " + with_commas(q.at.M.count()) + " words, per head\n\n";
  text += table.text(colours) + "\n";
  if (bounds.lower_by.empty()) return text + "No bound may be compared with counts under these rules.\n";
  return text + "io >= " + with_commas(bounds.lower.count()) + " words by " + std::string(bounds.lower_by) +
         ", for counts under rules " + std::string(proofs_check::name(q.rules)) + ".\n";
}

std::string as_json(const Question& q, const LowerBounds& bounds, bool lines) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", bound_schema);
  append_name(text, "shape");
  study::append_json(text, q.at.shape, 1, 1);
  field(text, "M_words", q.at.M.count());
  field(text, "rules", proofs_check::name(q.rules));
  append_name(text, "bounds");
  study::append_json(text, bounds, 1);
  field(text, "lower", bounds.lower.count());
  field(text, "lower_by", bounds.lower_by);
  append_name(text, "program");
  study::append_program(text);
  text += "}";
  return lines ? text + "\n" : "[" + text + "]\n";
}

std::string as_csv(const Question& q, const LowerBounds& bounds, const std::string& command_line) {
  std::string text = csv_comment(bound_schema, command_line);
  text +=
      "shape_Nq,shape_Nk,shape_dk,shape_dv,shape_mask,M_words,rules,id,words,applicable,why_not,strength,"
      "bound_rules,"
      "comparable,evaluated_at_M_words,X_words\n";
  const AttentionShape& s = q.at.shape;
  for (const Evaluated& e : bounds.all)
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", s.Nq, s.Nk, s.dk, s.dv,
                        study::mask_text(s.mask), to_string(q.at.M), proofs_check::name(q.rules), e.bound->id,
                        e.proven ? to_string(e.proven->words) : "", e.why_not.empty(), escape_csv(e.why_not),
                        e.bound->is_explicit() ? "explicit" : "asymptotic",
                        proofs_check::name(e.bound->rules), e.comparable, to_string(e.evaluated_at),
                        e.proven && e.proven->X ? sim::to_string(*e.proven->X) : "");
  return text;
}

/// A file is read, so that an unreadable one is told from a missing feature.
[[noreturn]] void refuse_graph(const Given& graph) {
  const bool named = graph.text.find(':') != graph.text.npos && graph.text.find('/') == graph.text.npos;
  if (!named) (void)read_file(graph.text, largest_graph);
  graph.refuse("bounds of graphs have not landed in this version; bound takes --N, --d and --M");
}

}  // namespace

int bound_command(const Invocation& invocation) {
  if (const Given* graph = invocation.flags.find("graph")) refuse_graph(*graph);
  const RunSpec spec = run_spec(invocation.flags);
  const Question q{one_point(spec.axes, "bound"), spec.rules};
  const Format format =
      chosen_format(invocation.flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  Output out(invocation.flags);
  const LowerBounds bounds = proofs_check::lower_bounds(q.at.shape, q.at.M, q.rules);
  if (format == Format::table) out.write(as_table(q, bounds, out.colours()));
  if (format == Format::json || format == Format::jsonl)
    out.write(as_json(q, bounds, format == Format::jsonl));
  if (format == Format::csv) out.write(as_csv(q, bounds, invocation.command_line));
  return exit_ok;
}

}  // namespace redblue::cli
