// redblue prove --search: the execution that comes closest to violating a bound.
#include <fmt/format.h>

#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/commands/prove_run.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/interrupt.hpp>
#include <redblue/cli/numbers.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/prove/search.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using namespace proofs_check::prove;

constexpr std::string_view search_schema = "redblue.prove_search/1";

Claim claim_of_flag(const Flags& flags) {
  const Given* given = flags.find("bound");
  if (given == nullptr)
    sim::raise(UsageError("prove --search needs --bound ID: the claim to attack (see: redblue list bounds)"));
  DidYouMean near(given->text);
  const std::string id = given->text == "saha_ye" ? "saha_ye_sharp" : given->text;  // as prove names it
  const proofs_check::GraphBound* of_graph = proofs_check::find_graph_bound(id);
  if (const proofs_check::Bound* bound = proofs_check::find(id)) {
    Claim claim = claim_of(*bound);
    if (of_graph != nullptr) claim.of_graph = claim_of(*of_graph).of_graph;
    if (!claim.of_shape && !claim.of_graph)
      given->refuse("is asymptotic: it has no constant, so nothing can violate it");
    return claim;
  }
  if (of_graph != nullptr) return claim_of(*of_graph);
  for (const proofs_check::Bound& b : proofs_check::catalog()) near.offer(b.id);
  for (const proofs_check::GraphBound& b : proofs_check::graph_bounds()) near.offer(b.id);
  given->refuse("no such bound" + near.text() + " (see: redblue list bounds)");
}

std::optional<proofs_check::NamedGraph> graph_of_flag(const Flags& flags) {
  constexpr std::size_t most = 500;
  const Given* given = flags.find("graph");
  if (given == nullptr) return std::nullopt;
  proofs_check::NamedGraph graph = load_graph(*given);
  if (graph.dag.size() > most)
    given->refuse(fmt::format("{} vertices are too many for --search, at most {}", graph.dag.size(), most));
  return graph;
}

/// The command that counts a schedule again.
std::string recount(const Candidate& c) {
  return fmt::format("redblue count --algorithm {} --N {} --d {} --M {}{} --counted", c.schedule->id,
                     c.shape.Nq, c.shape.dk, to_string(c.M),
                     c.options.stats == algorithms::Stats::none ? " --stats none" : "");
}

std::string name_of(const Candidate& c) {
  if (c.schedule == nullptr) return "a play of " + c.graph.name + ", rules " + std::string(name(c.rules));
  return std::string(c.schedule->id) + ", " + shape_text(c.shape) +
         (c.options.stats == algorithms::Stats::none ? ", no statistics" : "");
}

/// Text of a play's certificate, after the checker has called it valid.
std::string certificate_of(const Candidate& c) {
  const std::string graph = graph_text(c.graph);
  const std::string text = certificate_text(
      proofs_check::Pebbling{proofs_check::digest(graph), c.rules, c.M, sim::Words{c.io}, c.moves});
  const auto verdict = check_texts(graph, text);
  if (verdict.status != proofs_check::check::Status::valid)
    sim::raise(sim::Error("the checker refuses what the search found; please report this: " + verdict.text));
  return text;
}

/// The play goes to --certificate; a graph without a name of its own beside it.
std::string written(const Hunted& found, const Flags& flags) {
  const Given* given = flags.find("certificate");
  if (given == nullptr || !found.play) return {};
  const std::string text = certificate_of(*found.play);
  write_certificate(given->text, text, flags.has("force"));
  if (found.play->graph.name != "found") return found.play->graph.name + " " + given->text;
  write_certificate(given->text + ".graph", graph_text(found.play->graph), flags.has("force"));
  return given->text + ".graph " + given->text;
}

const Candidate& nearest(const Hunted& found) {
  if (!found.play || !found.schedule) return found.play ? *found.play : *found.schedule;
  return found.play->distance() < found.schedule->distance() ? *found.play : *found.schedule;
}

