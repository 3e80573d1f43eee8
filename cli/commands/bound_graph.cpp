#include <algorithm>

#include <fmt/format.h>

#include <redblue/cli/commands/bound_graph.hpp>
#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/interrupt.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/run_spec.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/find/step_list.hpp>
#include <redblue/proofs_check/graph_bound.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using proofs_check::EvaluatedGraphBound;
using proofs_check::GraphBound;
using proofs_check::GraphLowerBounds;
using proofs_check::Rules;

constexpr Limits limit_graph_M{1, Int128{1} << 40};

struct GraphQuestion {
  proofs_check::NamedGraph graph;
  Words M;
  std::optional<Rules> rules;  ///< none: each bound under its own
  const GraphBound* only;
};

const GraphBound* only_bound(const Flags& flags) {
  const Given* given = flags.find("bound");
  if (given == nullptr) return nullptr;
  const GraphBound* bound = proofs_check::find_graph_bound(given->text);
  if (bound != nullptr) return bound;
  if (proofs_check::find(given->text) != nullptr)
    given->refuse("is a bound of shapes: it needs --N, --d and --M in place of --graph");
  DidYouMean near(given->text);
  for (const GraphBound& b : proofs_check::graph_bounds()) near.offer(b.id);
  for (const char* id : {"dominator", "partition"}) near.offer(id);
  given->refuse("no such bound of graphs" + near.text() + " (see: redblue list bounds)");
}

GraphQuestion question(const Flags& flags) {
  GraphQuestion q{load_graph(*flags.find("graph")), {}, {}, only_bound(flags)};
  const Given* M = flags.find("M");
  if (M == nullptr) sim::raise(UsageError("bound --graph needs --M: fast memory in words"));
  q.M = Words{parse_integer(*M, limit_graph_M)};
  if (const Given* rules = flags.find("rules")) q.rules = parse_schedule_rules(*rules);
  for (const char* name : {"N", "d", "Nq", "Nk", "dk", "dv", "mask", "heads", "batch"})
    if (const Given* given = flags.find(name))
      given->refuse("a graph has no shape; bound takes --graph or --N and --d");
  return q;
}

/// A real number as people read it: 86.24048, 86.
std::string real_text(double words) {
  std::string text = fmt::format("{:.5f}", words);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string parameters_text(const EvaluatedGraphBound& e) {
  std::string text;
  for (const auto& [parameter, value] : e.answer.parameters)
    text += (text.empty() ? "" : " ") + parameter + "=" + value;
  return text;
}

bool is_compared(const EvaluatedGraphBound& e) {
  return e.comparable && e.answer.applicable() && e.answer.certified.has_value();
}

std::string strength(const EvaluatedGraphBound& e) {
  return e.answer.applicable() && !e.answer.certified ? "uncertified" : "explicit";
}

std::string why_not_compared(const EvaluatedGraphBound& e, const GraphQuestion& q) {
  if (!e.answer.applicable()) return e.answer.why_not;
  if (!e.answer.certified) return "uncertified: computed, not proven";
  return e.comparable ? "" : "counts under " + std::string(name(*q.rules)) + " are no plays of its rules";
}

std::string as_table(const GraphQuestion& q, const GraphLowerBounds& bounds, bool colours) {
  using Align = TextTable::Align;
  TextTable table({{"bound"},
                   {"lower bound [words]", Align::right},
                   {"proven [words]", Align::right},
                   {"rules"},
                   {"with"},
                   {"compared"},
                   {"why not"}});
  for (const EvaluatedGraphBound& e : bounds.all) {
    const bool known = e.answer.applicable();
    const bool proven = known && e.answer.certified.has_value();
    table.add({std::string(e.bound->id), known ? real_text(e.answer.words) : "",
               proven ? with_commas(*e.answer.certified) : "", std::string(name(e.rules)), parameters_text(e),
               is_compared(e) ? "yes" : "no", why_not_compared(e, q)});
  }
  std::string text =
      q.graph.name + ", M = " + with_commas(q.M.count()) + " words\n\n" + table.text(colours) + "\n";
  for (const EvaluatedGraphBound& e : bounds.all)
    if (e.answer.applicable() && !e.bound->assumption.empty())
      text += fmt::format("assumed: {} ({})\n", e.bound->assumption, e.bound->id);
  if (bounds.lower_by == nullptr)
    return text + (q.rules ? "\nNo bound may be compared with counts under these rules.\n"
                           : "\nNothing is proven here.\n");
  return text + fmt::format("\nio >= {} words by {}, for counts under rules {}.\n", with_commas(bounds.lower),
                            bounds.lower_by->bound->id, name(q.rules.value_or(bounds.lower_by->rules)));
}

/// Whole and decimal numbers as they are, anything else as text.
void append_parameter(std::string& out, const std::string& parameter, const std::string& value) {
  const bool number =
      !value.empty() && value.size() <= 15 && value.find_first_not_of("0123456789") == value.npos;
  if (!number) return study::json::field(out, parameter, value);
  study::json::append_name(out, parameter);
  out += value;
}

void append_json(std::string& out, const EvaluatedGraphBound& e) {
  using namespace study::json;
  const bool known = e.answer.applicable();
  if (out.back() == '}') out += ',';
  out += '{';
  field(out, "id", e.bound->id);
  real(out, "words", known ? std::optional(e.answer.words) : std::nullopt);
  if (known && e.answer.certified)
    field(out, "certified_words", Int128{*e.answer.certified});
  else
    null(out, "certified_words");
  flag(out, "applicable", known);
  field(out, "why_not", e.answer.why_not);
  field(out, "strength", strength(e));
  field(out, "rules", name(e.rules));
  flag(out, "comparable", is_compared(e));
  append_name(out, "assumptions");
  out += '[';
  if (!e.bound->assumption.empty()) append_string(out, e.bound->assumption);
  out += ']';
  append_name(out, "parameters");
  out += '{';
  for (const auto& [parameter, value] : e.answer.parameters) append_parameter(out, parameter, value);
  out += "}}";
}

std::string as_json(const GraphQuestion& q, const GraphLowerBounds& bounds) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", bound_schema);
  field(text, "graph", proofs_check::encoded_label(q.graph.name));
  field(text, "M_words", q.M.count());
  if (q.rules)
    field(text, "rules", name(*q.rules));
  else
    null(text, "rules");
  append_name(text, "bounds");
  text += '[';
  for (const EvaluatedGraphBound& e : bounds.all) append_json(text, e);
  text += ']';
  field(text, "lower", Int128{bounds.lower});
  field(text, "lower_by", bounds.lower_by == nullptr ? std::string_view() : bounds.lower_by->bound->id);
  append_name(text, "program");
  study::append_program(text);
  return text + "}";
}

