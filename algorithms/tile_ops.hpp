// Operations on tiles: the only place where element loops and their scratch words live.
//
// Each operation is written once over cells; on a machine whose words have no contents the loops
// vanish and only the work is counted. Nothing here moves a word.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <redblue/algorithms/problem.hpp>

namespace redblue::algorithms {

using sim::Extent;
using sim::Int128;

inline constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// Scalar functions, by the names they have in the papers.
namespace op {
inline constexpr auto add = [](auto c, auto a) { return c + a; };
inline constexpr auto fma = [](auto c, auto a, auto b) { return c + a * b; };
inline constexpr auto times = [](auto c, auto a) { return c * a; };
inline constexpr auto over = [](auto c, auto a) {
  return a == 0 ? decltype(c){0} : c / a;
};  // an empty row is 0
inline constexpr auto max = [](auto c, auto a) { return a > c ? a : c; };
inline constexpr auto exp = [](auto c) { return std::exp(c); };
/// exp(c - a), where exp(-inf - (-inf)) is the weight of nothing: 0.
inline constexpr auto exp_minus = [](auto c, auto a) {
  return std::isinf(c) && c < 0 ? decltype(c){0} : std::exp(c - a);
};
inline constexpr auto add_exp_minus = [](auto c, auto s, auto a) { return c + exp_minus(s, a); };
inline constexpr auto log_plus = [](auto l, auto m) { return m + std::log(l); };
inline constexpr auto log = [](auto l) { return std::log(l); };
}  // namespace op

/// f(i, j) for each cell of a rows x cols rectangle, on machines whose words have contents.
template <class M, class F>
void for_each_cell(M&, Extent rows, Extent cols, F f) {
  if constexpr (M::elementwise)
    for (Extent i = 0; i < rows; ++i)
      for (Extent j = 0; j < cols; ++j) f(i, j);
}
template <class M, class F>
void for_each_row(M& m, Extent rows, F f) {
  for_each_cell(m, rows, 1, [&](Extent i, Extent) { f(i); });
}

/// S += Q K^T. Shape: S br x bc, Q br x n, K bc x n.
template <class M, class T = typename M::Tile>
void add_product_transposed(M& m, T& S, const T& Q, const T& K) {
  m.work(Int128{2} * S.words() * Q.cols());
  m.multiplied(S.region(), Q.region().cols);
  for_each_cell(m, S.rows(), S.cols(), [&](Extent i, Extent j) {
    for (Extent c = 0; c < Q.cols(); ++c) m.update(S(i, j), op::fma, Q(i, c), K(j, c));
  });
}

/// O += P V. Shape: O br x n, P br x bc, V bc x n.
template <class M, class T = typename M::Tile>
void add_product(M& m, T& O, const T& P, const T& V) {
  m.work(Int128{2} * P.words() * O.cols());
  m.multiplied(O.region(), V.region().rows);
  for_each_cell(m, O.rows(), O.cols(), [&](Extent i, Extent c) {
    for (Extent j = 0; j < P.cols(); ++j) m.update(O(i, c), op::fma, P(i, j), V(j, c));
  });
}

/// Column `to` of C += column `from` of a times the word b. Shape: C br x n, a br x k.
template <class M, class T = typename M::Tile>
void add_column_times(M& m, T& C, Extent to, const T& a, Extent from, const typename M::Value& b) {
  const sim::Region& c = C.region();
  const Extent inner = a.region().cols.begin + from;
  m.multiplied({c.tensor, c.matrix, c.rows, {c.cols.begin + to, c.cols.begin + to + 1}}, {inner, inner + 1});
  for_each_row(m, C.rows(), [&](Extent i) { m.update(C(i, to), op::fma, a(i, from), b); });
}

/// Row `to` of C += the word a times B: a row of V where C is an output, a column of K where it is a score.
/// Shape: C br x n.
template <class M, class T = typename M::Tile>
void add_row_times(M& m, T& C, Extent to, const typename M::Value& a, const T& B) {
  const sim::Region &c = C.region(), &b = B.region();
  const bool output = c.tensor == sim::tensor::O;
  const Extent inner = output ? b.rows.begin : b.cols.begin;
  m.multiplied({c.tensor, c.matrix, {c.rows.begin + to, c.rows.begin + to + 1}, c.cols}, {inner, inner + 1});
  for_each_cell(m, 1, C.cols(),
                [&](Extent, Extent n) { m.update(C(to, n), op::fma, a, output ? B(0, n) : B(n, 0)); });
}

/// A score that the mask hides becomes -inf. The score stands at row i, key j of S.
template <class M>
void mask_cell(M& m, typename M::Value& s, const Problem& a, Extent i, Extent j) {
  if (a.shape.visible(i).contains(j)) return;
  m.update(s, [](auto old) { return static_cast<decltype(old)>(minus_infinity); });
}

/// -inf where the mask hides a score; the tile knows which rows and keys it holds.
template <class M, class T = typename M::Tile>
void mask(M& m, T& S, const Problem& a) {
  const sim::Region& at = S.region();
  for_each_cell(m, S.rows(), S.cols(),
                [&](Extent i, Extent j) { mask_cell(m, S(i, j), a, at.rows.begin + i, at.cols.begin + j); });
}

/// scale S.
template <class M, class T = typename M::Tile>
void scale_scores(M& m, T& S, const Problem& a) {
  for_each_cell(m, S.rows(), S.cols(), [&](Extent i, Extent j) {
    m.update(S(i, j), [scale = a.scale](auto s) { return s * static_cast<decltype(s)>(scale); });
  });
}

/// Each cell of C in row i becomes f(cell, column(i)).
template <class M, class F, class T = typename M::Tile>
void update_rows(M& m, T& C, F f, const T& column) {
  for_each_cell(m, C.rows(), C.cols(), [&](Extent i, Extent j) { m.update(C(i, j), f, column(i, 0)); });
}

/// Row i of C times a cell.
template <class M, class T = typename M::Tile>
void scale_row(M& m, T& C, Extent i, const typename M::Value& factor) {
  for (Extent c = 0; c < C.cols(); ++c) m.update(C(i, c), op::times, factor);
}

template <class M, class T = typename M::Tile>
void exponentiate(M& m, T& S) {
  for_each_cell(m, S.rows(), S.cols(), [&](Extent i, Extent j) { m.update(S(i, j), op::exp); });
}

/// l(i) += sum_j P(i, j).
template <class M, class T = typename M::Tile>
void add_row_sums(M& m, T& l, const T& P) {
  for_each_cell(m, P.rows(), P.cols(), [&](Extent i, Extent j) { m.update(l(i, 0), op::add, P(i, j)); });
}

/// n(i) = l(i) + sum_j P(i, j), in other words than l's.
template <class M, class T = typename M::Tile>
void new_row_sums(M& m, T& n, const T& l, const T& P) {
  for_each_row(m, P.rows(), [&](Extent i) {
    m.assign(n(i, 0), op::add, l(i, 0), P(i, 0));
    for (Extent j = 1; j < P.cols(); ++j) m.update(n(i, 0), op::add, P(i, j));
  });
}

/// m(i) = max_j S(i, j).
template <class M, class T = typename M::Tile>
void row_maxima(M& machine, T& m, const T& S) {
  for_each_row(machine, S.rows(), [&](Extent i) {
    machine.assign(
        m(i, 0), [](auto s) { return s; }, S(i, 0));
    for (Extent j = 1; j < S.cols(); ++j) machine.update(m(i, 0), op::max, S(i, j));
  });
}

/// x(i) = max(m(i), max_j S(i, j)).
template <class M, class T = typename M::Tile>
void new_row_maxima(M& machine, T& x, const T& m, const T& S) {
  for_each_row(machine, S.rows(), [&](Extent i) {
    machine.assign(x(i, 0), op::max, m(i, 0), S(i, 0));
    for (Extent j = 1; j < S.cols(); ++j) machine.update(x(i, 0), op::max, S(i, j));
  });
}

/// Writes L = m + log l of the rows of l, which is in its words then; with an empty m, L = log l.
/// Counts: one write per row.
template <class M, class T = typename M::Tile>
void store_logsumexp(M& machine, const Problem& a, T& l, const T& m) {
  for_each_row(machine, l.rows(), [&](Extent i) {
    if (m.words() > 0)
      machine.update(l(i, 0), op::log_plus, m(i, 0));
    else
      machine.update(l(i, 0), op::log);
  });
  machine.rename(l, a.L(l.region().rows));
  machine.store(l);
}

}  // namespace redblue::algorithms
