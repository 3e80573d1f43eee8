// What prove found, as a table, JSON and CSV.
#include <fmt/format.h>

#include <redblue/cli/commands/prove_run.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using namespace proofs_check::prove;

constexpr std::string_view prove_schema = "redblue.prove/1";

std::string verdict(const Proved& proved) {
  const Report& r = proved.report;
  if (r.phases.broken) return "broken";
  if (!r.not_covered.empty()) return "not covered";
  return r.holds() ? "holds" : "fails";
}

std::string broken_text(const Broken& b) {
  return "step " + std::string(b.step) +
         (b.move > 0 ? ", move " + with_commas(static_cast<Int128>(b.move)) : "") + ": " + b.what;
}

TextTable steps_table(const Report& r) {
  using Align = TextTable::Align;
  TextTable table({{"step"},
                   {"inequality"},
                   {"holds", Align::right},
                   {"slack: least", Align::right},
                   {"median", Align::right},
                   {"largest", Align::right},
                   {"total", Align::right}});
  for (const Step& s : r.steps) {
    const bool whole = s.rung == 0;
    const std::string of = whole ? "run"
                                 : with_commas(static_cast<Int128>(s.tested - s.failed)) + "/" +
                                       with_commas(static_cast<Int128>(s.tested));
    const auto factor = [&](double x) { return whole ? std::string() : ratio_text(x); };
    table.add({std::to_string(s.number) + " " + std::string(s.id), std::string(s.statement),
               whole && s.failed > 0 ? "NO" : of, factor(s.slack.min), factor(s.slack.median),
               factor(s.slack.max), ratio_text(s.slack.total)});
  }
  return table;
}

std::string where(const Proved& proved) {
  const Phases& p = proved.report.phases;
  return proved.execution + "\n" + shape_text(p.shape) + ", M = " + with_commas(p.M.count()) + " words" +
         (p.proof == Proof::saha_ye && !proved.is_graph ? " (3 more than the machine has)" : "") +
         "\nproof of " + std::string(bound_id(p.proof)) + ", X = " + with_commas(p.X) +
         " words: " + with_commas(static_cast<Int128>(p.all.size())) +
         (p.all.size() == 1 ? " phase" : " phases") + ", " + proved.how + "\n\n";
}

std::string letters(Proof proof) {
  if (proof == Proof::saha_ye)
    return "A, B: words of Q, K; I: scores done from first product to last, G: others.\n";
  const std::string words = "A, B, C, D: words of Q, K, V, O that a phase uses; ";
  if (proof == Proof::phase_pv) return words + "E: scores carried in, I: scores made in it.\n";
  return words +
         "T: scores it touches;\nn: starts of a score that are finished before the next, n2: others.\n";
}

std::string sentence_of_failures(const Report& r) {
  std::string text;
  for (const Step& s : r.steps)
    if (s.failed > 0)
      text += "FAILS: step " + std::to_string(s.number) + " " + std::string(s.id) +
              (s.first_failure > 0 ? ", first in phase " + std::to_string(s.first_failure) : "") + ".\n";
  return text;
}

/// Phases that did nothing give away what they may do, which is the loss of no step.
std::string idle_text(const Report& r) {
  if (r.idle_phases == 0) return {};
  return with_commas(static_cast<Int128>(r.idle_phases)) + " of " +
         with_commas(static_cast<Int128>(r.phases.all.size())) +
         (r.idle_phases == 1 ? " phases does" : " phases do") + " no products and may do some: x " +
         ratio_text(r.idle_slack) + " on top of the steps.\n";
}

/// Words by which charges may exceed io, in words.
std::string charges_text(const Report& r) {
  return with_commas(r.charges) + " charges" +
         (r.taken_off > 0 ? " (" + with_commas(r.taken_off) + " of them starts of scores)" : "");
}

}  // namespace

