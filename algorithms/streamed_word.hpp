// A pass of flash_streamed by the word: footprint Br (dk + dv + sigma + 1) + 1.
//
// It turns without extra room. In the last step of a pass each word k_c takes the place of the column
// of Q that it was the last to meet, and each v_c that of the column of O that it completed; in the
// first step of the next pass each is released right after use while Q is loaded and O is created.
#pragma once

#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/algorithms/streamed_columns.hpp>

namespace redblue::algorithms {

template <class M>
struct WordPass {
  using T = typename M::Tile;

  M& machine;
  const Problem& a;
  const ResidentColumns<M>& kept;
  Turning<M>& turn;
  const Pass& pass;
  std::vector<T> Q, O;  ///< by column
  RowStatistics<M> stats;

  /// The word of a turning column: kept from the last pass, or loaded.
  T take(std::vector<T>& from, Extent c, bool first, const Region& region) {
    if (first && pass.number > 0) return std::move(from[static_cast<std::size_t>(c)]);
    return machine.load(region);
  }
  static T& at(std::vector<T>& columns, Extent c) { return columns[static_cast<std::size_t>(c)]; }

  /// s = Q k_j where Q is loaded (first) or released (last).
  void scores_at_edge(T& s, Extent j, bool first, bool last) {
    for (Extent c = 0; c < a.shape.dk; ++c) {
      if (first) at(Q, c) = machine.load(a.Q(pass.rows, c));
      T k = take(turn.k, c, first, a.K(j, c));
      add_column_times(machine, s, 0, at(Q, c), 0, k(0, 0));
      if (last) at(Q, c).release();
      if (last && !pass.is_last) at(turn.k, c) = std::move(k);
    }
  }
  void scores_inside(T& s, Extent j) {
    const Extent stay = kept.k_words(j);
    machine.multiplied(s.region(), {0, stay});
    for_each_cell(machine, s.rows(), stay, [&](Extent n, Extent c) {
      machine.update(s(n, 0), op::fma, at(Q, c)(n, 0), kept.k(j, c));
    });
    machine.stream(a.K(j, Range{stay, a.shape.dk}), sim::Flow::in, [&](auto& k, Extent, Extent c) {
      add_column_times(machine, s, 0, at(Q, stay + c), 0, k);
    });
  }

  /// O += p v_j where O is created (first) or normalised, stored and released (last).
  void output_at_edge(T& p, Extent j, bool first, bool last) {
    for (Extent c = 0; c < a.shape.dv; ++c) {
      if (first) at(O, c) = machine.fresh(a.O(pass.rows, c));
      T v = take(turn.v, c, first, a.V(j, c));
      add_column_times(machine, at(O, c), 0, p, 0, v(0, 0));
      if (last) {
        stats.normalise(machine, at(O, c));
        machine.store(at(O, c));
        at(O, c).release();
      }
      if (last && !pass.is_last) at(turn.v, c) = std::move(v);
    }
  }
  void output_inside(T& p, Extent j) {
    const Extent stay = kept.v_words(j);
    machine.multiplied(a.O(pass.rows, Range{0, stay}), {j, j + 1});
    for_each_cell(machine, p.rows(), stay, [&](Extent n, Extent c) {
      machine.update(at(O, c)(n, 0), op::fma, p(n, 0), kept.v(j, c));
    });
    machine.stream(a.V(j, Range{stay, a.shape.dv}), sim::Flow::in, [&](auto& v, Extent, Extent c) {
      add_column_times(machine, at(O, stay + c), 0, p, 0, v);
    });
  }

  void step(Extent number) {
    const Extent j = pass.column(number, a.shape.Nk);
    const bool first = number == 0;
    const bool last = number + 1 == a.shape.Nk;
    T s = machine.fresh(a.S(pass.rows, j));
    machine.work(Int128{2} * s.rows() * (a.shape.dk + a.shape.dv));
    first || last ? scores_at_edge(s, j, first, last) : scores_inside(s, j);
    scale_scores(machine, s, a);
    stats.absorb_column(machine, a, s, [&](Extent n, const auto& factor) {
      if (!first)
        for (T& column : O) machine.update(column(n, 0), op::times, factor);
    });
    first || last ? output_at_edge(s, j, first, last) : output_inside(s, j);
  }
};

template <class M>
void pass_words(M& machine, const Problem& a, const ResidentColumns<M>& kept, Turning<M>& turn,
                const Pass& pass) {
  turn.k.resize(static_cast<std::size_t>(a.shape.dk));
  turn.v.resize(static_cast<std::size_t>(a.shape.dv));
  using Tiles = std::vector<typename M::Tile>;
  WordPass<M> w{machine,
                a,
                kept,
                turn,
                pass,
                Tiles(turn.k.size()),
                Tiles(turn.v.size()),
                RowStatistics<M>(machine, a, pass.rows)};
  for (Extent n = 0; n < a.shape.Nk; ++n) w.step(n);
  if (a.lse) w.stats.store_lse(machine, a);
}

}  // namespace redblue::algorithms
