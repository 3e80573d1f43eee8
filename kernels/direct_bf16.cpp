#include <algorithm>
#include <limits>
#include <vector>

#include <redblue/kernels/direct_bf16.hpp>

namespace redblue::kernels {
namespace {

float rounded(float x) { return to_float(to_bf16(x)); }

}  // namespace

algorithms::Inputs<float> in_bf16(algorithms::Inputs<float> inputs) {
  for (sim::Matrix<float>* m : {&inputs.Q, &inputs.K, &inputs.V})
    std::transform(m->cells().begin(), m->cells().end(), m->cells().begin(), rounded);
  return inputs;
}

sim::Matrix<float> bf16_attention(const sim::AttentionShape& shape, float scale,
                                  const algorithms::Inputs<float>& in) {
  sim::Matrix<float> out(shape.Nq, shape.dv);
  std::vector<float> p(static_cast<std::size_t>(shape.Nk));
  for (Extent i = 0; i < shape.Nq; ++i) {
    const sim::Range seen = shape.visible(i);
    float most = -std::numeric_limits<float>::infinity();
    for (Extent j = seen.begin; j < seen.end; ++j) {
      float s = 0;
      for (Extent c = 0; c < shape.dk; ++c) s += in.Q(i, c) * in.K(j, c);
      p[static_cast<std::size_t>(j)] = rounded(scale * s);
      most = std::max(most, p[static_cast<std::size_t>(j)]);
    }
    float sum = 0;
    for (Extent j = seen.begin; j < seen.end; ++j)
      sum += p[static_cast<std::size_t>(j)] = std::exp(p[static_cast<std::size_t>(j)] - most);
    for (Extent c = 0; c < shape.dv; ++c) {
      float o = 0;
      for (Extent j = seen.begin; j < seen.end; ++j)
        o += rounded(p[static_cast<std::size_t>(j)] / sum) * in.V(j, c);
      out(i, c) = rounded(o);
    }
  }
  return out;
}

double allowed_in_bf16(const algorithms::Reference& reference, const sim::Matrix<float>& plain) {
  constexpr double two_roundings = 0x1p-8 * (1 + 0x1p-7);
  return std::max(1.5 * reference.error_of(plain), two_roundings);
}

}  // namespace redblue::kernels
