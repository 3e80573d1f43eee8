// What flash_streamed keeps of K and V between passes: resident columns and the turning column.
#pragma once

#include <vector>

#include <redblue/algorithms/streamed_plan.hpp>

namespace redblue::algorithms {

/// One pass over all columns for one row block; passes alternate in direction.
struct Pass {
  Range rows;
  Extent number;
  bool is_last;
  [[nodiscard]] Extent column(Extent step, Extent Nk) const { return number % 2 == 0 ? step : Nk - 1 - step; }
};

/// The column at which one pass ends and the next begins: word by word, or as one row.
template <class M>
struct Turning {
  std::vector<typename M::Tile> k, v;
};

/// The part of K and V that is loaded up front and stays to the end.
template <class M>
class ResidentColumns {
 public:
  ResidentColumns(M& machine, const Problem& a, const StreamedPlan& plan)
      : share_(resident_share(a.shape, plan)),
        next_(share_.first + share_.whole),
        dk_(a.shape.dk),
        dv_(a.shape.dv),
        K_(machine.load(a.K(Range{share_.first, next_}))),
        V_(machine.load(a.V(Range{share_.first, next_}))),
        k_part_(machine.load(a.K(next_, Range{0, share_.k_part}))),
        v_part_(machine.load(a.V(next_, Range{0, share_.v_part}))) {}

  /// How many leading words of column j's k (v) stay.
  [[nodiscard]] Extent k_words(Extent j) const { return is_whole(j) ? dk_ : j == next_ ? share_.k_part : 0; }
  [[nodiscard]] Extent v_words(Extent j) const { return is_whole(j) ? dv_ : j == next_ ? share_.v_part : 0; }

  [[nodiscard]] const auto& k(Extent j, Extent c) const {
    return is_whole(j) ? K_(j - share_.first, c) : k_part_(0, c);
  }
  [[nodiscard]] const auto& v(Extent j, Extent c) const {
    return is_whole(j) ? V_(j - share_.first, c) : v_part_(0, c);
  }

 private:
  [[nodiscard]] bool is_whole(Extent j) const { return share_.first <= j && j < next_; }

  ResidentShare share_;
  Extent next_;
  Extent dk_, dv_;
  typename M::Tile K_, V_, k_part_, v_part_;
};

}  // namespace redblue::algorithms
