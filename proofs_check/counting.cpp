#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/counting.hpp>

namespace redblue::proofs_check {
namespace {

using bounds::Phases;
using sim::Int128;
using sim::to_string;

template <class Goal>
std::optional<std::string> written(const Bound& bound, const Goal& goal, const sim::AttentionShape& s) {
  const Proven best = bounds::best_X(goal);
  if (!best.X || best.words.count() < 1) return {};
  const Phases<Int128, decltype(goal.F)> phases{goal.F, goal.M, *best.X};
  const Int128 charges = phases.least(goal.items()).count();
  constexpr Int128 limit = Int128{1} << 63;
  for (const Int128 n : {goal.items(), phases.first, phases.full, charges, goal.M})
    if (n >= limit) return {};
  const std::string shape = "shape " + std::to_string(s.Nq) + " " + std::to_string(s.Nk) + " " +
                            std::to_string(s.dk) + " " + std::to_string(s.dv);
  return certificate_header("counting", shape, bound.rules, sim::Words{goal.M},
                            "lower " + to_string(best.words)) +
         "bound " + std::string(bound.id) + "\nX " + to_string(*best.X) + "\nitems " +
         to_string(goal.items()) + "\nfirst " + to_string(phases.first) + "\nfull " + to_string(phases.full) +
         "\ncharges " + to_string(charges) + "\nend 6\n";
}

}  // namespace

std::optional<std::string> counting_certificate(std::string_view bound, const sim::AttentionShape& s,
                                                sim::Words M) {
  if (s.mask.kind != sim::Mask::Kind::none) return {};
  if (bound == bounds::phase_pv.id) return written(bounds::phase_pv, bounds::phase_pv_of(s, M), s);
  if (bound == bounds::phase_both.id)
    return written(bounds::phase_both, bounds::PhaseBothAgain{bounds::phase_both_of(s, M)}, s);
  if (bound == bounds::phase_both_once.id)
    return written(bounds::phase_both_once, bounds::PhaseBothOnce{bounds::phase_both_of(s, M)}, s);
  return {};
}

}  // namespace redblue::proofs_check