std::string as_table(const Claim& claim, const Hunted& found, const std::string& checked) {
  TextTable table({{"closest execution"},
                   {"M [words]", TextTable::Align::right},
                   {"io [words]", TextTable::Align::right},
                   {"claimed [words]", TextTable::Align::right},
                   {"gap", TextTable::Align::right},
                   {"io / claimed", TextTable::Align::right}});
  for (const auto& c : {found.schedule, found.play})
    if (c)
      table.add({name_of(*c), with_commas(c->M.count()), with_commas(c->io), with_commas(c->bound),
                 with_commas(c->io - c->bound), ratio_text(c->ratio())});
  std::string text = claim.id + ", for plays of " + std::string(name(claim.rules)) + ": " +
                     with_commas(static_cast<Int128>(found.executions)) + " executions looked at\n\n";
  if (!found.schedule && !found.play)
    return text +
           "Nothing was tested: nowhere that was looked at did the bound claim a word. Name a graph where it "
           "does "
           "with --graph.\n";
  text += table.text() + "\n";
  if (nearest(found).bound <= nearest(found).compulsory)
    text += "Nowhere was more claimed than the compulsory words, which no execution can go below.\n";
  text += found.refuted() ? "REFUTED: an execution costs less than is claimed.\n"
                          : "Not refuted: no execution found costs less than is claimed. That is no proof.\n";
  if (found.schedule) text += "count it again: " + recount(*found.schedule) + "\n";
  if (!checked.empty()) text += "check the play: redblue check " + checked + "\n";
  return text;
}

void append(std::string& text, std::string_view key, const std::optional<Candidate>& c) {
  using namespace study::json;
  if (!c) return null(text, key);
  append_name(text, key);
  text += '{';
  if (c->schedule != nullptr) {
    field(text, "algorithm", c->schedule->id);
    append_name(text, "options");
    study::append_json(text, c->options);
    append_name(text, "shape");
    study::append_json(text, c->shape, 1, 1);
    field(text, "count_again", recount(*c));
  } else {
    field(text, "graph", c->graph.name);
    field(text, "rules", name(c->rules));
    field(text, "certificate", certificate_of(*c));
  }
  field(text, "M_words", c->M.count());
  field(text, "evaluated_at_M_words", c->evaluated_at.count());
  field(text, "io_words", c->io);
  field(text, "claimed_words", c->bound);
  field(text, "compulsory_words", c->compulsory);
  real(text, "ratio", c->ratio());
  text += '}';
}

std::string as_json(const Claim& claim, const Hunted& found, std::uint64_t seed, bool lines) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", search_schema);
  field(text, "bound", claim.id);
  field(text, "rules", name(claim.rules));
  field(text, "seed", static_cast<Int128>(seed));
  field(text, "executions", static_cast<Int128>(found.executions));
  flag(text, "refuted", found.refuted());
  append(text, "schedule", found.schedule);
  append(text, "play", found.play);
  append_name(text, "program");
  study::append_program(text);
  return lines ? text + "}\n" : "[" + text + "}]\n";
}

}  // namespace

int prove_search(const Flags& flags) {
  for (const std::string_view other : {"algorithm", "N", "d", "Nq", "Nk", "dk", "dv", "mask", "X", "tiles"})
    if (flags.has(other))
      sim::raise(UsageError("--search looks at every shape and schedule itself; leave --" +
                            std::string(other) +
                            " out (--graph NAME and --M narrow it to the plays of one graph)"));
  const Given* play = flags.find("certificate");
  const Given* beside = flags.find("graph");
  if (play != nullptr && beside != nullptr && beside->text == play->text + ".graph")
    play->refuse("would write " + beside->text + " too, which this command reads; take another name");
  const Claim claim = claim_of_flag(flags);
  HuntOptions options;
  const std::optional<proofs_check::NamedGraph> graph = graph_of_flag(flags);
  if (graph) options.graph = &*graph;
  if (const Given* given = flags.find("M")) {
    if (!graph) given->refuse("goes with --graph here");
    options.M = Words{parse_integer(*given, limit_M)};
    if (const std::int64_t least = least_words(claim, *graph); options.M->count() < least) {
      say("error: --M " + given->text + ": " + graph->name + " needs at least " + std::to_string(least) +
          " words");
      return exit_infeasible;
    }
  }
  if (const Given* given = flags.find("seed"))
    options.seed = static_cast<std::uint64_t>(parse_integer(*given, limit_seed));
  const Format format = chosen_format(flags, {Format::table, Format::json, Format::jsonl});
  Output out(flags);
  std::atomic<bool> stop{false};
  const Interrupt interrupt(stop);
  options.stop = &stop;
  if (const Given* limit = flags.find("time-limit"))
    options.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(parse_duration(*limit));
  const Hunted found = hunt(claim, options);
  const std::string checked = written(found, flags);
  out.write(format == Format::table ? as_table(claim, found, checked)
                                    : as_json(claim, found, options.seed, format == Format::jsonl));
  if (interrupt.happened()) say("interrupted: the closest so far");
  return found.refuted() ? exit_no : interrupt.happened() ? exit_limit : exit_ok;
}

}  // namespace redblue::cli
