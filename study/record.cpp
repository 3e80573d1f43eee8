#include <string>
#include <utility>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/sim/error.hpp>
#include <redblue/study/accuracy.hpp>
#include <redblue/study/inputs.hpp>
#include <redblue/study/record.hpp>

namespace redblue::study {
namespace {

/// An in-place update needs its product, sum and factor for a moment where nothing is in place (theory 1.2).
constexpr Words classic_temporaries{3};

/// The schedule that runs and its plan; `best` is a schedule that is chosen at each point.
void choose(Record& record) {
  const Point& p = record.point;
  if (p.schedule == nullptr) {
    algorithms::Choice choice = algorithms::best(p.shape, p.options, p.M);
    record.schedule = choice.schedule;
    if (choice.schedule != nullptr) record.planned = std::move(choice.planned);
    return;
  }
  record.schedule = p.schedule;
  record.planned = p.schedule->plan(p.shape, p.options, p.M);
}

/// Refuses what no M could make possible.
void require_possible(const Point& p) {
  if (p.schedule != nullptr) {
    const std::string why = p.schedule->why_not(p.shape, p.options);
    if (!why.empty()) sim::raise(sim::InvalidArgument(why));
    return;
  }
  for (const Schedule& s : algorithms::catalog())
    if (s.why_not(p.shape, p.options).empty()) return;
  sim::raise(sim::InvalidArgument("best: no catalogued schedule can run this shape with these options"));
}

/// A run of the machine is a play of partial_recompute, and of partial when it evaluates nothing twice
/// (a tile of O narrower than d evaluates exponentials again). In classic its in-place updates need up to
/// three words more than its footprint; in one_shot it is no play at any M, since a vertex that is updated in
/// place is computed again (theory 1.2).
bool plays(const algorithms::Planned& planned, Words M, Rules rules) {
  return proofs_check::plays_within(Rules::fma, rules) ||
         (rules == Rules::partial && planned.evaluates_once) ||
         (rules == Rules::classic && planned.footprint + classic_temporaries <= M);
}

/// One head's counts, by the road that the point asks for.
sim::Counts counts_of_one_head(Record& record) {
  const Point& p = record.point;
  const algorithms::Planned& planned = *record.planned;
  // A published plan that overflows is counted behind a gate as wide as its footprint.
  const Words gate = p.M + planned.overflow;
  if (p.mode == Mode::counted) return record.schedule->counted(p.shape, p.options, planned, gate);
  if (p.mode == Mode::predicted) return planned.predicted;
  const algorithms::Inputs<double> inputs = normal_inputs(p.shape, p.seed);
  const algorithms::Executed<double> run =
      record.schedule->executed(p.shape, p.options, planned, gate, inputs);
  record.max_error = accuracy(p.shape, p.options, inputs, run.O).error;
  return run.counts;
}

Words smallest_M(const Record& record) {
  const Point& p = record.point;
  return p.schedule == nullptr ? algorithms::best_smallest_M(p.shape, p.options)
                               : p.schedule->smallest_M(p.shape, p.options);
}

}  // namespace

Record evaluate(const Point& point) {
  return evaluate(point, proofs_check::lower_bounds(point.shape, point.M, point.rules));
}

Record evaluate(const Point& point, const proofs_check::LowerBounds& known) {
  require_possible(point);
  Record record;
  record.point = point;
  record.bounds = known;
  const Int128 problems = point.heads * point.batch;
  record.lower = known.lower * problems;
  choose(record);
  record.feasible = record.planned && record.planned->fits();
  if (!record.feasible) record.smallest_M = smallest_M(record);
  if (!record.planned) return record;
  record.plays_rules = plays(*record.planned, point.M, point.rules);
  record.counts = counts_of_one_head(record).times(problems);
  record.bytes = sim::bytes(record.counts, point.bits);
  if (record.feasible && record.plays_rules && record.lower > Words{0})
    record.ratio = to_double(record.counts.io()) / to_double(record.lower);
  return record;
}

}  // namespace redblue::study
