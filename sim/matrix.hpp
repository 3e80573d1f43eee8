// Matrix: a dense row-major rectangle of values.
#pragma once

#include <cstddef>
#include <vector>

#include <redblue/sim/words.hpp>

namespace redblue::sim {

template <class T>
class Matrix {
 public:
  Matrix() = default;
  Matrix(Extent rows, Extent cols, T value = {})
      : rows_(rows), cols_(cols), cells_(static_cast<std::size_t>(rows * cols), value) {}

  [[nodiscard]] Extent rows() const { return rows_; }
  [[nodiscard]] Extent cols() const { return cols_; }
  [[nodiscard]] T& operator()(Extent i, Extent j) { return cells_[static_cast<std::size_t>(i * cols_ + j)]; }
  [[nodiscard]] const T& operator()(Extent i, Extent j) const {
    return cells_[static_cast<std::size_t>(i * cols_ + j)];
  }
  [[nodiscard]] std::vector<T>& cells() { return cells_; }
  [[nodiscard]] const std::vector<T>& cells() const { return cells_; }

 private:
  Extent rows_ = 0;
  Extent cols_ = 0;
  std::vector<T> cells_;
};

}  // namespace redblue::sim
