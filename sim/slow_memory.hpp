// SlowMemory: the matrices of a program, made on first use, so one that is never stored costs nothing.
#pragma once

#include <vector>

#include <redblue/sim/matrix.hpp>
#include <redblue/sim/region.hpp>

namespace redblue::sim {

template <class Value>
class SlowMemory {
 public:
  SlowMatrix declare(Tensor t, Extent rows, Extent cols) {
    declared_.push_back({t, static_cast<std::uint32_t>(declared_.size()), rows, cols});
    contents_.emplace_back();
    return declared_.back();
  }

  /// All of the matrix that `region` is part of.
  [[nodiscard]] Matrix<Value>& of(const Region& region) {
    Matrix<Value>& cells = contents_[region.matrix];
    const SlowMatrix& m = declared_[region.matrix];
    if (cells.cells().empty()) cells = Matrix<Value>(m.rows, m.cols);
    return cells;
  }

 private:
  std::vector<SlowMatrix> declared_;
  std::vector<Matrix<Value>> contents_;
};

}  // namespace redblue::sim
