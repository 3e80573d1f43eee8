// Attention by its definition, in double precision, with Eigen: what every executed run must equal.
#pragma once

#include <vector>

#include <redblue/algorithms/schedule.hpp>

namespace redblue::algorithms {

struct Reference {
  sim::Matrix<double> O;
  std::vector<double> lse;
  double largest_score = 0;  ///< max |scale q k|, for the error bound of theory 2.11
};

/// O = softmax(scale Q K^T under the mask) V, with the row maximum subtracted. With stats = none the
/// sum is left out: O = exp(scale Q K^T) V.
/// Shape: O Nq x dv, lse Nq.
[[nodiscard]] Reference reference_attention(const AttentionShape& shape, const Options& options, const Inputs<double>& in);

}  // namespace redblue::algorithms
