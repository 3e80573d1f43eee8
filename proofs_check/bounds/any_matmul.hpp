// any_matmul, any_matmul_sharp, any_matmul_binary: every algorithm that forms Q K^T, fast matrix
// multiplication included.
//
// Statement, N x d:
//   any_matmul         io >= min(N^2 d^2 / (8 M), N^2 / 8) - M
//   any_matmul_sharp   io >= min(N^2 d^2 / (4 M), N^2 / 4) - M
//   any_matmul_binary  io = Omega(min{N^2 d^2 / (M log^2 N), N^2}), already when the entries are 0 or 1
// Source: Saha and Ye 2024, arXiv 2402.07443, Theorems 4.8 (its constants read out of the proof) and 4.14;
// the sharp constant from a proof by counting of our own (docs/bounds.md).
// Rules: any; square shapes without a mask.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include <redblue/proofs_check/bounds/saha_ye.hpp>

namespace redblue::proofs_check::bounds {

/// min(N^2 d^2 / (c M), N^2 / c) - M.
[[nodiscard]] inline Proven any_matmul_over(const AttentionShape& s, Words M, Int128 c) {
  const Int128 m = at_least_one(M);
  return whole(std::min(sim::ceil_div(area_squared(s), c * m), sim::ceil_div(s.scores(), c)) - m);
}

[[nodiscard]] inline Proven any_matmul_words(const AttentionShape& s, Words M) {
  return any_matmul_over(s, M, 8);
}

[[nodiscard]] inline Proven any_matmul_sharp_words(const AttentionShape& s, Words M) {
  return any_matmul_over(s, M, 4);
}

[[nodiscard]] inline double any_matmul_binary_slope(const AttentionShape& s, Words M) {
  const auto N = static_cast<double>(s.Nq);
  const auto d = static_cast<double>(s.dk);
  const double bits = std::max(1.0, std::log2(N));
  return std::min(N * N * d * d / (static_cast<double>(at_least_one(M)) * bits * bits), N * N);
}

inline constexpr Assumption forms_scores{
    "Q K^T is formed explicitly, in an order that does not depend on the values", nullptr};
inline constexpr Assumption large_field{"entries from a field with more than N elements", nullptr};
inline constexpr Assumption binary_entries{"holds already when the entries are 0 or 1", nullptr};

inline constexpr std::array any_matmul_assumptions{square_only, forms_scores, large_field};
inline constexpr std::array any_matmul_binary_assumptions{square_only, forms_scores, binary_entries};

inline constexpr Bound any_matmul{"any_matmul",
                                  "io >= min(N^2 d^2 / (8 M), N^2 / 8) - M",
                                  Explicit{&any_matmul_words},
                                  Rules::any,
                                  any_matmul_assumptions,
                                  "Saha and Ye 2024, arXiv 2402.07443, Theorem 4.8"};

inline constexpr Bound any_matmul_sharp{"any_matmul_sharp",
                                        "io >= min(N^2 d^2 / (4 M), N^2 / 4) - M",
                                        Explicit{&any_matmul_sharp_words},
                                        Rules::any,
                                        any_matmul_assumptions,
                                        "after Saha and Ye 2024, arXiv 2402.07443; proof in docs/bounds.md"};

inline constexpr Bound any_matmul_binary{"any_matmul_binary",
                                         "io = Omega(min{N^2 d^2 / (M log^2 N), N^2})",
                                         Asymptotic{&any_matmul_binary_slope},
                                         Rules::any,
                                         any_matmul_binary_assumptions,
                                         "Saha and Ye 2024, arXiv 2402.07443, Theorem 4.14"};

}  // namespace redblue::proofs_check::bounds
