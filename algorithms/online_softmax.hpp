// The online softmax: scores become exponentials while the statistics of their rows move on.
//
//   m' = max(m, max_j s_j)   p_j = exp(s_j - m')   a = exp(m - m')   l' = a l + sum_j p_j   O' = a O
//
// Source: Milakov & Gimelshein 2018 (arXiv 1805.02867). (The FlashAttention-2 paper prints the
// inverse of a in its listing.)
#pragma once

#include <utility>

#include <redblue/algorithms/tile_ops.hpp>

namespace redblue::algorithms {

/// One row, cell by cell: n scores s(j) become exponentials; x is a scratch word.
/// `rescale(a)` is called with the cell that holds a.
template <class M, class Cell, class Score, class Rescale>
void online_softmax_row(M& machine, Cell& m, Cell& l, Cell& x, Extent n, Score s, Rescale rescale) {
  machine.assign(x, op::max, m, s(0));
  for (Extent j = 1; j < n; ++j) machine.update(x, op::max, s(j));
  machine.update(m, op::exp_minus, x);  // a, in the word of the old maximum
  machine.update(l, op::times, m);
  for (Extent j = 0; j < n; ++j) {
    machine.update(s(j), op::exp_minus, x);
    machine.update(l, op::add, s(j));
  }
  rescale(m);
  using std::swap;
  swap(m, x);  // two words change what they hold: x is scratch again
}

/// A tile of scores S becomes P; m, l and O move on. Shape: S br x bc, m l x br x 1, O br x n.
template <class M, class T = typename M::Tile>
void online_softmax(M& machine, T& S, T& m, T& l, T& x, T& O) {
  for_each_row(machine, S.rows(), [&](Extent i) {
    online_softmax_row(
        machine, m(i, 0), l(i, 0), x(i, 0), S.cols(), [&](Extent j) -> auto& { return S(i, j); },
        [&](const auto& a) { scale_row(machine, O, i, a); });
  });
}

/// m and l take in a tile of scores that stays as it is; x is one scratch word.
template <class M, class T = typename M::Tile>
void new_statistics(M& machine, T& m, T& l, T& x, const T& S) {
  for_each_row(machine, S.rows(), [&](Extent i) {
    machine.assign(x(0, 0), op::max, m(i, 0), S(i, 0));
    for (Extent j = 1; j < S.cols(); ++j) machine.update(x(0, 0), op::max, S(i, j));
    machine.update(m(i, 0), op::exp_minus, x(0, 0));
    machine.update(l(i, 0), op::times, m(i, 0));
    for (Extent j = 0; j < S.cols(); ++j) machine.update(l(i, 0), op::add_exp_minus, S(i, j), x(0, 0));
    using std::swap;
    swap(m(i, 0), x(0, 0));
  });
}

/// The statistics of a block of rows in one of three strengths (theory 2.10): running maximum and
/// sum, sum of raw exponentials, or none. Occupies sigma words per row.
template <class M>
class RowStatistics {
 public:
  using T = typename M::Tile;

  RowStatistics(M& machine, const Problem& a, Range rows) : kind_(a.stats) {
    if (kind_ == Stats::max) m_ = machine.fresh(a.m(rows), minus_infinity);
    if (kind_ != Stats::none) l_ = machine.fresh(a.l(rows));
  }

  /// The scratch that one update of a row needs while it runs: a word for Stats::max, else nothing.
  [[nodiscard]] T scratch(M& machine, const Problem& a, Range rows) const {
    return machine.fresh(a.x({rows.begin, rows.begin + (kind_ == Stats::max ? 1 : 0)}));
  }

  /// One score of row i becomes an exponential; rescale(a) is called with the cell of the factor.
  template <class Rescale>
  void absorb(M& machine, Extent i, typename M::Value& s, T& scratch, Rescale rescale) {
    if (kind_ == Stats::max) {
      online_softmax_row(
          machine, m_(i, 0), l_(i, 0), scratch(0, 0), 1, [&](Extent) -> auto& { return s; }, rescale);
    } else {
      machine.update(s, op::exp);
      if (kind_ == Stats::sum) machine.update(l_(i, 0), op::add, s);
    }
  }

  /// A column of scores, one per row; rescale(i, a) as above. Scratch lives while it runs.
  template <class Rescale>
  void absorb_column(M& machine, const Problem& a, T& s, Rescale rescale) {
    auto x = scratch(machine, a, s.region().rows);
    for_each_row(machine, s.rows(), [&](Extent i) {
      absorb(machine, i, s(i, 0), x, [&](const auto& factor) { rescale(i, factor); });
    });
  }

  /// O(i, :) / l(i): the softmax is normalised; without statistics it stays as it is.
  void normalise(M& machine, T& O) {
    if (kind_ != Stats::none) update_rows(machine, O, op::over, l_);
  }

  /// Writes L = m + log l of the rows. Counts: one write per row.
  void store_lse(M& machine, const Problem& a) { store_logsumexp(machine, a, l_, m_); }

 private:
  Stats kind_;
  T m_, l_;
};

}  // namespace redblue::algorithms
