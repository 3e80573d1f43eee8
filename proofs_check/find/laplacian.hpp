// The weighted Laplacian of a computation graph, and what floating point says of its smallest eigenvalues:
// nothing here is rigorous, and a count below a shift is what the checker repeats with bounds on the
// rounding.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <redblue/proofs_check/graph_bound.hpp>
#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::finder {

class Laplacian {
 public:
  /// An edge from an operand u to what uses it weighs 1/outdegree(u), or 1/(input_share outdegree(u)) if u is
  /// an input.
  Laplacian(const sim::Dag& dag, int input_share);
  ~Laplacian();
  Laplacian(Laplacian&&) noexcept;

  [[nodiscard]] std::size_t size() const;

  /// Vertices in an order of elimination with little fill: approximate minimum degree.
  [[nodiscard]] const std::vector<sim::Vertex>& order() const;

  /// What one factorisation along `order` takes; none where its factor has more than 2^21 entries.
  struct Cost {
    std::uint64_t entries = 0, products = 0;
  };
  [[nodiscard]] std::optional<Cost> cost() const;

  /// Negative pivots of L - shift I, as many as there are eigenvalues below `shift`, and how much the checker
  /// will have to allow for rounding, about. None where a pivot is 0.
  struct Count {
    std::uint64_t below = 0;
    double lost = 0;
  };
  [[nodiscard]] std::optional<Count> count_below(double shift) const;

  /// Every eigenvalue, smallest first; for matrices that may be dense.
  [[nodiscard]] std::vector<double> all() const;

  /// About `count` of the smallest eigenvalues by shift-invert Lanczos from one start. A multiple eigenvalue
  /// comes once, or a few times: never build a bound on this list alone. Needs cost().
  [[nodiscard]] std::vector<double> lanczos(std::size_t count) const;

  /// The `count` smallest eigenvalues by subspace iteration on Chebyshev polynomials of L, multiple ones
  /// included, without a factorisation. None where it did not converge, or `limits` stopped it before it did:
  /// until then its values are too large.
  [[nodiscard]] std::vector<double> subspace(std::size_t count, const GraphBoundLimits& limits) const;
  [[nodiscard]] std::uint64_t bytes_of_subspace(std::size_t count) const;

 private:
  struct Matrix;
  std::unique_ptr<Matrix> matrix_;
};

}  // namespace redblue::proofs_check::finder
