#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/instances.hpp>
#include <redblue/proofs_check/replay.hpp>
#include <redblue/study/standing.hpp>

namespace redblue::study {
namespace {

using proofs_check::Game;
using proofs_check::Standing;

constexpr std::uint64_t most_table_bytes = 4 << 20;
constexpr Int128 most_side = 16;  // of N and d: larger graphs are not even built

/// The graph whose plays include the record's schedule; empty where there is none to search.
std::string graph_name(const Record& record) {
  const AttentionShape& s = record.point.shape;
  const bool square = s.Nq == s.Nk && s.dk == s.dv && s.mask == sim::Mask{};
  if (!square || !Certifier::searchable(s) || !record.planned->evaluates_once) return "";
  const bool sums = record.point.options.stats != algorithms::Stats::none;
  return "attention:" + sim::to_string(s.Nq) + "," + sim::to_string(s.dk) + (sums ? "+l" : "");
}

}  // namespace

Standing standing(const Record& record) {
  Standing s{record.counts.io(), record.point.rules, Words{0}, record.point.rules};
  if (!record.plays_rules) {
    s.why_unknown = why_no_play(record.point.rules);
    return s;
  }
  s.lower = record.lower;
  s.lower_by = record.bounds.lower_by;
  for (const proofs_check::Evaluated& e : record.bounds.all)
    if (e.bound->id == record.bounds.lower_by) s.lower_rules = e.bound->rules;
  return s;
}

Standing searched_standing(const Record& record) {
  Standing s = standing(record);
  const bool allowed = record.point.rules == Rules::fma || record.point.rules == Rules::partial;
  const std::string name = allowed ? graph_name(record) : "";
  if (name.empty()) return s;
  const proofs_check::NamedGraph graph = proofs_check::named_graph(name);
  if (!Game::fits(graph.dag, Rules::partial)) return s;
  const Game game(graph.dag, Rules::partial, static_cast<std::int64_t>(record.point.M.count()));
  proofs_check::finder::SearchOptions options;
  options.most_bytes = most_table_bytes;
  const proofs_check::finder::SearchAnswer answer = proofs_check::finder::exact_optimum(game, options);
  const Words lower = Words{answer.status.lower} * (record.point.heads * record.point.batch);
  if (lower < s.lower) return s;
  s.io_rules = s.lower_rules = Rules::partial;
  s.lower = lower;
  s.lower_by = (answer.optimal ? "the optimum of " : "a search of ") + name;
  return s;
}

std::string_view why_no_play(Rules rules) {
  switch (rules) {
    case Rules::one_shot:
      return "the schedule updates words in place, which one_shot forbids: no play of that game";
    case Rules::classic:
      return "the schedule updates words in place, and classic needs three words more for that than M has: "
             "no play "
             "of that game";
    case Rules::partial:
      return "the schedule evaluates something twice, which partial forbids: no play of that game";
    default:
      return "";
  }
}

bool Certifier::searchable(const AttentionShape& shape) {
  return shape.Nq <= most_side && shape.dk <= most_side;
}

std::optional<Standing> Certifier::standing(const Point& point, Words io) {
  const bool possible =
      point.schedule == nullptr || point.schedule->why_not(point.shape, point.options).empty();
  if (!possible || searches_ == 0) return {};
  const Record record = evaluate(point);
  if (!record.feasible || record.counts.io() != io) return {};
  --searches_;
  Standing s = proofs_check::optimality(study::standing(record)) == proofs_check::Optimality::optimal
                   ? study::standing(record)
                   : searched_standing(record);
  const Int128 multiply_adds = record.counts.flops / 2;
  if (proofs_check::optimality(s) != proofs_check::Optimality::optimal || multiply_adds > replayable_)
    return s;
  replayable_ -= multiply_adds;
  const Point& p = record.point;
  const sim::Trace trace = record.schedule->traced(p.shape, p.options, *record.planned, p.M);
  const proofs_check::Replay replay = proofs_check::replay(trace, p.M);
  s.certified = replay.ok() && replay.counts.io() * (p.heads * p.batch) == io;
  return s;
}

}  // namespace redblue::study
