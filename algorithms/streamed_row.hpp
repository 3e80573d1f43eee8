// A pass of flash_streamed by the row: footprint Br (dk + dv + sigma) + dk + dv + 1 + [sigma = 2].
//
// The column of K and V that passes, one score and one scratch word are held; the turning column is
// simply not given up.
#pragma once

#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/algorithms/streamed_columns.hpp>

namespace redblue::algorithms {

/// Column j of K and V: what stays, then what was loaded for this step.
template <class M>
struct PassingColumn {
  const ResidentColumns<M>& kept;
  Extent j;
  typename M::Tile k_rest, v_rest;

  [[nodiscard]] const auto& k(Extent c) const {
    return c < kept.k_words(j) ? kept.k(j, c) : k_rest(0, c - kept.k_words(j));
  }
  [[nodiscard]] const auto& v(Extent c) const {
    return c < kept.v_words(j) ? kept.v(j, c) : v_rest(0, c - kept.v_words(j));
  }
};

/// The rows of Q and O meet one column, row by row: s = q k, online softmax, o += p v.
template <class M, class T = typename M::Tile>
void meet_column(M& machine, const Problem& a, const T& Q, T& O, RowStatistics<M>& stats,
                 const PassingColumn<M>& column) {
  const Range first_row{Q.region().rows.begin, Q.region().rows.begin + 1};
  T s = machine.fresh(a.S(first_row, column.j));
  T x = stats.scratch(machine, a, first_row);
  machine.work(Int128{2} * Q.rows() * (a.shape.dk + a.shape.dv));
  machine.attended(a.S(Q.region().rows, column.j), a.dk(), O.region());
  for_each_row(machine, Q.rows(), [&](Extent n) {
    machine.assign(
        s(0, 0), [](auto q, auto k) { return q * k; }, Q(n, 0), column.k(0));
    for (Extent c = 1; c < a.shape.dk; ++c) machine.update(s(0, 0), op::fma, Q(n, c), column.k(c));
    scale_scores(machine, s, a);
    stats.absorb(machine, n, s(0, 0), x, [&](const auto& factor) { scale_row(machine, O, n, factor); });
    for (Extent c = 0; c < a.shape.dv; ++c) machine.update(O(n, c), op::fma, s(0, 0), column.v(c));
  });
}

template <class M>
void pass_rows(M& machine, const Problem& a, const ResidentColumns<M>& kept, Turning<M>& turn,
               const Pass& pass) {
  auto Q = machine.load(a.Q(pass.rows));
  auto O = machine.fresh(a.O(pass.rows));
  RowStatistics<M> stats(machine, a, pass.rows);
  turn.k.resize(1);
  turn.v.resize(1);
  for (Extent n = 0; n < a.shape.Nk; ++n) {
    const Extent j = pass.column(n, a.shape.Nk);
    const bool turned = n == 0 && pass.number > 0;
    PassingColumn<M> column{
        kept, j, turned ? std::move(turn.k[0]) : machine.load(a.K(j, Range{kept.k_words(j), a.shape.dk})),
        turned ? std::move(turn.v[0]) : machine.load(a.V(j, Range{kept.v_words(j), a.shape.dv}))};
    meet_column(machine, a, Q, O, stats, column);
    if (n + 1 == a.shape.Nk && !pass.is_last) {
      turn.k[0] = std::move(column.k_rest);
      turn.v[0] = std::move(column.v_rest);
    }
  }
  stats.normalise(machine, O);
  machine.store(O);
  if (a.lse) stats.store_lse(machine, a);
}

}  // namespace redblue::algorithms
