// Bands: a set of cells of a matrix, counted and not enumerated. Rows with the same cells form a band; a band
// has its columns as intervals. Tiles, columns and rows that are visited in the order of a loop nest melt
// into a handful of bands, whatever N is.
#pragma once

#include <algorithm>
#include <vector>

#include <redblue/sim/shape.hpp>

namespace redblue::proofs_check::prove {

using sim::Extent;
using sim::Int128;
using sim::Range;

/// Disjoint intervals in rising order, none touching the next.
using Intervals = std::vector<Range>;

[[nodiscard]] Extent length(const Intervals& all);
/// `all` with [more.begin, more.end) in it.
void unite(Intervals& all, Range more);
[[nodiscard]] Intervals common(const Intervals& a, const Intervals& b);

class Bands {
 public:
  struct Band {
    Range rows;
    Intervals cols;  ///< never empty
  };

  /// The cells of rows x cols are in the set.
  void add(Range rows, Range cols);
  void add(const Bands& other);
  void clear() { bands_.clear(), hint_ = 0; }

  [[nodiscard]] Int128 cells() const;
  /// Rows with a cell in the set.
  [[nodiscard]] Extent rows() const;
  /// Columns with a cell in the set.
  [[nodiscard]] Extent cols() const;
  /// Cells of rows x cols that are not in the set.
  [[nodiscard]] Int128 missing(Range rows, Range cols) const;

  /// From the top down, disjoint; two that touch differ in their columns.
  [[nodiscard]] const std::vector<Band>& bands() const { return bands_; }

 private:
  friend Bands common(const Bands&, const Bands&);
  [[nodiscard]] std::size_t first_ending_after(Extent row) const;
  [[nodiscard]] bool grows_in_place(Range rows, Range cols);
  void insert(Range rows, Range cols);
  void melt(std::size_t from, std::size_t to);

  std::vector<Band> bands_;
  mutable std::size_t hint_ = 0;  ///< where the last look-up ended
};

/// The cells that are in both.
[[nodiscard]] Bands common(const Bands& a, const Bands& b);

}  // namespace redblue::proofs_check::prove
