// SlowMatrix and Region: names of words in slow memory.
#pragma once

#include <cstdint>

#include <redblue/sim/shape.hpp>
#include <redblue/sim/tensor.hpp>

namespace redblue::sim {

/// A rectangle of one matrix.
struct Region {
  Tensor tensor;
  std::uint32_t matrix = 0;
  Range rows;
  Range cols;
  [[nodiscard]] constexpr Extent words() const { return rows.size() * cols.size(); }
};

/// The cell at row i, column j of `region`.
[[nodiscard]] constexpr Region cell(const Region& region, Extent i, Extent j) {
  const Extent row = region.rows.begin + i, col = region.cols.begin + j;
  return {region.tensor, region.matrix, {row, row + 1}, {col, col + 1}};
}

/// A matrix of the program. It has a place in slow memory whether or not anything is ever stored there.
struct SlowMatrix {
  Tensor tensor;
  std::uint32_t matrix = 0;  ///< which one, in order of declaration
  Extent rows = 0;
  Extent cols = 0;

  [[nodiscard]] constexpr Region operator()(Range r, Range c) const { return {tensor, matrix, r, c}; }
  [[nodiscard]] constexpr Region operator()(Range r) const { return {tensor, matrix, r, {0, cols}}; }
  [[nodiscard]] constexpr Region operator()(Extent i, Range c) const {
    return {tensor, matrix, {i, i + 1}, c};
  }
  [[nodiscard]] constexpr Region operator()(Range r, Extent j) const {
    return {tensor, matrix, r, {j, j + 1}};
  }
  [[nodiscard]] constexpr Region operator()(Extent i, Extent j) const {
    return {tensor, matrix, {i, i + 1}, {j, j + 1}};
  }
};

}  // namespace redblue::sim
