#include <algorithm>
#include <cmath>

#include <redblue/algorithms/reference.hpp>
#include <redblue/study/accuracy.hpp>

namespace redblue::study {
namespace {

template <class T>
sim::Matrix<double> widened(const sim::Matrix<T>& from) {
  sim::Matrix<double> to(from.rows(), from.cols());
  for (std::size_t i = 0; i < from.cells().size(); ++i) to.cells()[i] = static_cast<double>(from.cells()[i]);
  return to;
}

}  // namespace

template <class T>
Accuracy accuracy(const sim::AttentionShape& shape, const algorithms::Options& options,
                  const algorithms::Inputs<T>& inputs, const sim::Matrix<T>& O) {
  const algorithms::Inputs<double> wide{widened(inputs.Q), widened(inputs.K), widened(inputs.V)};
  const algorithms::Reference reference = algorithms::reference_attention(shape, options, wide);
  const double eps = sizeof(T) == sizeof(double) ? 0x1p-53 : 0x1p-24;
  const double allowed = 8 * eps * (4 + reference.largest_score);
  double error = 0;
  double largest = 0;
  for (std::size_t i = 0; i < reference.O.cells().size(); ++i) {
    const double difference = std::abs(static_cast<double>(O.cells()[i]) - reference.O.cells()[i]);
    if (std::isnan(difference)) return {difference, allowed};  // std::max would drop it
    error = std::max(error, difference);
    largest = std::max(largest, std::abs(reference.O.cells()[i]));
  }
  return {error / largest, allowed};
}

template Accuracy accuracy(const sim::AttentionShape&, const algorithms::Options&,
                           const algorithms::Inputs<double>&, const sim::Matrix<double>&);
template Accuracy accuracy(const sim::AttentionShape&, const algorithms::Options&,
                           const algorithms::Inputs<float>&, const sim::Matrix<float>&);

}  // namespace redblue::study
