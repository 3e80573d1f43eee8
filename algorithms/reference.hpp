// Attention by its definition, in double precision, with Eigen: what every executed run must equal.
#pragma once

#include <cmath>
#include <vector>

#include <redblue/algorithms/schedule.hpp>

namespace redblue::algorithms {

struct Reference {
  sim::Matrix<double> O;
  std::vector<double> lse;
  double largest_score = 0;      ///< max |scale q k|
  double largest_magnitude = 0;  ///< max over (i, c) of sum_j p_ij |v_jc|: the scale of rounding errors

  /// The error, in units of the largest magnitude, allowed to a run with unit roundoff `eps` (2^-53 or
  /// 2^-24): 8 eps (4 + max|score|). (The unit is not max|O|: where terms cancel, as with one output of
  /// tiny value, no algorithm is accurate relative to O.)
  [[nodiscard]] double allowed(double eps) const { return 8 * eps * (4 + largest_score); }

  /// max|o - O| in units of the largest magnitude; NaN when any difference is, 0 where all is zero.
  template <class T>
  [[nodiscard]] double error_of(const sim::Matrix<T>& o) const {
    double largest = 0;
    for (std::size_t i = 0; i < O.cells().size(); ++i) {
      const double difference = std::abs(static_cast<double>(o.cells()[i]) - O.cells()[i]);
      if (!(difference <= largest)) largest = difference;
      if (std::isnan(difference)) return difference;
    }
    return largest == 0 ? 0 : largest / largest_magnitude;
  }
};

/// O = softmax(scale Q K^T under the mask) V, with the row maximum subtracted. With stats = none the
/// sum is left out: O = exp(scale Q K^T) V.
/// Shape: O Nq x dv, lse Nq.
[[nodiscard]] Reference reference_attention(const AttentionShape& shape, const Options& options,
                                            const Inputs<double>& in);

}  // namespace redblue::algorithms