std::string prove_table(const Proved& proved, bool colours) {
  const Report& r = proved.report;
  std::string text = where(proved);
  if (r.phases.broken) return text + "BROKEN: " + broken_text(*r.phases.broken) + "\n";
  text += steps_table(r).text(colours) + "\n";
  text += "io = " + with_commas(r.io()) + " words, " + charges_text(r) + "; " + with_commas(r.items) +
          " products need " + with_commas(r.least) +
          (r.phases.proof == Proof::saha_ye ? " words.\n" : " charges.\n");
  text += "Every execution: io >= " + with_commas(r.bound) + " words";
  if (r.bound > 0)
    text += "; this one moves " + ratio_text(static_cast<double>(r.io()) / static_cast<double>(r.bound)) +
            " x that";
  text += ".\nTightest step: " + std::string(r.tightest().id) + ", loosest: " + std::string(r.loosest().id) +
          ".\n" + idle_text(r) + "\n";
  text +=
      "Slack: by what factor a step allows more than the one before it (4, 3, 2); 1 gives nothing away.\n" +
      letters(r.phases.proof);
  if (!r.not_covered.empty()) text += "NOT COVERED: " + r.not_covered + "\n";
  return text + sentence_of_failures(r);
}

std::string prove_json(const Proved& proved, bool lines) {
  using namespace study::json;
  const Report& r = proved.report;
  std::string text = "{";
  field(text, "schema", prove_schema);
  field(text, proved.is_graph ? "graph" : "algorithm", proved.id);
  field(text, "execution", proved.execution);
  append_name(text, "shape");
  study::append_json(text, r.phases.shape, 1, 1);
  field(text, "M_words", r.phases.M.count());
  field(text, "bound", bound_id(r.phases.proof));
  field(text, "X_words", r.phases.X);
  field(text, "phases", static_cast<Int128>(r.phases.all.size()));
  field(text, "verdict", verdict(proved));
  if (const auto& b = r.phases.broken) {
    field(text, "broken_step", b->step);
    field(text, "broken_move", static_cast<Int128>(b->move));
    field(text, "broken", b->what);
  }
  field(text, "io_words", r.io());
  field(text, "charges", r.charges);
  field(text, "charges_taken_off", r.taken_off);
  field(text, "products", r.items);
  field(text, "least_charges", r.least);
  field(text, "bound_words", r.bound);
  append_name(text, "steps");
  text += '[';
  for (const Step& s : r.steps) {
    text += text.back() == '}' ? ",{" : "{";
    field(text, "number", s.number);
    field(text, "id", s.id);
    field(text, "statement", s.statement);
    field(text, "tested", static_cast<Int128>(s.tested));
    field(text, "failed", static_cast<Int128>(s.failed));
    field(text, "first_failure_phase", static_cast<Int128>(s.first_failure));
    real(text, "slack_least", s.slack.min);
    real(text, "slack_median", s.slack.median);
    real(text, "slack_largest", s.slack.max);
    real(text, "slack_total", s.slack.total);
    text += '}';
  }
  text += ']';
  field(text, "idle_phases", static_cast<Int128>(r.idle_phases));
  real(text, "idle_slack", r.idle_slack);
  if (!r.steps.empty()) field(text, "tightest", r.tightest().id), field(text, "loosest", r.loosest().id);
  append_name(text, "program");
  study::append_program(text);
  return lines ? text + "}\n" : "[" + text + "}]\n";
}

std::string prove_csv(const Proved& proved, const std::string& command_line) {
  std::string text = csv_comment(prove_schema, command_line);
  text +=
      "phase,charges,loads_words,stores_words,output_starts,score_starts,Q_words,K_words,V_words,O_words,"
      "touched_scores,carried_scores,internal_scores,internal_rows,internal_cols,products_qk,products_pv";
  const Report& r = proved.report;
  const std::size_t rungs = r.ladders.empty() ? 0 : r.ladders[0].size();
  for (std::size_t i = 1; i < rungs; ++i)
    for (const Step& s : r.steps)
      if (s.rung == i) text += ",allowed_by_" + std::string(s.id);
  text += "\n";
  for (std::size_t i = 0; i < r.phases.all.size(); ++i) {
    const Phase& p = r.phases.all[i];
    text += std::to_string(i + 1);
    for (const Int128 n :
         {p.charges(r.phases.proof), p.loads, p.stores, p.starts, p.fresh, p.Q, p.K, p.V, p.O, p.touched,
          p.carried, p.internal, Int128{p.rows}, Int128{p.cols}, p.scores, p.events})
      text += "," + sim::to_string(n);
    for (std::size_t k = 1; k < rungs; ++k) text += fmt::format(",{:.1f}", r.ladders[i][k]);
    text += "\n";
  }
  return text;
}

}  // namespace redblue::cli
