// The steps of Theorem 3.1 of Saha and Ye 2024 (docs/bounds.md): phases of M loads and stores. A, B: words of
// Q and K; G: scores that a phase begins or ends without doing the other, I: scores that it does from their
// first product to their last.
#include <boost/multiprecision/cpp_int.hpp>

#include <redblue/proofs_check/prove/chain.hpp>

namespace redblue::proofs_check::prove {
namespace {

using Whole = boost::multiprecision::cpp_int;

/// d (4 M + M^2 / d^2): products of a phase.
double most_products(const Phases& all) {
  const double d = real(all.shape.dk), M = real(all.M.count());
  return d * (4 * M + M * M / (d * d));
}

std::vector<Rung> climb_saha_ye(const Phases& all, std::size_t at) {
  const Phase& p = all.all[at];
  const Int128 d = all.shape.dk, M = all.M.count();
  const double split = real(p.carried), square = real(d) * real(d), half = real(p.Q + p.K) / 2;
  return {
      {p.scores <= d * (p.carried + p.internal), real(d) * (split + real(p.internal))},
      {d * p.rows <= p.Q && d * p.cols <= p.K && p.internal <= Int128{p.rows} * p.cols,
       real(d) * (split + real(p.Q) * real(p.K) / square)},
      {4 * Whole(p.Q) * p.K <= Whole(p.Q + p.K) * (p.Q + p.K), real(d) * (split + half * half / square)},
      {p.Q + p.K <= 2 * M && p.carried <= 4 * M, most_products(all)},
  };
}

const Chain chain_of_saha_ye{
    {{.number = 1, .id = "charges", .statement = "charges = io, M to a phase"},
     {.number = 2, .id = "capacity", .statement = "A + B <= 2 M and G <= 4 M", .rung = 4},
     {.number = 3, .id = "scores", .statement = "I <= A B / d^2", .rung = 2},
     {.number = 4, .id = "products", .statement = "products <= d (G + I)", .rung = 1},
     {.number = 4, .id = "means", .statement = "A B <= ((A + B) / 2)^2", .rung = 3},
     {.number = 5, .id = "sum", .statement = "N^2 d products <= phases d (4 M + M^2 / d^2)"}},
    [](const Phase& p) { return p.scores; },
    &climb_saha_ye};

}  // namespace

void test_saha_ye(Report& report) {
  climb(chain_of_saha_ye, report);
  const Phases& phases = report.phases;
  const Int128 N = phases.shape.Nq, d = phases.shape.dk, M = phases.M.count();
  const auto count = static_cast<Int128>(phases.all.size());
  report.items = N * N * d;
  report.least = report.bound;
  judge(report, "charges", report.charges == report.io() && phases.X == M, 1);
  const Whole room =
      Whole(count) * (4 * Whole(M) * d * d + Whole(M) * M);  // d times the products of all phases
  judge(report, "sum",
        sums(phases).scores == report.items && room >= Whole(report.items) * d &&
            report.io() >= M * (count - 1) && report.io() >= report.bound,
        real(report.io()) / real(std::max<Int128>(1, report.bound)));
}

}  // namespace redblue::proofs_check::prove
