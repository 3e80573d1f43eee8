// A lower bound of eigenvalues of a graph's Laplacian L, proven. For any numbers F (lower triangular, ones on
// the diagonal) and D (diagonal, without 0) the matrix F D F^T has as many negative eigenvalues as D has
// negative entries (Sylvester), and the eigenvalues of L - shift I differ from its by at most the norm of the
// residual L - shift I - F D F^T (Weyl). So F and D need not be exact, and only the residual is bounded, in
// intervals; rounding never grows from step to step.
#pragma once

#include <vector>

#include <redblue/proofs_check/check/budget.hpp>
#include <redblue/proofs_check/check/interval.hpp>
#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::check {

class Inertia {
 public:
  /// An edge from an operand u to what uses it weighs 1/outdegree(u), or 1/(input_share outdegree(u)) if u is
  /// an input. `order` has each vertex once: rows are eliminated in it. Throws: Stop (not checked) where F is
  /// too large.
  Inertia(const sim::Dag& dag, const std::vector<sim::Vertex>& order, int input_share);

  /// All eigenvalues but the `negative` smallest are at least shift - lost.
  struct Count {
    std::uint64_t negative;
    double lost;
  };
  /// Throws: Stop (not checked) for too much work. `lost` is infinite where a pivot is 0 or far from 1.
  [[nodiscard]] Count at(double shift);

 private:
  struct Entry {
    std::uint32_t column;
    Interval weight;
  };
  /// Calls `f` with each column i < k of row k of F, i before what it updates.
  template <class F>
  void each_entry(std::uint32_t k, const F& f);
  void find_pattern();

  std::vector<std::vector<Entry>> rows_;  ///< of L, left of the diagonal
  std::vector<Interval> diagonal_;
  std::vector<std::uint32_t> parent_;  ///< the elimination tree
  std::vector<std::uint32_t> seen_;    ///< by column: the newest row that has it
  std::vector<std::uint32_t> path_, found_;
  std::vector<std::size_t> start_;  ///< of each column of F
  std::vector<std::uint32_t> row_;
  std::vector<double> value_;
  std::uint64_t work_ = 0;  ///< products in one factorisation
  Budget products_{28, "products of intervals"};
};

}  // namespace redblue::proofs_check::check
