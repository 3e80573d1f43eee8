// matmul_smith, matmul_cosma: one classical matrix product C = A B, m x n with inner size k.
//
// Statement:
//   matmul_smith  io >= 2 m n k / sqrt(M) - 2 M
//   matmul_cosma  io >= 2 m n k / sqrt(M) + m n, the result stored
// Source: Smith, Lowery, Langou and van de Geijn 2019, arXiv 1702.02017; Kwasniewski, Kabic, Besta,
// VandeVondele, Solca and Hoefler 2019 (COSMA), Theorem 1. Rules: partial_recompute; partial (its game
// computes nothing twice). For a matrix product alone, and for the separate products of `standard`. Attention
// need not store S, so neither says anything about an attention shape.
#pragma once

#include <array>
#include <cmath>

#include <redblue/proofs_check/bounds/sentences.hpp>

namespace redblue::proofs_check::bounds {

/// A product C (m x n) = A (m x k) B (k x n).
struct MatmulShape {
  Int128 m;
  Int128 n;
  Int128 k;
};

/// ceil(2 m n k / sqrt(M)), or less by a part in 2^60 where 4 (m n k)^2 passes 127 bits.
[[nodiscard]] inline Int128 matmul_loads(const MatmulShape& p, Words M) {
  const Int128 products = 2 * p.m * p.n * p.k;
  const Int128 m = at_least_one(M);
  const long double about = static_cast<long double>(products) / std::sqrt(static_cast<long double>(m));
  if (products > (Int128{1} << 62) || m > (Int128{1} << 62))
    return static_cast<Int128>(about * (1 - 0x1p-60L));
  auto q = static_cast<Int128>(about);
  // The least q with q sqrt(M) >= products. Compared by division: q^2 M may not fit.
  const auto enough = [&](Int128 x) {
    return x > 0 ? x * x >= sim::ceil_div(products * products, m) : products == 0;
  };
  while (!enough(q)) ++q;
  while (q > 0 && enough(q - 1)) --q;
  return q;
}

/// matmul_smith, as a function of the product itself.
[[nodiscard]] inline Proven matmul_smith_words(const MatmulShape& p, Words M) {
  return whole(matmul_loads(p, M) - 2 * at_least_one(M));
}

/// matmul_cosma, as a function of the product itself.
[[nodiscard]] inline Proven matmul_cosma_words(const MatmulShape& p, Words M) {
  return whole(matmul_loads(p, M) + p.m * p.n);
}

/// S = Q K^T as a product of its own.
[[nodiscard]] inline MatmulShape scores_product(const AttentionShape& s) { return {s.Nq, s.Nk, s.dk}; }

[[nodiscard]] inline bool never(const AttentionShape&, Words) { return false; }

inline constexpr Assumption a_product_alone{
    "for matmul graphs and the separate products of standard only; attention need not store S", &never};
inline constexpr std::array matmul_assumptions{a_product_alone};

inline constexpr Bound matmul_smith{
    "matmul_smith",
    "C (m x n) = A B with inner size k: io >= 2 m n k / sqrt(M) - 2 M",
    Explicit{[](const AttentionShape& s, Words M) { return matmul_smith_words(scores_product(s), M); }},
    Rules::partial_recompute,
    matmul_assumptions,
    "Smith, Lowery, Langou and van de Geijn 2019, arXiv 1702.02017"};

inline constexpr Bound matmul_cosma{
    "matmul_cosma",
    "C (m x n) = A B with inner size k, C stored: io >= 2 m n k / sqrt(M) + m n",
    Explicit{[](const AttentionShape& s, Words M) { return matmul_cosma_words(scores_product(s), M); }},
    Rules::partial,
    matmul_assumptions,
    "Kwasniewski et al. 2019 (COSMA), arXiv 1908.09606, Theorem 1"};

}  // namespace redblue::proofs_check::bounds
