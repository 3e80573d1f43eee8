#include <algorithm>
#include <array>

#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/memory_limit.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/formulas.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
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

/// A bound that proves more than `r` knows, under its rules.
void raise_lower(std::int64_t words, std::string_view by, PebbleResult& r) {
  if (words > r.lower) r.lower = words, r.lower_by = by;
}

/// What is compulsory and the formulas that hold under the rules.
void prove_at_sight(const PebbleGraph& subject, PebbleResult& r) {
  raise_lower(finder::compulsory_words(subject.graph.dag), "compulsory", r);
  if (!subject.family) return;
  const auto [words, id] = finder::largest_formula(*subject.family, subject.rules, sim::Words{r.M});
  raise_lower(words, id, r);
}

// Bounds of graphs that are too large to search: of those that take a second or so, a part of the time.
constexpr sim::Vertex most_bounded = 6000;
constexpr std::uint64_t work_of_bounds = 100'000'000;
constexpr std::array bounds_by_structure{"wavefront", "wavefront_inner", "spectral_sharp", "hong_kung",
                                         "x_partition"};

void prove_by_structure(const PebbleGraph& subject, const PebbleLimits& limits, PebbleResult& r) {
  if (subject.graph.dag.size() > most_bounded) return;
  proofs_check::GraphBoundLimits within{.stop = limits.stop,
                                        .deadline = limits.deadline,
                                        .most_bytes = limits.bytes,
                                        .most_work = work_of_bounds,
                                        .rules = subject.rules};
  const auto now = std::chrono::steady_clock::now();
  if (within.deadline) within.deadline = now + (*within.deadline - now) / 4;
  for (const std::string_view id : bounds_by_structure) {
    if (within.reached()) return;
    const proofs_check::GraphBound& bound = *proofs_check::find_graph_bound(id);
    const auto answer = bound.evaluate(subject.graph, sim::Words{r.M}, within);
    if (answer.applicable() && answer.certified &&
        proofs_check::comparable(subject.rules, answer.rules.value_or(bound.rules)))
      raise_lower(*answer.certified, id, r);
  }
}

/// `r` gets a play that is cheaper than its own, with a certificate that the checker has called valid.
void certify(const PebbleGraph& subject, const sim::Moves& moves, PebbleResult& r) {
  const sim::Words io = proofs_check::cost(moves);
  if (!r.certificate.empty() && io >= sim::Words{r.io}) return;
  r.io = static_cast<std::int64_t>(io.count());
  r.loads = std::ranges::count(moves, sim::Move::Kind::load, &sim::Move::kind);
  r.stores = r.io - r.loads;
  const proofs_check::Pebbling play{proofs_check::digest(subject.text), subject.rules, sim::Words{r.M}, io,
                                    moves};
  r.certificate = certificate_text(play);
  const proofs_check::check::Verdict verdict = check_texts(subject.text, r.certificate);
  if (verdict.status != proofs_check::check::Status::valid) blame("the checker: " + verdict.text);
}

/// A good play, at least as good as `known`. Each is certified when it is found, so that Ctrl-C need not wait
/// for the checker. --mem-limit is for the looking, not for the play itself and the checker.
finder::GoodPlay look_for_play(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits,
                               const finder::Play& known, PebbleResult& r) {
  const finder::PlayQuestion question{subject.graph, subject.family, subject.rules, M};
  const auto tell = [&](const finder::Play& play) {
    if (!limits.bytes || r.certificate.empty()) certify(subject, play.moves, r);
    if (limits.progress) limits.progress({.lower = r.lower, .upper = play.io});
  };
  finder::Play play = finder::first_play(question);
  if (!known.moves.empty() && known.io < play.io) play = known;
  tell(play);
  if (play.io > r.lower && !Game::fits(subject.graph.dag, subject.rules)) {
    prove_by_structure(subject, limits, r);
    if (limits.progress) limits.progress({.lower = r.lower, .upper = play.io});
  }
  const MemoryLimit memory(limits.bytes, 0);
  return finder::better_play(question, std::move(play),
                             {.stop = limits.stop, .deadline = limits.deadline, .better = tell});
}

/// Where recomputation is allowed, the optimum without it is a better start than a heuristic's play; it may
/// take a quarter of the time that is left and this much memory.
constexpr std::uint64_t most_bytes_without = std::uint64_t{64} << 20;

void start_without_recomputation(const sim::Dag& dag, const Game& game, finder::SearchOptions options,
                                 finder::Play& play) {
  if (game.once()) return;
  const auto now = std::chrono::steady_clock::now();
  if (options.deadline) options.deadline = now + (*options.deadline - now) / 4;
  options.most_bytes = std::min(options.most_bytes.value_or(most_bytes_without), most_bytes_without);
  options.progress = {};
  finder::SearchAnswer answer = finder::exact_optimum(
      Game(dag, finder::without_recomputation(game.rules), game.M), options, std::move(play.moves));
  play = {static_cast<std::int64_t>(proofs_check::cost(answer.moves).count()), std::move(answer.moves)};
}

/// The best play and what is proven about it; `r` gets the figures.
sim::Moves search(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits,
                  const finder::Play& known, PebbleResult& r) {
  const sim::Dag& dag = subject.graph.dag;
  prove_at_sight(subject, r);
  finder::GoodPlay play = look_for_play(subject, M, limits, known, r);
  r.optimal = play.io == r.lower;
  if (r.optimal) return std::move(play.moves);
  if (!Game::fits(dag, subject.rules)) {
    r.stopped_by = "too large to search (64 vertices and 64 terms), a heuristic's play";
    if (play.stopped != Stopped::no) r.stopped_by += ", " + reason(play.stopped);
    return std::move(play.moves);
  }
  finder::SearchOptions options;
  options.stop = limits.stop;
  options.deadline = limits.deadline;
  options.most_bytes = limits.bytes;
  options.threads = limits.threads;
  const Game game(dag, subject.rules, M);
  start_without_recomputation(dag, game, options, play);
  if (limits.progress)
    options.progress = [&](finder::SearchStatus status) {
      status.lower = std::max(status.lower, r.lower);
      limits.progress(status);
    };
  finder::SearchAnswer answer = finder::exact_optimum(game, options, std::move(play.moves));
  r.optimal = answer.optimal;
  raise_lower(answer.status.lower, "", r);
  r.expanded = static_cast<std::int64_t>(answer.status.expanded);
  r.generated = static_cast<std::int64_t>(answer.status.generated);
  r.bytes = static_cast<std::int64_t>(answer.status.bytes);
  r.stopped_by = reason(answer.stopped);
  return std::move(answer.moves);
}

}  // namespace

PebbleResult pebble(const PebbleGraph& subject, std::int64_t M, const PebbleLimits& limits,
                    finder::Play& known) {
  PebbleResult r{.graph = subject.graph.name, .rules = subject.rules, .M = M};
  r.smallest_M = finder::smallest_M(finder::StepList(subject.graph.dag, subject.rules));
  r.feasible = M >= r.smallest_M;
  if (!r.feasible) return r;
  const auto start = std::chrono::steady_clock::now();
  finder::Play found{0, search(subject, M, limits, known, r)};
  r.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  certify(subject, found.moves, r);
  found.io = r.io;
  known = std::move(found);
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