std::string as_csv(const GraphQuestion& q, const GraphLowerBounds& bounds, const std::string& command_line) {
  std::string text = csv_comment(bound_schema, command_line) +
                     "graph,M_words,rules,id,words,certified_words,applicable,why_not,strength,bound_rules,"
                     "comparable,parameters\n";
  for (const EvaluatedGraphBound& e : bounds.all) {
    const bool known = e.answer.applicable();
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", escape_csv(q.graph.name), to_string(q.M),
                        q.rules ? name(*q.rules) : "", e.bound->id,
                        known ? fmt::format("{}", e.answer.words) : "",
                        known && e.answer.certified ? std::to_string(*e.answer.certified) : "", known,
                        escape_csv(e.answer.why_not), strength(e), name(e.rules), is_compared(e),
                        escape_csv(parameters_text(e)));
  }
  return text;
}

std::string why_no_certificate(const EvaluatedGraphBound& e, const GraphQuestion& q) {
  if (const std::string why = why_not_compared(e, q); !why.empty()) return why;
  if (e.bound->id == "exact") return "see redblue pebble --lower-certificate";
  return e.bound->id.starts_with("phase_") ? "it proves nothing at this M" : "it is a formula";
}

/// What the picture of a bound shows: the words of `compulsory`, the certificate of a wavefront.
VertexColours bound_colours(const GraphQuestion& q, const GraphLowerBounds& bounds) {
  if (q.only->id != "compulsory") return marked_colours(q.graph, bounds.all[0].answer.certificate);
  const std::string_view read = curve_inks[5].light, written = curve_inks[4].light;
  VertexColours colours = unmarked(q.graph);
  for (const sim::Vertex v : proofs_check::finder::compulsory_vertices(q.graph.dag))
    colours.of[v] = q.graph.dag.kind(v) == sim::Dag::Kind::input ? read : written;
  colours.legend = {{"read", std::string(read)}, {"written", std::string(written)}};
  return colours;
}

