#include <algorithm>
#include <cmath>
#include <vector>

#include <redblue/kernels/direct.hpp>

namespace redblue::kernels {
namespace {

using sim::Extent;
using sim::Matrix;
using sim::Range;

/// Row i of the result in T; `largest_score` and `largest_magnitude` grow with it.
template <class T>
std::vector<T> row_of(const sim::AttentionShape& shape, T scale, const Inputs<float>& in, Extent i,
                      double& largest_score, double& largest_magnitude) {
  const Range seen = shape.visible(i);
  std::vector<T> p;
  T most = -std::numeric_limits<T>::infinity();
  for (Extent j = seen.begin; j < seen.end; ++j) {
    T s = 0;
    for (Extent c = 0; c < shape.dk; ++c) s += static_cast<T>(in.Q(i, c)) * static_cast<T>(in.K(j, c));
    p.push_back(scale * s);
    most = std::max(most, p.back());
    largest_score = std::max(largest_score, static_cast<double>(std::abs(p.back())));
  }
  T sum = 0;
  for (T& x : p) sum += x = std::exp(x - most);
  for (T& x : p) x /= sum;
  std::vector<T> o(static_cast<std::size_t>(shape.dv), T{0});
  for (Extent c = 0; c < shape.dv; ++c) {
    double magnitude = 0;
    for (Extent j = seen.begin; j < seen.end; ++j) {
      const T term = p[static_cast<std::size_t>(j - seen.begin)] * static_cast<T>(in.V(j, c));
      o[static_cast<std::size_t>(c)] += term;
      magnitude += static_cast<double>(std::abs(term));
    }
    largest_magnitude = std::max(largest_magnitude, magnitude);
  }
  return o;
}

Matrix<float> uniform(Extent rows, Extent cols, std::uint64_t& state) {
  Matrix<float> matrix(rows, cols);
  for (float& cell : matrix.cells()) {  // SplitMix64; 24 bits, so the value is exact
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    cell = static_cast<float>((z ^ (z >> 31)) >> 40) * 0x1p-22F - 2;
  }
  return matrix;
}

}  // namespace

algorithms::Reference direct_attention(const sim::AttentionShape& shape, double scale,
                                       const Inputs<float>& in) {
  algorithms::Reference out{Matrix<double>(shape.Nq, shape.dv), {}, 0, 0};
  for (Extent i = 0; i < shape.Nq; ++i) {
    const auto o = row_of<double>(shape, scale, in, i, out.largest_score, out.largest_magnitude);
    for (Extent c = 0; c < shape.dv; ++c) out.O(i, c) = o[static_cast<std::size_t>(c)];
  }
  return out;
}

sim::Matrix<float> float_attention(const sim::AttentionShape& shape, float scale, const Inputs<float>& in) {
  Matrix<float> out(shape.Nq, shape.dv);
  double unused = 0;
  for (Extent i = 0; i < shape.Nq; ++i) {
    const auto o = row_of<float>(shape, scale, in, i, unused, unused);
    for (Extent c = 0; c < shape.dv; ++c) out(i, c) = o[static_cast<std::size_t>(c)];
  }
  return out;
}

Inputs<float> uniform_inputs(const sim::AttentionShape& shape, std::uint64_t seed) {
  std::uint64_t state = seed;
  Inputs<float> inputs;
  inputs.Q = uniform(shape.Nq, shape.dk, state);
  inputs.K = uniform(shape.Nk, shape.dk, state);
  inputs.V = uniform(shape.Nk, shape.dv, state);
  return inputs;
}

}  // namespace redblue::kernels
