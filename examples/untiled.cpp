// Runs a schedule and evaluates a bound that redblue does not know, beside what it knows.
#include <algorithm>
#include <cstdio>
#include <string>

#include "pair_loads.hpp"
#include "untiled_attention.hpp"

#include <redblue/algorithms/row.hpp>
#include <redblue/study/record.hpp>

namespace {

using namespace redblue;
using sim::AttentionShape;
using sim::Mask;
using sim::Words;

constexpr algorithms::Schedule untiled_attention = algorithms::row<untiled::UntiledAttention>();

study::Record record(const algorithms::Schedule* schedule, const AttentionShape& shape, Words M,
                     study::Mode mode) {
  return study::evaluate({.schedule = schedule, .shape = shape, .M = M, .mode = mode});
}

/// Our bound where it may be set against a count of the machine, else 0.
Words own_bound(const AttentionShape& shape, Words M) {
  const proofs_check::Bound& bound = untiled::pair_loads;
  if (!proofs_check::comparable(proofs_check::Rules::fma, bound.rules) || !bound.applicable(shape, M))
    return {};
  return std::get<proofs_check::Explicit>(bound.value)(shape, M).words;
}

/// Prints one row of the table. True when the closed form is the counted run, the executed run gives
/// attention, and no bound exceeds this schedule or the best one.
bool point_is_right(const AttentionShape& shape, Words M) {
  const study::Record counted = record(&untiled_attention, shape, M, study::Mode::counted);
  const study::Record executed = record(&untiled_attention, shape, M, study::Mode::executed);
  const study::Record best = record(nullptr, shape, M, study::Mode::predicted);
  const Words io = counted.counts.io();
  const Words best_io = best.feasible ? best.counts.io() : io;
  const Words own = own_bound(shape, M);

  const bool exact = counted.counts == counted.planned->predicted && executed.counts == counted.counts;
  const bool computes = executed.max_error && *executed.max_error < 1e-13;
  const bool sound = std::max(own, counted.lower) <= std::min(io, best_io);
  const bool right = exact && computes && sound;
  std::printf("%5lld %5lld %4lld %7s %6s %18s %9s %11s %12s %10.1e  %s\n", static_cast<long long>(shape.Nq),
              static_cast<long long>(shape.Nk), static_cast<long long>(shape.dk),
              shape.mask.kind == Mask::Kind::causal ? "causal" : "none", to_string(M).c_str(),
              to_string(io).c_str(), to_string(best_io).c_str(), to_string(own).c_str(),
              to_string(counted.lower).c_str(), executed.max_error.value_or(1), right ? "ok" : "DISAGREES");
  return right;
}

/// One word less than the smallest M is refused, by the plan and by the gate.
bool one_word_less_is_refused(const AttentionShape& shape) {
  const algorithms::Options options;
  const Words M = untiled_attention.smallest_M(shape, options);
  const auto plan = untiled_attention.plan(shape, options, M);
  if (!plan || untiled_attention.plan(shape, options, M - Words{1})) return false;
  try {
    (void)untiled_attention.counted(shape, options, *plan, M - Words{1});
    return false;
  } catch (const sim::CapacityExceeded&) {
    return true;
  }
}

}  // namespace

int main() {
  std::printf("io and lower bounds in words (rules fma), M in words, error relative to max|O|\n");
  std::printf("%5s %5s %4s %7s %6s %18s %9s %11s %12s %10s\n", "Nq", "Nk", "d", "mask", "M",
              "untiled_attention", "best", "pair_loads", "known bound", "error");
  const AttentionShape shapes[] = {AttentionShape::square(256, 16), AttentionShape::square(257, 5),
                                   AttentionShape::square(129, 8, {Mask::Kind::causal}),
                                   AttentionShape{.Nq = 100, .Nk = 333, .dk = 8, .dv = 8}};
  int points = 0;
  int right = 0;
  for (const AttentionShape& shape : shapes)
    for (const sim::Extent spare : {0, 100, 1000}) {
      const Words M = untiled_attention.smallest_M(shape, {}) + Words{spare};
      right += point_is_right(shape, M) && one_word_less_is_refused(shape) ? 1 : 0;
      ++points;
    }
  std::printf("%d of %d points: closed form = counted run = executed run, no bound exceeded\n", right,
              points);
  return right == points ? 0 : 1;
}
