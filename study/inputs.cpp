// Karney's exact normal sampler ("Sampling exactly from the normal distribution", ACM TOMS 42, 2016,
// arXiv 1303.6257, Algorithm N) over SplitMix64. It uses comparisons and IEEE products only, so no
// mathematical library decides a bit of the result. Departure: uniforms have 53 bits, not any number.
#include <redblue/study/inputs.hpp>

namespace redblue::study {
namespace {

class Normal {
 public:
  explicit Normal(std::uint64_t seed) : state_(seed) {}

  double operator()() {
    for (;;) {
      int k = 0;
      while (exp_minus(0.5)) ++k;                                   // N1: k with probability ~ exp(-k/2)
      if (!all_of(k * (k - 1), 0.5)) continue;                      // N2: keep with exp(-k(k-1)/2)
      const double x = uniform();                                   // N3
      if (!all_of(k + 1, x * (2 * k + x) / (2 * k + 2))) continue;  // N4: keep with exp(-x(2k+x)/2)
      const double y = k + x;
      return (next() >> 63) != 0 ? -y : y;  // N5
    }
  }

 private:
  std::uint64_t next() {  // SplitMix64 (Steele, Lea, Flood 2014)
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }

  /// True with probability exp(-p), 0 <= p <= 1 (von Neumann: the length of a falling run is even).
  bool exp_minus(double p) {
    bool even = true;
    for (double u = uniform(); u < p; p = u, u = uniform()) even = !even;
    return even;
  }

  bool all_of(int times, double p) {
    for (int t = 0; t < times; ++t)
      if (!exp_minus(p)) return false;
    return true;
  }

  std::uint64_t state_;
};

sim::Matrix<double> normal_matrix(sim::Extent rows, sim::Extent cols, Normal& normal) {
  sim::Matrix<double> matrix(rows, cols);
  for (double& cell : matrix.cells()) cell = normal();
  return matrix;
}

sim::Matrix<float> rounded(const sim::Matrix<double>& from) {
  sim::Matrix<float> to(from.rows(), from.cols());
  for (std::size_t i = 0; i < from.cells().size(); ++i) to.cells()[i] = static_cast<float>(from.cells()[i]);
  return to;
}

}  // namespace

algorithms::Inputs<double> normal_inputs(const sim::AttentionShape& shape, std::uint64_t seed) {
  Normal normal(seed);
  algorithms::Inputs<double> inputs;
  inputs.Q = normal_matrix(shape.Nq, shape.dk, normal);
  inputs.K = normal_matrix(shape.Nk, shape.dk, normal);
  inputs.V = normal_matrix(shape.Nk, shape.dv, normal);
  return inputs;
}

algorithms::Inputs<float> to_float(const algorithms::Inputs<double>& inputs) {
  return {rounded(inputs.Q), rounded(inputs.K), rounded(inputs.V)};
}

}  // namespace redblue::study