/// The certificate of the largest certified bound that has one, judged by the checker before it is written.
void write_largest(const GraphQuestion& q, const GraphLowerBounds& bounds, const Given& file, bool force) {
  const EvaluatedGraphBound* largest = nullptr;
  for (const EvaluatedGraphBound& e : bounds.all)
    if (e.comparable && !e.answer.certificate.empty() &&
        (largest == nullptr || *e.answer.certified > *largest->answer.certified))
      largest = &e;
  if (largest == nullptr)
    file.refuse(q.only == nullptr ? "no bound of this graph has a certificate under these rules"
                                  : std::string(q.only->id) +
                                        " has no certificate here: " + why_no_certificate(bounds.all[0], q));
  const bool of_shape = largest->answer.certificate.find("\nkind counting\n") != std::string::npos;
  const proofs_check::check::Verdict verdict =
      of_shape ? check_without_graph(largest->answer.certificate)
               : check_texts(proofs_check::graph_text(q.graph), largest->answer.certificate);
  using proofs_check::check::Status;
  if (verdict.status != Status::valid && verdict.status != Status::not_checked)
    sim::raise(sim::Error("the checker refuses a certificate; please report this: " + verdict.text));
  write_certificate(file.text, largest->answer.certificate, force);
  if (of_shape)
    say(file.text + " is about the shape and has no graph; check it with: redblue check - " + file.text);
  if (largest != bounds.lower_by && bounds.lower_by != nullptr)
    say(fmt::format("{}: the certificate of {}; {} proves {} words without one", file.text,
                    largest->bound->id, bounds.lower_by->bound->id, bounds.lower));
}

/// Below the least M of any play there is nothing to bound.
void say_infeasible(const GraphQuestion& q, const GraphLowerBounds& bounds) {
  Rules rules = q.rules.value_or(bounds.lower_by == nullptr ? Rules::any : bounds.lower_by->rules);
  if (rules == Rules::fma || rules == Rules::any)
    rules = Rules::partial_recompute;  // the widest of the games
  const std::int64_t least =
      proofs_check::finder::smallest_M(proofs_check::finder::StepList(q.graph.dag, rules));
  if (q.M >= Words{least}) return;
  say(fmt::format("--M {}: {} under {} needs at least {} words: no play exists that these bounds speak of",
                  to_string(q.M), q.graph.name, name(rules), least));
}

}  // namespace

int bound_graph(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  require_distinct_files(flags);
  const std::string only = flags.has("bound") ? flags.find("bound")->text : "";
  if (only == "dominator") return bound_dominator(invocation);
  if (only == "partition") return bound_partition(invocation);
  for (const char* name : {"set", "from-play"})
    if (const Given* given = flags.find(name))
      given->refuse("--set is for --bound dominator, --from-play for --bound partition");
  const GraphQuestion q = question(flags);
  const Given* output = flags.find("output");
  const bool picture = is_picture(output);
  if (picture && (q.only == nullptr || (q.only->id != "compulsory" && !q.only->id.starts_with("wavefront"))))
    output->refuse(
        "pictures are for --bound compulsory, wavefront, wavefront_inner, dominator and partition");
  const Format format = chosen_format(flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  std::atomic<bool> stop{false};
  const Interrupt interrupt(stop);
  Output out(picture ? Flags{} : flags);
  proofs_check::GraphBoundLimits limits{.stop = &stop};
  if (const Given* limit = flags.find("time-limit"))
    limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(parse_duration(*limit));
  if (const Given* limit = flags.find("mem-limit"))
    limits.most_bytes = static_cast<std::uint64_t>(parse_size(*limit));
  const GraphLowerBounds bounds = graph_lower_bounds(q.graph, q.M, q.rules, q.only, limits);
  if (const Given* file = flags.find("certificate")) write_largest(q, bounds, *file, flags.has("force"));
  if (picture) return write_picture(flags, q.graph, bound_colours(q, bounds)), exit_ok;
  if (format == Format::table) out.write(as_table(q, bounds, out.colours()));
  if (format == Format::json) out.write("[" + as_json(q, bounds) + "]\n");
  if (format == Format::jsonl) out.write(as_json(q, bounds) + "\n");
  if (format == Format::csv) out.write(as_csv(q, bounds, invocation.command_line));
  say_infeasible(q, bounds);
  for (const EvaluatedGraphBound& e : bounds.all)
    if (!e.answer.out_of_work.empty()) say(std::string(e.bound->id) + ": " + e.answer.out_of_work);
  const bool limited =
      std::ranges::any_of(bounds.all, [](const EvaluatedGraphBound& e) { return e.answer.limited; });
  // A search that used up the part of --time-limit that was its own was stopped by it as well.
  const bool late =
      limits.reached() || (limits.deadline && std::ranges::any_of(bounds.all, [](const auto& e) {
                             return !e.answer.out_of_work.empty();
                           }));
  if (!late && !limited) return exit_ok;
  say(std::string(interrupt.happened() ? "interrupted"
                  : limited            ? "stopped by --mem-limit"
                                       : "stopped by --time-limit") +
      ": what is printed as proven was proven until then");
  return exit_limit;
}

}  // namespace redblue::cli
