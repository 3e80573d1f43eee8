#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/plain.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::cli {
namespace {

namespace finder = proofs_check::finder;
using proofs_check::Game;
using Stopped = finder::SearchAnswer::Stopped;

constexpr const char* too_large = "more than the 64 vertices and 64 terms that are searched";
/// What the checker's limit of 2^26 bytes of states holds at most.
constexpr std::uint64_t most_positions = 600'000;

[[noreturn]] void blame(const std::string& who) {
  sim::raise(sim::Error("what the search found is refused, please report this, by " + who));
}

std::string reason(Stopped stopped) {
  switch (stopped) {
    case Stopped::by_user:
      return "interrupted";
    case Stopped::by_time:
      return "stopped by --time-limit";
    case Stopped::by_memory:
      return "stopped for want of memory (--mem-limit)";
    case Stopped::no:
      break;
  }
  return "";
}

/// The largest of what is compulsory and of the formulas that hold under `rules`.
std::int64_t proven_at_sight(const proofs_check::NamedGraph& graph, proofs_check::Rules rules,
                             std::int64_t M) {
  std::int64_t words = finder::compulsory_words(graph.dag);
  for (const std::string_view id : {"phase_pv", "phase_both", "phase_both_once", "matmul_smith"})
    words = std::max(words, proofs_check::graph_lower_bounds(graph, sim::Words{M}, rules,
                                                             proofs_check::find_graph_bound(id), {})
                                .lower);
  return words;
}

/// The best play and what is proven about it; `r` gets the figures.
sim::Moves search(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits, PebbleResult& r) {
  const sim::Dag& dag = subject.graph.dag;
  finder::Play play =
      finder::good_play(subject.graph, subject.rules, M, {.stop = limits.stop, .deadline = limits.deadline});
  r.lower = proven_at_sight(subject.graph, subject.rules, M);
  r.optimal = play.io == r.lower;
  if (r.optimal) return std::move(play.moves);
  if (!Game::fits(dag, subject.rules)) {
    r.stopped_by = "too large to search (64 vertices and 64 terms), a heuristic's play";
    return std::move(play.moves);
  }
  finder::SearchOptions options;
  options.stop = limits.stop;
  options.deadline = limits.deadline;
  options.most_bytes = limits.bytes;
  options.progress = limits.progress;
  options.threads = limits.threads;
  finder::SearchAnswer answer =
      finder::exact_optimum(Game(dag, subject.rules, M), options, std::move(play.moves));
  r.optimal = answer.optimal;
  r.lower = std::max(r.lower, answer.status.lower);
  r.expanded = static_cast<std::int64_t>(answer.status.expanded);
  r.generated = static_cast<std::int64_t>(answer.status.generated);
  r.bytes = static_cast<std::int64_t>(answer.status.bytes);
  r.stopped_by = reason(answer.stopped);
  return std::move(answer.moves);
}

}  // namespace

PebbleResult pebble(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits) {
  PebbleResult r{.graph = subject.graph.name, .rules = subject.rules, .M = M};
  r.smallest_M = finder::smallest_M(finder::StepList(subject.graph.dag, subject.rules));
  r.feasible = M >= r.smallest_M;
  if (!r.feasible) return r;
  const auto start = std::chrono::steady_clock::now();
  proofs_check::Pebbling found{proofs_check::digest(subject.text), subject.rules, sim::Words{M}, {}, {}};
  found.moves = search(subject, M, limits, r);
  r.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  found.io = proofs_check::cost(found.moves);
  r.io = static_cast<std::int64_t>(found.io.count());
  for (const sim::Move& m : found.moves) r.loads += m.kind == sim::Move::Kind::load ? 1 : 0;
  r.stores = r.io - r.loads;
  r.certificate = certificate_text(found);
  const proofs_check::check::Verdict verdict = check_texts(subject.text, r.certificate);
  if (verdict.status != proofs_check::check::Status::valid) blame("the checker: " + verdict.text);
  return r;
}

LowerCertificate lower_certificate(const PebbleGraph& subject, std::int64_t M, std::int64_t io,
                                   const std::atomic<bool>* stop) {
  if (!Game::fits(subject.graph.dag, subject.rules)) return {.why_not = too_large};
  const finder::PlainAnswer plain = finder::plain_optimum(
      Game(subject.graph.dag, subject.rules, M), {.most = most_positions, .layers = true, .stop = stop});
  if (!plain.finished)
    return {.why_not = stop != nullptr && *stop
                           ? "interrupted"
                           : "the plain search gave up at " + std::to_string(plain.positions) +
                                 " positions: only small graphs have such a certificate"};
  if (plain.io != io) blame("the plain search, which finds " + std::to_string(plain.io.value_or(-1)));
  proofs_check::Exhausted proof{
      proofs_check::digest(subject.text), subject.rules, sim::Words{M}, "plain", {}};
  proof.layers = plain.layers;
  LowerCertificate lower{.text = certificate_text(proof)};
  const proofs_check::check::Verdict verdict = check_texts(subject.text, lower.text);
  if (verdict.status == proofs_check::check::Status::not_checked)
    return {.why_not = "the checker would not search again: " + verdict.text};
  if (verdict.status != proofs_check::check::Status::valid) blame("the checker: " + verdict.text);
  return lower;
}

void write_certificate(const std::string& path, const std::string& text, bool force,
                       const std::string& flag) {
  Flags to;
  to.set("output", {flag, path, ""});
  if (force) to.set("force", {"--force", "", ""});
  Output(to).write(text);
}

}  // namespace redblue::cli
