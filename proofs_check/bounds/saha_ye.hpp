// saha_ye_literal, saha_ye_sharp, saha_ye_theta: attention in the classic pebble game.
//
// Statement, N x d:
//   saha_ye_literal  io >= N^2 d^2 / (4 (M + d^2)) - M
//   saha_ye_sharp    io >= N^2 d^2 / (M + 4 d^2) - M
//   saha_ye_theta    io = Theta(min{N^2 d/sqrt(M), N^2 d^2/M})
// Source: Saha and Ye 2024, arXiv 2402.07443, Theorem 3.1. The constants are read out of its proof as printed
// (literal), and with I + J >= 2 sqrt(I J) in place of the last step (sharp). Rules: classic, recomputation
// allowed; square shapes without a mask.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

/// N^2 d^2. Fits: N < 2^33, d < 2^21.
[[nodiscard]] inline Int128 area_squared(const AttentionShape& s) {
  const Int128 words = Int128{s.Nq} * s.dk;
  return words * words;
}

[[nodiscard]] inline Proven saha_ye_literal_words(const AttentionShape& s, Words M) {
  const Int128 m = at_least_one(M);
  return whole(sim::ceil_div(area_squared(s), 4 * (m + Int128{s.dk} * s.dk)) - m);
}

[[nodiscard]] inline Proven saha_ye_sharp_words(const AttentionShape& s, Words M) {
  const Int128 m = at_least_one(M);
  return whole(sim::ceil_div(area_squared(s), m + 4 * Int128{s.dk} * s.dk) - m);
}

[[nodiscard]] inline double saha_ye_slope(const AttentionShape& s, Words M) {
  const auto N = static_cast<double>(s.Nq);
  const auto d = static_cast<double>(s.dk);
  const auto m = static_cast<double>(at_least_one(M));
  return std::min(N * N * d / std::sqrt(m), N * N * d * d / m);
}

inline constexpr std::array saha_ye_assumptions{square_only};

inline constexpr std::string_view saha_ye_source = "Saha and Ye 2024, arXiv 2402.07443, Theorem 3.1";

inline constexpr Bound saha_ye_literal{"saha_ye_literal",
                                       "io >= N^2 d^2 / (4 (M + d^2)) - M",
                                       Explicit{&saha_ye_literal_words},
                                       Rules::classic,
                                       saha_ye_assumptions,
                                       saha_ye_source};

inline constexpr Bound saha_ye_sharp{"saha_ye_sharp",
                                     "io >= N^2 d^2 / (M + 4 d^2) - M",
                                     Explicit{&saha_ye_sharp_words},
                                     Rules::classic,
                                     saha_ye_assumptions,
                                     saha_ye_source};

inline constexpr Bound saha_ye_theta{"saha_ye_theta",
                                     "io = Theta(min{N^2 d/sqrt(M), N^2 d^2/M})",
                                     Asymptotic{&saha_ye_slope},
                                     Rules::classic,
                                     saha_ye_assumptions,
                                     saha_ye_source};

}  // namespace redblue::proofs_check::bounds
