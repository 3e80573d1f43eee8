// Blocks of a range, for host and device: constant expressions over sim::Range alone.
#pragma once

#include <redblue/sim/shape.hpp>

namespace redblue::algorithms {

using sim::Extent;
using sim::Range;

/// The blocks of `range` of `size` each, the last one shorter: for (Range i : blocks(rows, Br)).
class blocks {
 public:
  constexpr blocks(Range range, Extent size) : range_(range), size_(size) {}
  struct Iterator {
    Extent at;
    const blocks* all;
    constexpr Range operator*() const {
      const Extent end = at + all->size_;
      return {at, end < all->range_.end ? end : all->range_.end};
    }
    constexpr Iterator& operator++() { return at += all->size_, *this; }
    constexpr bool operator!=(const Iterator& other) const { return at < other.at; }
  };
  [[nodiscard]] constexpr Iterator begin() const { return {range_.begin, this}; }
  [[nodiscard]] constexpr Iterator end() const { return {range_.end, this}; }

  /// Block number `n`, from 0.
  [[nodiscard]] constexpr Range operator[](Extent n) const {
    return *Iterator{range_.begin + n * size_, this};
  }
  [[nodiscard]] constexpr Extent count() const { return sim::ceil_div(range_.size(), size_); }

 private:
  Range range_;
  Extent size_;
};

/// The blocks of the grid over `all` that touch `wanted`.
[[nodiscard]] constexpr blocks blocks_touching(Range all, Range wanted, Extent size) {
  if (wanted.size() <= 0) return {{all.begin, all.begin}, size};
  const Extent first = all.begin + (wanted.begin - all.begin) / size * size;
  const Extent last = all.begin + sim::ceil_div(wanted.end - all.begin, size) * size;
  return {{first, last < all.end ? last : all.end}, size};
}

}  // namespace redblue::algorithms
