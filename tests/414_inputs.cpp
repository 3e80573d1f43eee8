#include <algorithm>
#include <cmath>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/study/inputs.hpp>

using namespace redblue;

namespace {

std::vector<double> sample(std::uint64_t seed) {
  return study::normal_inputs({100'000, 1, 1, 1, {}}, seed).Q.cells();
}

double normal_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace

TEST_CASE("inputs have the shapes of Q, K and V") {
  const auto in = study::normal_inputs({3, 5, 7, 2, {}}, 1);
  CHECK(in.Q.rows() == 3);
  CHECK(in.Q.cols() == 7);
  CHECK(in.K.rows() == 5);
  CHECK(in.K.cols() == 7);
  CHECK(in.V.rows() == 5);
  CHECK(in.V.cols() == 2);
  CHECK(study::to_float(in).V(4, 1) == static_cast<float>(in.V(4, 1)));
}

TEST_CASE("a seed gives the same bits everywhere, another seed other bits") {
  // Only comparisons and IEEE products made these, so they hold on every platform.
  const std::vector<double> a = sample(1);
  CHECK(a == sample(1));
  CHECK(a != sample(2));
  CHECK(a[0] == -0x1.be6db6b9bd314p-2);
  CHECK(a[1] == 0x1.990cd70b12c5dp+0);
  CHECK(a[99'999] == -0x1.126644ca6254cp+0);
}

TEST_CASE("inputs are standard normal by mean, variance and distribution function") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    std::vector<double> x = sample(seed);
    const auto n = static_cast<double>(x.size());
    double sum = 0, squares = 0, fourth = 0;
    for (const double v : x) sum += v, squares += v * v, fourth += v * v * v * v;
    CHECK(std::abs(sum / n) < 5 / std::sqrt(n));
    CHECK(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n));
    CHECK(std::abs(fourth / n - 3) < 5 * std::sqrt(96 / n));
    // Kolmogorov-Smirnov: beyond 1.95 / sqrt(n) once in a thousand.
    std::sort(x.begin(), x.end());
    double distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      distance = std::max(distance, std::abs(normal_below(x[i]) - (static_cast<double>(i) + 0.5) / n));
    CHECK(distance < 1.95 / std::sqrt(n));
  }
}
