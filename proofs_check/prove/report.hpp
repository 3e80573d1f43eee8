// A proof tested on an execution: each of its steps with what it gives away.
//
// Within a phase the steps form a chain: so many products were done; the first step allows a little more, the
// next one more again, and the last one F(M + X). The slack of a step is the factor by which it allows more
// than the step before it; 1 is tight. Whether a step holds is decided in whole numbers, never by the slack.
#pragma once

#include <redblue/proofs_check/prove/phase.hpp>

namespace redblue::proofs_check::prove {

/// Slack of one step over the phases that did any products; `total` compares sums over the same phases.
struct Slack {
  double min = 1, median = 1, max = 1, total = 1;
};

struct Step {
  int number = 0;              ///< in docs/bounds.md
  std::string_view id;         ///< "capacity"
  std::string_view statement;  ///< "A + B + C + D + E <= M + X"
  std::size_t tested = 0;      ///< phases, or 1 for a step about the whole run
  std::size_t failed = 0;
  std::size_t first_failure = 0;  ///< phase, from 1
  Slack slack = {};
  std::size_t rung = 0;  ///< its place in the chain, from 1; 0: about the whole run
};

/// What the chain allows in one phase: products done, then what each step allows, the last being F.
using Ladder = std::vector<double>;

struct Report {
  Phases phases;
  std::vector<Step> steps;      ///< in the order of the proof
  std::vector<Ladder> ladders;  ///< by phase
  Int128 loads = 0, stores = 0;
  Int128 charges = 0;
  Int128 taken_off = 0;  ///< charges that are no loads and no stores: io >= charges - taken_off
  Int128 items = 0;      ///< products that the run must do
  Int128 least = 0;      ///< charges that can have done them
  Int128 bound = 0;      ///< words that X proves for every execution
  std::size_t idle_phases = 0;  ///< that did no products
  double idle_slack = 1;        ///< by what factor all phases may do more than those that did any
  /// Why the bound says nothing about this execution, where a step fails that is an assumption.
  std::string not_covered;

  [[nodiscard]] Int128 io() const { return loads + stores; }
  /// Every step holds and the execution is one.
  [[nodiscard]] bool holds() const;
  /// The step with the least and with the largest total slack, but for the last one, the sum: its slack is
  /// that of the chain.
  [[nodiscard]] const Step& tightest() const;
  [[nodiscard]] const Step& loosest() const;
};

/// Tests every step. A broken execution comes back with no steps.
[[nodiscard]] Report test_steps(Phases phases);

/// What X proves for every execution at (shape, M); for saha_ye X must be M.
[[nodiscard]] Int128 proven_by(Proof proof, const AttentionShape& shape, Words M, Int128 X);

/// The X that proves most, and M where none proves anything; M for saha_ye.
[[nodiscard]] Int128 best_X(Proof proof, const AttentionShape& shape, Words M);

/// Catalogued bounds whose proof it is: "phase_pv"; saha_ye is the proof of saha_ye_sharp.
[[nodiscard]] std::string_view bound_id(Proof proof);

}  // namespace redblue::proofs_check::prove
