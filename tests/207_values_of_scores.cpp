// The two steps of the proof of any_matmul_sharp (docs/bounds.md), each against all there is at a small size.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <set>
#include <vector>

#include <doctest/doctest.h>

namespace {

/// Scores of N x N as bits, row by row: sum over rows of min(d, scores in the row); of columns, transposed.
int free_scores(unsigned T, int N, int d, bool columns) {
  int sum = 0;
  for (int i = 0; i < N; ++i) {
    int in_line = 0;
    for (int j = 0; j < N; ++j) in_line += static_cast<int>(T >> (columns ? j * N + i : i * N + j) & 1);
    sum += std::min(d, in_line);
  }
  return sum;
}

/// How many values the scores of T take over the field of p elements, for all Q and one K: row j is 1, j,
/// j^2...
std::size_t values(unsigned T, int N, int d, int p) {
  std::set<std::uint64_t> seen;
  std::vector<int> Q(static_cast<std::size_t>(N * d));
  while (true) {
    std::uint64_t value = 0;
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < N; ++j) {
        int score = 0, power = 1;
        for (int c = 0; c < d; ++c, power = power * j % p)
          score += Q[static_cast<std::size_t>(i * d + c)] * power;
        if ((T >> (i * N + j) & 1) != 0)
          value = value * static_cast<std::uint64_t>(p) + static_cast<std::uint64_t>(score % p);
      }
    seen.insert(value);
    std::size_t at = 0;
    while (at < Q.size() && ++Q[at] == p) Q[at++] = 0;
    if (at == Q.size()) return seen.size();
  }
}

std::size_t power(int p, int exponent) {
  std::size_t product = 1;
  for (int i = 0; i < exponent; ++i) product *= static_cast<std::size_t>(p);
  return product;
}

}  // namespace

TEST_CASE("with one fixed K the scores of any set take p to the sum of min(d, scores in a row) values") {
  const auto every_set = [](int N, int d, int p) {
    for (unsigned T = 0; T < 1U << (N * N); ++T) {
      CAPTURE(T);
      REQUIRE(values(T, N, d, p) == power(p, free_scores(T, N, d, false)));
    }
  };
  every_set(2, 1, 3);
  every_set(2, 2, 5);
  every_set(3, 1, 5);
  every_set(3, 2, 5);
}

TEST_CASE("scores that 2 M words can tell, by rows and by columns, are at most max(4 M, 4 M^2 / d^2)") {
  int tight = 0;
  for (int d = 1; d <= 4; ++d)
    for (unsigned T = 1; T < 1U << 16; ++T) {
      const int words = std::max(free_scores(T, 4, d, false), free_scores(T, 4, d, true));
      // M need not be whole here: words = 2 M.
      const double most = std::max(2.0 * words, static_cast<double>(words * words) / (d * d));
      REQUIRE(std::popcount(T) <= most);
      tight += std::popcount(T) == most ? 1 : 0;
    }
  CHECK(tight > 0);  // all 16 scores at d = 1: four words of Q, four of K
}
