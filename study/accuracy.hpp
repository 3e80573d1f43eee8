// How far an executed run may be from attention by its definition, and how far it is (theory 2.11).
#pragma once

#include <redblue/algorithms/schedule.hpp>

namespace redblue::study {

struct Accuracy {
  double error = 0;    ///< max|O - reference| in units of the largest sum_j p_ij |v_jc|
  double allowed = 0;  ///< 8 eps (4 + max|score|)
};

/// Compares `O` with the float64 reference on the same inputs; T is float or double.
template <class T>
[[nodiscard]] Accuracy accuracy(const sim::AttentionShape& shape, const algorithms::Options& options,
                                const algorithms::Inputs<T>& inputs, const sim::Matrix<T>& O);

}  // namespace redblue::study
