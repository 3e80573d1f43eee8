// From flags to an execution, its phases and the steps of the proof.
#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/prove_run.hpp>
#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/long_runs.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/prove/element_phases.hpp>
#include <redblue/proofs_check/prove/tile_phases.hpp>

namespace redblue::cli {
namespace {

using namespace proofs_check::prove;
using proofs_check::Rules;

/// Multiply-adds up to which a schedule is also looked at move by move.
constexpr Int128 most_moves = 1'000'000;
constexpr std::size_t largest_certificate = std::size_t{16} << 20;

/// A classic bound is set against the machine at M + 3: an update in place needs three words more there.
Words words_for(Proof proof, Words M) { return proof == Proof::saha_ye ? M + Words{3} : M; }

void require_applicable(Proof proof, const AttentionShape& shape, Words M) {
  const std::string why{proofs_check::find(bound_id(proof))->why_not(shape, M)};
  if (!why.empty()) sim::raise(UsageError("--bound " + std::string(bound_id(proof)) + ": " + why));
}

Int128 length_of(const Flags& flags, Proof proof, const AttentionShape& shape, Words M) {
  const Given* given = flags.find("X");
  if (given == nullptr || given->text == "best") return best_X(proof, shape, M);
  if (given->text.find_first_of("0123456789") != 0) given->refuse("must be best or a number of words");
  const Int128 X = parse_integer(*given, {1, Int128{1} << 53});
  if (proof == Proof::saha_ye && X != M.count())
    given->refuse("the phases of this proof are of M words, " + to_string(M) + " here; leave --X out");
  return X;
}

bool same(const Phases& a, const Phases& b) {
  return !b.broken && a.all == b.all && a.first_kind == b.first_kind && a.second_kind == b.second_kind;
}

/// Throws: UsageError, naming the least X of the same execution, where `phases` are too many.
template <class F>
Phases within_most_phases(const Flags& flags, Int128 X, const F& phases) {
  try {
    return phases(X);
  } catch (const TooManyPhases&) {
  }
  constexpr Int128 one_phase = Int128{1} << 120;
  const Phases whole = phases(one_phase);
  Int128 charges = 0;
  for (const Phase& p : whole.all) charges += p.charges(whole.proof);
  const Int128 most{most_phases};
  const std::string reason = "cuts the execution into more than " + with_commas(most) + " phases; --X " +
                             sim::to_string((charges + most - 1) / most) + " or more does not";
  if (const Given* given = flags.find("X"); given != nullptr && given->text != "best") given->refuse(reason);
  sim::raise(UsageError("--X best: X = " + sim::to_string(X) + " " + reason));
}

/// By tiles; where the run is small also move by move, and both must agree.
Phases phases_of(const study::Record& r, Proof proof, Words M, Int128 X, std::string& how) {
  const study::Point& p = r.point;
  Phases tiles = tile_phases(*r.schedule, p.shape, p.options, *r.planned, M, proof, X);
  how = "sets of words counted by tiles";
  if (r.counts.flops / 2 > most_moves) return tiles;
  const sim::Trace trace = r.schedule->traced(p.shape, p.options, *r.planned, p.M);
  Phases moves = element_phases(execution_of(trace, p.shape, M), proof, X);
  if (moves.broken) return moves;
  if (!same(tiles, moves))
    sim::raise(sim::Error("by tiles and move by move the phases differ; please report this"));
  how += " and move by move, the same";
  return tiles;
}

Proved prove_schedule(const Flags& flags, Proof proof) {
  if (!flags.has("algorithm"))
    sim::raise(
        UsageError("prove needs an execution: --algorithm ID, or --graph NAME with --certificate FILE"));
  const RunSpec spec = run_spec(flags);
  const OnePoint at = one_point(spec.axes, "prove");
  const std::vector<const Schedule*> schedules = spec.schedules(at.shape);
  if (schedules.size() != 1) flags.find("algorithm")->refuse("prove takes one schedule");
  study::Point point = spec.point(schedules[0], at.shape, at.M);
  const Words M = words_for(proof, at.M);
  require_applicable(proof, at.shape, M);
  point.mode = study::Mode::counted;
  if (!flags.has("long")) refuse_long_run(point, "prove");
  point.mode = study::Mode::predicted;
  const study::Record record = study::evaluate(point);
  Proved proved;
  proved.id = record.algorithm();
  if (record.planned && !record.planned->fits())
    sim::raise(UsageError("--tiles published: the plan overflows M by " +
                          to_string(record.planned->overflow) + " words, so it is no execution at M"));
  if (!record.feasible) {
    const Given& given = spec.axes.M->given();
    proved.infeasible = given.where + given.name + " " + given.text + ": " + needs_text(record);
    return proved;
  }
  proved.execution = schedule_text(record) + " (" + plan_text(record) + ")";
  const Int128 X = length_of(flags, proof, at.shape, M);
  proved.report = test_steps(within_most_phases(
      flags, X, [&](Int128 length) { return phases_of(record, proof, M, length, proved.how); }));
  return proved;
}

/// Throws: UsageError where a play under these rules is none that the bound speaks of.
void require_rules(const Given& certificate, Proof proof, Rules rules) {
  const Rules of_bound = proofs_check::find(bound_id(proof))->rules;
  if (!proofs_check::comparable(rules, of_bound))
    certificate.refuse("is a play of " + std::string(name(rules)) + ", and " + std::string(bound_id(proof)) +
                       " speaks of " + std::string(name(of_bound)) + " plays");
}

Proved prove_pebbling(const Given& named, const Given& certificate, const Flags& flags, Proof proof) {
  const proofs_check::NamedGraph graph = load_graph(named);
  const auto shape = attention_shape(graph);
  if (!shape)
    named.refuse("proofs are tested on attention:N,d and attention:N,d+l; for a schedule use --algorithm");
  const std::string text = read_file(certificate.text, largest_certificate);
  const auto verdict = check_texts(proofs_check::graph_text(graph), text);
  Proved proved;
  if (verdict.status != proofs_check::check::Status::valid) {
    proved.refused = certificate.text + ": " + verdict.text;
    proved.refused_code = static_cast<int>(verdict.status);
    return proved;
  }
  if (!verdict.text.starts_with("VALID pebbling"))
    certificate.refuse("a certificate of kind pebbling is needed: an execution");
  const Pebbled play = read_play(graph, text);
  const Rules rules = *proofs_check::parse_rules(play.rules);
  require_rules(certificate, proof, rules);
  const Words M{parse_integer({"M", play.M, ""}, limit_M)};
  require_applicable(proof, *shape, M);
  proved.id = graph.name;
  proved.execution = graph.name + ", " + certificate.text + ", rules " + play.rules;
  proved.is_graph = true;
  proved.how = "move by move";
  const Int128 X = length_of(flags, proof, *shape, M);
  const Execution execution = execution_of(graph, play.moves, rules, M);
  proved.report = test_steps(
      within_most_phases(flags, X, [&](Int128 length) { return element_phases(execution, proof, length); }));
  return proved;
}

}  // namespace

Proof proof_of(const Flags& flags) {
  constexpr std::array proofs{Proof::phase_pv, Proof::phase_both, Proof::phase_both_once, Proof::saha_ye};
  const Given* given = flags.find("bound");
  if (given == nullptr)
    sim::raise(UsageError("prove needs --bound: phase_pv, phase_both, phase_both_once or saha_ye"));
  DidYouMean near(given->text);
  for (const Proof proof : proofs) {
    const std::string_view id = proof == Proof::saha_ye ? "saha_ye" : bound_id(proof);
    if (given->text == id || given->text == bound_id(proof)) return proof;
    near.offer(id);
  }
  given->refuse("proofs are tested of phase_pv, phase_both, phase_both_once and saha_ye" + near.text());
}

Proved prove(const Flags& flags) {
  const Proof proof = proof_of(flags);
  const Given* graph = flags.find("graph");
  const Given* certificate = flags.find("certificate");
  if (graph == nullptr && certificate == nullptr) return prove_schedule(flags, proof);
  if (graph == nullptr) certificate->refuse("a certificate needs its graph: --graph NAME|FILE");
  if (certificate == nullptr)
    graph->refuse("a graph alone is no execution: add --certificate FILE (redblue pebble writes one)");
  for (const std::string_view other : {"algorithm", "N", "d", "M", "Nq", "Nk", "dk", "dv", "mask"})
    if (flags.has(other))
      graph->refuse("a certificate says its shape and M itself; leave --" + std::string(other) + " out");
  return prove_pebbling(*graph, *certificate, flags, proof);
}

}  // namespace redblue::cli
