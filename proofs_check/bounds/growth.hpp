// How many product triples one phase can hold: the functions F1 and F2 of theory 3.2 and 3.3, rounded down. A
// phase holds a whole number of triples, so floor(F) may stand for F, and it is sharper.
//
// Each function comes twice: in Int128, exact, for what is proven; in double, for choosing where to look.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include <redblue/sim/words.hpp>

namespace redblue::proofs_check::bounds {

using sim::Int128;

/// No phase looks at more words than this, nor at more items in all; every function below is exact up to
/// here. N = 2^32 with d = 2^20 needs 2^85 items and M + X < 2^60.
inline constexpr Int128 most_words = Int128{1} << 60;
inline constexpr Int128 most_items = Int128{1} << 86;

static_assert(std::numeric_limits<long double>::digits >= 64, "the guesses below need 64 bits");

/// floor(x) for x >= 0, without a call: from 2^52 on a double is whole already.
[[nodiscard]] inline double round_down(double x) {
  return x < 0x1p52 ? static_cast<double>(static_cast<std::int64_t>(x)) : x;
}
[[nodiscard]] inline double round_up(double x) { return round_down(x) < x ? round_down(x) + 1 : x; }

/// The same for an x that may be whole but for the rounding of a root.
[[nodiscard]] inline double root_down(double x) { return round_down(x * (1 + 0x1p-45)); }
[[nodiscard]] inline double root_up(double x) { return round_up(x * (1 - 0x1p-45)); }

/// floor(x / y) and ceil(x / y) for x >= 0, y > 0.
[[nodiscard]] inline Int128 divide_down(Int128 x, Int128 y) { return x / y; }
[[nodiscard]] inline double divide_down(double x, double y) { return round_down(x / y); }
[[nodiscard]] inline Int128 divide_up(Int128 x, Int128 y) { return sim::ceil_div(x, y); }
[[nodiscard]] inline double divide_up(double x, double y) { return round_up(x / y); }

/// floor((z/3)^(3/2)), exactly, for 0 <= z <= most_words.
[[nodiscard]] inline Int128 floor_three_halves(Int128 z) {
  __extension__ typedef unsigned __int128 Wide;
  const auto guess = static_cast<long double>(z);
  auto r = static_cast<Int128>(guess * std::sqrt(guess / 27));
  // z^3 - 27 r^2 may need 180 bits, but the guess is so near that the difference fits in 127: modulo
  // 2^128 it is exact.
  const Wide cube = static_cast<Wide>(z) * static_cast<Wide>(z) * static_cast<Wide>(z);
  const auto excess = [&] {
    return static_cast<Int128>(cube - 27 * static_cast<Wide>(r) * static_cast<Wide>(r));
  };
  Int128 left = excess();
  if (r > 0 && (left < 0 || left >= 54 * r + 27)) {
    r += left / (54 * r);
    left = excess();
  }
  while (left < 0) --r, left = excess();
  while (left >= 54 * r + 27) ++r, left = excess();
  return r;
}

/// The least z with `enough(z)`, for an `enough` that never turns false again; `guess` is near.
template <class Enough>
[[nodiscard]] Int128 least_near(long double guess, Enough enough) {
  auto z = std::max<Int128>(0, static_cast<Int128>(guess));
  while (!enough(z)) ++z;
  while (z > 0 && enough(z - 1)) --z;
  return z;
}

/// F2(z) = (z/3)^(3/2): the most distinct triples of both products on z words (Loomis-Whitney).
struct BothProducts {
  [[nodiscard]] Int128 at(Int128 z) const { return floor_three_halves(z); }
  [[nodiscard]] double at(double z) const { return root_down(real(z)); }

  /// The least z with F2(z) >= triples.
  [[nodiscard]] Int128 least(Int128 triples) const {
    const auto t = static_cast<long double>(triples);
    return least_near(std::cbrt(27 * t * t), [&](Int128 z) { return at(z) >= triples; });
  }
  [[nodiscard]] double least(double triples) const { return root_up(std::cbrt(27 * triples * triples)); }

  /// F2 itself.
  [[nodiscard]] double real(double z) const { return z * std::sqrt(z * (1.0 / 27)); }
  /// The most, over 0 <= t <= 1, that t can exceed F(M + t X) / F(M + X), for r = X / (M + X).
  [[nodiscard]] double sag(double, double r) const {
    return r <= 2.0 / 3 ? 0 : 4 / (27 * r * r * r) - 1 / r + 1;
  }
};

/// F1(z) = max{ z^2/(16 dk), (z/3)^(3/2) }: the most products p v on z words, when scores may be made in
/// the phase.
struct OneProduct {
  Int128 dk;

  [[nodiscard]] Int128 at(Int128 z) const { return std::max(square(z), floor_three_halves(z)); }
  [[nodiscard]] double at(double z) const { return root_down(real(z)); }

  /// The least z with F1(z) >= triples.
  [[nodiscard]] Int128 least(Int128 triples) const {
    const auto guess = std::sqrt(16 * static_cast<long double>(dk) * static_cast<long double>(triples));
    return std::min(least_near(guess, [&](Int128 z) { return square(z) >= triples; }),
                    BothProducts{}.least(triples));
  }
  [[nodiscard]] double least(double triples) const {
    return std::min(root_up(std::sqrt(16 * static_cast<double>(dk) * triples)),
                    BothProducts{}.least(triples));
  }

  /// F1 itself.
  [[nodiscard]] double real(double z) const {
    return z * std::max(z / (16 * static_cast<double>(dk)), std::sqrt(z * (1.0 / 27)));
  }
  /// As for BothProducts; z = M + X says which branch of the maximum F(M + X) is on.
  [[nodiscard]] double sag(double z, double r) const {
    const double below = 1 - 1 / (2 * r);
    if (27 * z < 256 * static_cast<double>(dk) * static_cast<double>(dk)) return BothProducts{}.sag(z, r);
    return r <= 0.5 ? 0 : below * below;
  }

 private:
  [[nodiscard]] Int128 square(Int128 z) const { return z * z / (16 * dk); }
};

}  // namespace redblue::proofs_check::bounds
