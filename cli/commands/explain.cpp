// redblue explain: a count term by term.
#include <string>
#include <vector>

#include <fmt/format.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

using algorithms::Term;
using Align = TextTable::Align;

/// Words of one whole tensor, to say how often it is moved.
Int128 whole(sim::Tensor t, const AttentionShape& s) {
  namespace tensor = sim::tensor;
  if (t == tensor::Q) return Int128{s.Nq} * s.dk;
  if (t == tensor::K) return Int128{s.Nk} * s.dk;
  if (t == tensor::V) return Int128{s.Nk} * s.dv;
  if (t == tensor::O) return Int128{s.Nq} * s.dv;
  return t == tensor::stats ? Int128{s.Nq} : s.scores();
}

TextTable terms_table(const study::Record& r) {
  const study::Point& p = r.point;
  TextTable table({{"moves"}, {"words", Align::right}, {"times whole", Align::right}, {"formula"}, {"why"}});
  for (const Term& t : r.schedule->terms(p.shape, p.options, *r.planned)) {
    if (t.words == 0) continue;
    const double times = static_cast<double>(t.words) / static_cast<double>(whole(t.tensor, p.shape));
    table.add({std::string(t.is_write ? "write " : "read ") + std::string(name(t.tensor)),
               with_commas(t.words), fmt::format("{:.2f}", times), std::string(t.formula),
               std::string(t.why)});
  }
  return table;
}

TextTable bounds_table(const study::Record& r) {
  TextTable table(
      {{"lower bound"}, {"words", Align::right}, {"io / bound", Align::right}, {"rules"}, {"statement"}});
  const double io = to_double(r.counts.io());
  for (const proofs_check::Evaluated& e : r.bounds.all) {
    if (!e.comparable || !e.proven) continue;
    const double words = to_double(e.proven->words);
    table.add({std::string(e.bound->id), with_commas(e.proven->words.count()),
               words > 0 && r.ratio ? fmt::format("{:.3f}", io / words) : "",
               std::string(proofs_check::name(e.bound->rules)), std::string(e.bound->statement)});
  }
  return table;
}

std::string sum_text(const study::Record& r) {
  return fmt::format("reads {} + writes {} = io {} words, per head, rules {}\n",
                     with_commas(r.counts.reads().count()), with_commas(r.counts.writes().count()),
                     with_commas(r.counts.io().count()), proofs_check::name(r.point.rules));
}

std::string heading(const study::Record& r, bool markdown) {
  const algorithms::Schedule& s = *r.schedule;
  const std::string name = r.point.schedule == nullptr ? "best: " + std::string(s.id) : std::string(s.id);
  return (markdown ? "## " : "") + name + "\n" + (markdown ? "\n" : "") + std::string(s.title) + ". " +
         std::string(s.source) + ".\n";
}

/// Lines as a Markdown list.
std::string as_list(std::string_view lines) {
  std::string text;
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = lines.find('\n', from) + 1;
    text.append("- ").append(lines.substr(from, end - from));
    from = end;
  }
  return text;
}

/// All heads together, and bytes where --bits says how wide a word is.
std::string multiples_text(const study::Record& r, const RunSpec& spec) {
  const Int128 problems = spec.heads * spec.batch;
  std::string text;
  if (problems != 1)
    text += fmt::format("{}: io {} words\n", problems_text(spec.heads, spec.batch),
                        with_commas(r.counts.io().count() * problems));
  if (!spec.bits_given) return text;
  const sim::ByteTraffic bytes = sim::bytes(r.counts.times(problems), spec.bits);
  return text + fmt::format("reads {} + writes {} bytes{}\n", with_commas(bytes.reads.count()),
                            with_commas(bytes.writes.count()), problems != 1 ? ", all heads" : "");
}

std::string explanation(const study::Record& r, const RunSpec& spec, bool markdown, bool colours) {
  const algorithms::Planned& plan = *r.planned;
  std::string text = heading(r, markdown) + "\n" + shape_text(r.point.shape) +
                     ", M = " + with_commas(r.point.M.count()) + " words\n" + (markdown ? "\n" : "");
  text += fmt::format("plan {}: footprint {} words, {}\n", plan_text(r), with_commas(plan.footprint.count()),
                      plan.fits() ? fmt::format("{} words of M unused",
                                                with_commas(r.point.M.count() - plan.footprint.count()))
                                  : fmt::format("{} words more than M", with_commas(plan.overflow.count())));
  const TextTable terms = terms_table(r);
  text += "\n" + (markdown ? terms.markdown() : terms.text(colours)) + "\n" + sum_text(r) +
          multiples_text(r, spec);
  if (!r.schedule->leading.empty()) text += "leading cost " + std::string(r.schedule->leading) + "\n";
  const TextTable bounds = bounds_table(r);
  std::vector<proofs_check::Evaluated> shown = r.bounds.all;
  std::erase_if(shown, [](const auto& e) { return !e.comparable || !e.proven; });
  text += "\n" + (markdown ? bounds.markdown() : bounds.text(colours)) + "\n";
  const std::string notes = assumptions_text(shown) + plan_legend({r});
  return text + (markdown ? as_list(notes) : notes);
}

}  // namespace

int explain_command(const Invocation& invocation) {
  const RunSpec spec = run_spec(invocation.flags);
  const OnePoint at = one_point(spec.axes, "explain");
  const std::vector<const Schedule*> schedules = spec.schedules(at.shape);
  const Format format = chosen_format(invocation.flags, {Format::text, Format::markdown});
  Output out(invocation.flags);
  say_notes(spec, at.shape);
  std::size_t explained = 0;
  bool missing = false;
  for (const Schedule* s : schedules) {
    study::Point point = spec.point(s, at.shape, at.M);
    point.heads = point.batch = 1;
    const study::Record record = study::evaluate(point);
    if (!record.planned) {
      const Given& M = spec.axes.M->given();
      say(M.where + M.name + " " + M.text + ": " + needs_text(record) + "; not explained");
      missing = missing || spec.selection.by_name(s);
      continue;
    }
    if (explained++ > 0) out.write("\n");
    out.write(explanation(record, spec, format == Format::markdown, out.colours()));
  }
  return explained > 0 && !missing ? exit_ok : exit_infeasible;
}

}  // namespace redblue::cli
