// The finite form of theory 3.3: the least number of charges c = kX + y (0 <= y < X) whose phases can
// hold `items` triples,
//     F(X) + (k-1) F(M+X) + F(M+y) >= items        (k = 0: F(y) >= items).
// The first phase starts with an empty fast memory, so it sees X words; every later one sees M + X; the
// last one, cut short after y charges, M + y.
//
// Number is Int128 for what is proven and double for choosing X.
#pragma once

#include <algorithm>

#include <redblue/proofs_check/bounds/growth.hpp>

namespace redblue::proofs_check::bounds {

/// c = k X + y.
template <class Number>
struct Charges {
  Number X;
  Number k;
  Number y;
  [[nodiscard]] constexpr Number count() const { return k * X + y; }
};

/// Phases of X charges on M words. Expects X >= 1, M >= 0 and M + X <= most_words.
template <class Number, class Growth>
struct Phases {
  Growth F;
  Number M;
  Number X;
  Number first = F.at(X);     ///< F(X)
  Number full = F.at(M + X);  ///< F(M+X)

  /// The most triples that k X + y charges can have made.
  [[nodiscard]] Number held(const Charges<Number>& c) const {
    return c.k == 0 ? F.at(c.y) : first + (c.k - 1) * full + F.at(M + c.y);
  }

  /// The least charges that can have made `items` triples. Expects F(M+X) >= 1.
  [[nodiscard]] Charges<Number> least(Number items) const {
    if (items <= first && items <= F.at(X - 1)) return {X, 0, F.least(items)};
    const Number beyond = std::max<Number>(0, items - first - F.at(M + X - 1));
    const Number k = 1 + divide_up(beyond, full);
    const Number rest = items - first - (k - 1) * full;
    if (rest <= 0) return {X, k, 0};
    return {X, k, std::max<Number>(0, F.least(rest) - M)};
  }
};

/// No less than the least charges at X when they fill a phase: k phases hold items = F(X) + (k-1) F(M+X) +
/// F(M+y), so c = kX + y exceeds X (1 + (items - F(X)) / F(M+X)) by y - X F(M+y) / F(M+X) at most. F is
/// rounded down by less than 1.
template <class Growth>
[[nodiscard]] double ceiling_of_charges(const Growth& F, double items, double M, double X) {
  const double full = std::max(1.0, F.real(M + X) - 1);
  const double later = std::max(0.0, items - F.real(X) + 1);
  return X * (1 + (later + 1) / full + F.sag(M + X, X / (M + X))) + 1;
}

}  // namespace redblue::proofs_check::bounds
