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
  return {reference.error_of(O), reference.allowed(eps)};
}

template Accuracy accuracy(const sim::AttentionShape&, const algorithms::Options&,
                           const algorithms::Inputs<double>&, const sim::Matrix<double>&);
template Accuracy accuracy(const sim::AttentionShape&, const algorithms::Options&,
                           const algorithms::Inputs<float>&, const sim::Matrix<float>&);

}  // namespace redblue::study
