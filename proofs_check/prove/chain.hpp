// What the proofs have in common: a chain of inequalities in every phase, and steps about the whole run.
#pragma once

#include <redblue/proofs_check/prove/report.hpp>

namespace redblue::proofs_check::prove {

/// One step in one phase.
struct Rung {
  bool holds;     ///< in whole numbers
  double allows;  ///< products
};

/// The chain of one proof. Rungs are in the order in which they allow more; steps in that of the page.
struct Chain {
  std::vector<Step> steps;  ///< with `rung` set, or 0
  Int128 (*done)(const Phase&);
  std::vector<Rung> (*climb)(const Phases&, std::size_t phase);
};

/// The words that a phase has at the most: M (0 in the first) and its charges.
[[nodiscard]] inline Int128 room_of(const Phases& all, std::size_t phase) {
  return (phase == 0 ? 0 : all.M.count()) + all.all[phase].charges(all.proof);
}

/// For slack, which is a ratio; what holds is decided in whole numbers.
[[nodiscard]] inline double real(Int128 n) { return static_cast<double>(n); }

/// Sums over all phases.
[[nodiscard]] Phase sums(const Phases& all);

/// Fills ladders, and in the steps with a rung what was tested, what failed, and the slack.
void climb(const Chain& chain, Report& report);

/// A step about the whole run.
void judge(Report& report, std::string_view id, bool holds, double slack);

/// One chain each: steps_pv.cpp, steps_both.cpp, steps_saha_ye.cpp. They judge the steps about the run too.
void test_phase_pv(Report& report);
void test_phase_both(Report& report);
void test_saha_ye(Report& report);

}  // namespace redblue::proofs_check::prove
