// The factor of the checker against a dense one: the same intervals without a tree, a pattern or an index.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <numeric>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/check/inertia.hpp>

using namespace redblue;
using namespace redblue::proofs_check::check;
using sim::Vertex;

namespace {

using Matrix = std::vector<std::vector<Interval>>;

/// L in the order of elimination. No vertex here lists an operand twice.
Matrix laplacian(const sim::Dag& dag, const std::vector<Vertex>& order, int input_share) {
  std::vector<std::size_t> at(dag.size());
  for (std::size_t k = 0; k < order.size(); ++k) at[order[k]] = k;
  std::vector<int> uses(dag.size());
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v)) ++uses[u];
  Matrix L(dag.size(), std::vector<Interval>(dag.size(), exactly(0)));
  for (Vertex v = 0; v < dag.size(); ++v)
    for (const Vertex u : dag.operands(v)) {
      const int share = dag.kind(u) == sim::Dag::Kind::input ? input_share : 1;
      const Interval weight = quotient(1, uses[u] * share);
      for (const std::size_t end : {at[u], at[v]}) L[end][end] = L[end][end] + weight;
      L[at[u]][at[v]] = L[at[v]][at[u]] = exactly(0) - weight;
    }
  return L;
}

/// The negative pivots of L - shift, and the largest sum of a row of |L - shift - F D F^T|.
Inertia::Count dense(const Matrix& L, double shift) {
  const std::size_t n = L.size();
  std::vector<std::vector<double>> F(n, std::vector<double>(n));
  std::vector<double> D(n);
  Matrix R(n, std::vector<Interval>(n, exactly(0)));
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i <= k; ++i) {
      Interval rest = i < k ? L[k][i] : L[k][k] - exactly(shift);
      bool there = i == k || rest.lo != 0;
      for (std::size_t p = 0; p < i; ++p) {
        if (F[k][p] == 0 || F[i][p] == 0) continue;
        rest = rest - F[i][p] * (F[k][p] * exactly(D[p]));
        there = true;
      }
      if (!there) continue;
      (i < k ? F[k][i] : D[k]) = i < k ? rest.middle() / D[i] : rest.middle();
      R[k][i] = R[i][k] = rest - (i < k ? F[k][i] * exactly(D[i]) : exactly(D[k]));
    }
  Inertia::Count count{0, 0};
  for (std::size_t k = 0; k < n; ++k) {
    count.negative += D[k] < 0 ? 1 : 0;
    double sum = 0;
    for (const Interval r : R[k]) sum += r.size();
    count.lost = std::max(count.lost, sum);
  }
  return count;
}

}  // namespace

TEST_CASE("counts and what is lost are those of a dense factor, on random graphs in random orders") {
  constexpr std::uint64_t seed = 20261126;
  test::Random r(seed);
  int compared = 0;
  double ratios = 0;
  for (int i = 0; i < 400; ++i) {
    sim::Dag dag;
    const auto n = static_cast<Vertex>(r.between(2, 14));
    for (Vertex v = 0; v < n; ++v) {
      std::vector<Vertex> operands;
      for (Vertex u = 0; u < v; ++u)
        if (r.between(0, 3) == 0) operands.push_back(u);
      if (operands.empty())
        dag.add_input();
      else
        dag.add_val(operands);
    }
    std::vector<Vertex> order(n);
    std::iota(order.begin(), order.end(), 0);
    for (Vertex v = n; v > 1; --v) std::swap(order[v - 1], order[static_cast<Vertex>(r.between(0, v - 1))]);
    const int share = r.coin() ? 1 : 2;
    Inertia inertia(dag, order, share);
    const Matrix L = laplacian(dag, order, share);
    for (int times = 0; times < 4; ++times) {
      const double shift = 3 * r.uniform();
      const Inertia::Count mine = inertia.at(shift), twin = dense(L, shift);
      CHECK(mine.negative == twin.negative);
      // The order in which a sum is taken changes its last bits, so one loss may be off and their mean is
      // not.
      CHECK(mine.lost > twin.lost / 2);
      CHECK(mine.lost < twin.lost * 2);
      ratios += mine.lost / twin.lost;
      ++compared;
    }
  }
  std::cout << "seed " << seed << ": " << compared << " factors compared, losses " << ratios / compared
            << " of the twin's\n";
  CHECK(std::abs(ratios / compared - 1) < 0.01);
}
