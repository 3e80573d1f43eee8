#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/reference.hpp>

namespace redblue::algorithms {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const RowMajor> view(const sim::Matrix<double>& m) {
  return {m.cells().data(), m.rows(), m.cols()};
}

}  // namespace

Reference reference_attention(const AttentionShape& shape, const Options& options, const Inputs<double>& in) {
  const RowMajor S = score_scale(shape, options) * (view(in.Q) * view(in.K).transpose());
  Reference out{sim::Matrix<double>(shape.Nq, shape.dv), {}, S.size() > 0 ? S.cwiseAbs().maxCoeff() : 0, 0};
  for (sim::Extent i = 0; i < shape.Nq; ++i) {
    const Range seen = shape.visible(i);
    const auto scores = S.row(i).segment(seen.begin, seen.size());
    const double m = options.stats == Stats::none ? 0 : scores.maxCoeff();
    const Eigen::RowVectorXd p = (scores.array() - m).exp();
    const double l = p.sum();
    const double divisor = options.stats == Stats::none ? 1 : l;
    const auto V = view(in.V).middleRows(seen.begin, seen.size());
    const Eigen::RowVectorXd o = p * V / divisor;
    out.largest_magnitude = std::max(out.largest_magnitude, (p * V.cwiseAbs()).maxCoeff() / divisor);
    for (sim::Extent c = 0; c < shape.dv; ++c) out.O(i, c) = o(c);
    out.lse.push_back(m + std::log(l));
  }
  return out;
}

}  // namespace redblue::algorithms
