// The steps of phase_both and phase_both_once (docs/bounds.md). A, B, C, D: words of Q, K, V, O; T: pairs
// with a product of either kind; n: stretches of the first kind, n2: of the second.
#include <cmath>

#include <boost/multiprecision/cpp_int.hpp>

#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/prove/chain.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Whole = boost::multiprecision::cpp_int;

std::vector<Rung> climb_both(const Phases& all, std::size_t at) {
  const Phase& p = all.all[at];
  const bounds::BothProducts F;
  const Int128 words = p.Q + p.K + p.V + p.O, w = words + p.touched, z = room_of(all, at);
  return {
      {Whole(p.scores) * p.scores <= Whole(p.Q) * p.K * p.touched &&
           Whole(p.events) * p.events <= Whole(p.V) * p.O * p.touched,
       std::sqrt(real(p.Q) * real(p.K) * real(p.touched)) +
           std::sqrt(real(p.V) * real(p.O) * real(p.touched))},
      {27 * Whole(words) * words * p.touched <= 4 * Whole(w) * w * w, F.real(real(w))},
      {w <= z && p.scores + p.events <= F.at(z), F.real(real(z))},
  };
}

const Chain chain_of_both{
    {{.number = 1, .id = "charges", .statement = "loads + Nq dv + n2 <= io"},
     {.number = 2, .id = "capacity", .statement = "A + B + C + D + T <= M + X", .rung = 3},
     {.number = 3, .id = "products", .statement = "products <= sqrt(A B T) + sqrt(C D T)", .rung = 1},
     {.number = 3,
      .id = "means",
      .statement = "(A + B + C + D) / 2 sqrt(T) <= F2(A + B + C + D + T)",
      .rung = 2},
     {.number = 4, .id = "stretches", .statement = "n >= Z and dk n + Z dv <= products"},
     {.number = 5, .id = "sum", .statement = "dk n + Z dv products <= sum of F2, so charges >= c"}},
    [](const Phase& p) { return p.scores + p.events; },
    &climb_both};

}  // namespace

void test_phase_both(Report& report) {
  climb(chain_of_both, report);
  const Phases& phases = report.phases;
  const AttentionShape& s = phases.shape;
  const Phase all = sums(phases);
  const Int128 Z = s.scores(), n = phases.first_kind, n2 = phases.second_kind;
  if (phases.proof == Proof::phase_both_once && n + n2 != Z)
    report.not_covered = "phase_both_once assumes that no score is begun twice, but " +
                         sim::to_string(n + n2) + " starts of " + sim::to_string(Z) + " scores are charged";
  report.taken_off = n;
  report.items = s.dk * n + Z * s.dv;
  const bounds::PhaseBoth goal = bounds::phase_both_of(s, phases.M);
  const bounds::Phases<Int128, bounds::BothProducts> finite{goal.F, goal.M, phases.X};
  report.least = finite.full < 1 ? 0 : finite.least(report.items).count();
  const bool started = all.starts == Int128{s.Nq} * s.dv && all.fresh == n + n2;
  judge(report, "charges", started && all.starts + n2 <= all.stores,
        real(report.io()) / real(std::max<Int128>(1, report.charges - n)));
  judge(report, "stretches", n >= Z && all.scores >= s.dk * n && all.events == Z * s.dv,
        real(all.scores + all.events) / real(report.items));
  Int128 room = 0;
  for (std::size_t p = 0; p < phases.all.size(); ++p) room += goal.F.at(room_of(phases, p));
  judge(report, "sum",
        room >= report.items && report.charges >= report.least && report.io() >= report.least - n &&
            report.io() >= report.bound,
        real(report.charges) / real(std::max<Int128>(1, report.least)));
}

}  // namespace redblue::proofs_check::prove
