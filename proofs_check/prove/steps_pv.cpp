// The steps of phase_pv (docs/bounds.md). A, B, C, D: words of Q, K, V, O; E carried pairs, I internal ones.
#include <cmath>

#include <boost/multiprecision/cpp_int.hpp>

#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/prove/chain.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Whole = boost::multiprecision::cpp_int;

/// C D (E dk^2 + A B) <= dk^2 F1(w)^2 without roots: F1(w)^2 = max(w^4 / (256 dk^2), w^3 / 27).
bool means_hold(const Phase& p, Int128 dk, Int128 w) {
  const Whole d2 = Whole(dk) * dk, W(w);
  const Whole left = Whole(p.O) * p.V * (Whole(p.carried) * d2 + Whole(p.Q) * p.K);
  return 256 * left <= W * W * W * W || 27 * left <= d2 * W * W * W;
}

std::vector<Rung> climb_pv(const Phases& all, std::size_t at) {
  const Phase& p = all.all[at];
  const Int128 dk = all.shape.dk;
  const bounds::OneProduct F{dk};
  const Int128 w = p.Q + p.K + p.V + p.O + p.carried, z = room_of(all, at);
  const double pairs = real(p.carried) + real(p.Q) * real(p.K) / (real(dk) * real(dk));
  const double area = real(p.V) * real(p.O);
  return {
      {Whole(p.events) * p.events <= Whole(p.V) * p.O * (p.carried + p.internal),  // (4)
       std::sqrt(area * real(p.carried + p.internal))},
      {dk * p.rows <= p.Q && dk * p.cols <= p.K && p.internal <= Int128{p.rows} * p.cols,  // (3)
       std::sqrt(area * pairs)},
      {means_hold(p, dk, w), F.real(real(w))},           // (4)
      {w <= z && p.events <= F.at(z), F.real(real(z))},  // (2)
  };
}

const Chain chain_of_pv{
    {{.number = 1, .id = "charges", .statement = "loads + Nq dv <= io"},
     {.number = 2, .id = "capacity", .statement = "A + B + C + D + E <= M + X", .rung = 4},
     {.number = 3, .id = "scores", .statement = "I <= A B / dk^2", .rung = 2},
     {.number = 4, .id = "products", .statement = "products <= sqrt(C D (E + I))", .rung = 1},
     {.number = 4,
      .id = "means",
      .statement = "sqrt(C D (E + A B / dk^2)) <= F1(A + B + C + D + E)",
      .rung = 3},
     {.number = 5, .id = "sum", .statement = "Z dv products <= sum of F1, so charges >= c"}},
    [](const Phase& p) { return p.events; },
    &climb_pv};

}  // namespace

void test_phase_pv(Report& report) {
  climb(chain_of_pv, report);
  const AttentionShape& s = report.phases.shape;
  const Phase all = sums(report.phases);
  const bounds::PhasePv goal = bounds::phase_pv_of(s, report.phases.M);
  report.items = goal.items();
  report.least =
      bounds::Phases<Int128, bounds::OneProduct>{goal.F, goal.M, report.phases.X}.least(goal.items()).count();
  judge(report, "charges", all.starts == Int128{s.Nq} * s.dv && all.starts <= all.stores,
        real(report.io()) / real(report.charges));
  Int128 room = 0;
  for (std::size_t p = 0; p < report.phases.all.size(); ++p) room += goal.F.at(room_of(report.phases, p));
  judge(report, "sum",
        all.events == report.items && room >= report.items && report.charges >= report.least &&
            report.io() >= report.bound,
        real(report.charges) / real(std::max<Int128>(1, report.least)));
}

}  // namespace redblue::proofs_check::prove
