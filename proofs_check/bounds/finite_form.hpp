// The finite form of theory 3.3: the least number of charges c = kX + y (0 <= y < X) whose phases can
// hold `items` triples,
//     F(X) + (k-1) F(M+X) + F(M+y) >= items        (k = 0: F(y) >= items).
// The first phase starts with an empty fast memory, so it sees X words; every later one sees M + X; the
// last one, cut short after y charges, M + y.
#pragma once

#include <algorithm>

#include <redblue/proofs_check/bounds/growth.hpp>

namespace redblue::proofs_check::bounds {

/// c = k X + y.
struct Charges {
  Int128 X;
  Int128 k;
  Int128 y;
  [[nodiscard]] constexpr Int128 count() const { return k * X + y; }
};

/// Phases of X charges on M words. Expects X >= 1, M + X <= most_words and F(M+X) >= 1.
template <class Growth>
struct Phases {
  Growth F;
  Int128 M;
  Int128 X;
  Int128 first = F.at(X);     ///< F(X)
  Int128 full = F.at(M + X);  ///< F(M+X)

  /// The most triples that k X + y charges can have made.
  [[nodiscard]] Int128 held(const Charges& c) const {
    return c.k == 0 ? F.at(c.y) : first + (c.k - 1) * full + F.at(M + c.y);
  }

  /// The least charges that can have made `items` triples.
  [[nodiscard]] Charges least(Int128 items) const {
    if (items <= F.at(X - 1)) return {X, 0, F.least(items)};
    const Int128 beyond = std::max<Int128>(0, items - first - F.at(M + X - 1));
    const Int128 k = 1 + sim::ceil_div(beyond, full);
    const Int128 rest = items - first - (k - 1) * full;
    if (rest <= F.at(M)) return {X, k, 0};
    return {X, k, F.least(rest) - M};
  }
};

}  // namespace redblue::proofs_check::bounds
