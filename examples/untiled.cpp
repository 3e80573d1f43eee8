// Runs a schedule and evaluates a bound that redblue does not know, beside what it knows.
#include <cstdio>
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/bound.hpp>
#include <redblue/sim/machine.hpp>

#include "pair_loads.hpp"
#include "untiled_attention.hpp"

namespace {

using namespace redblue;
using sim::AttentionShape;
using sim::Words;
using untiled::UntiledAttention;

const algorithms::Options options;

/// The loop nest on a machine that counts.
sim::Counts counted(const AttentionShape& shape, Words M) {
  sim::TwoLevel<sim::Ghost> machine(M);
  const algorithms::Problem problem = algorithms::declare(machine, shape, options);
  UntiledAttention::run(machine, {}, problem);
  return machine.counts();
}

/// One row of the table. True when the closed form is the count, the footprint is tight, and no bound that
/// may be compared exceeds the count.
bool row(const AttentionShape& shape, Words M) {
  const sim::Counts run = counted(shape, M);
  const sim::Counts formula = UntiledAttention::terms(shape, options, {}).sum();
  const bool exact = run.by_tensor == formula.by_tensor;
  const bool tight = run.peak == Words{UntiledAttention::smallest_M(shape, options)};

  const bool applies = proofs_check::comparable(proofs_check::Rules::fma, untiled::pair_loads.rules) &&
                       untiled::pair_loads.applicable(shape, M);
  const Words own = applies ? untiled::pair_loads_words(shape, M).words : Words{0};
  const Words known = proofs_check::lower_bounds(shape, M, proofs_check::Rules::fma).lower;
  const algorithms::Choice best = algorithms::best(shape, options, M);
  const Words best_io = best.schedule != nullptr ? best.planned.predicted.io() : run.io();

  const bool sound = own <= best_io && known <= best_io && own <= run.io() && known <= run.io();
  std::printf("%6lld %6lld %5lld %7s %18s %12s %12s %12s  %s\n", static_cast<long long>(shape.Nq),
              static_cast<long long>(shape.Nk), static_cast<long long>(shape.dk), to_string(M).c_str(),
              to_string(run.io()).c_str(), to_string(best_io).c_str(), to_string(own).c_str(),
              to_string(known).c_str(), exact && tight && sound ? "ok" : "DISAGREES");
  return exact && tight && sound;
}

/// One word less than the footprint is refused.
bool refused_below(const AttentionShape& shape) {
  try {
    counted(shape, Words{UntiledAttention::smallest_M(shape, options) - 1});
    return false;
  } catch (const sim::CapacityExceeded&) {
    return true;
  }
}

}  // namespace

int main() {
  std::printf("io and lower bounds in words, rules fma; M in words\n%6s %6s %5s %7s %18s %12s %12s %12s\n", "Nq",
              "Nk", "d", "M", "untiled_attention", "best", "pair_loads", "known bound");
  const AttentionShape shapes[] = {AttentionShape::square(256, 16), AttentionShape::square(257, 5),
                                   AttentionShape{.Nq = 100, .Nk = 333, .dk = 8, .dv = 8}};
  int points = 0;
  int right = 0;
  for (const AttentionShape& shape : shapes)
    for (const sim::Extent spare : {0, 10, 100, 1000}) {
      const Words M{UntiledAttention::smallest_M(shape, options) + spare};
      right += row(shape, M) && refused_below(shape) ? 1 : 0;
      ++points;
    }
  std::printf("%d of %d points: closed form = counted run, no bound exceeded\n", right, points);
  return right == points ? 0 : 1;
}
