// How many product triples one phase can hold: the functions F1 and F2 of theory 3.2 and 3.3, as
// exact integers. A phase holds a whole number of triples, so floor(F) may stand for F, and it is sharper.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <redblue/sim/words.hpp>

namespace redblue::proofs_check::bounds {

using sim::Int128;

/// No phase looks at more words than this; every function below is exact up to here.
inline constexpr Int128 most_words = Int128{1} << 60;

static_assert(std::numeric_limits<long double>::digits >= 64, "the guesses below need 64 bits");

/// floor((z/3)^(3/2)), exactly, for 0 <= z <= most_words.
[[nodiscard]] inline Int128 floor_three_halves(Int128 z) {
  __extension__ typedef unsigned __int128 Wide;
  const auto guess = static_cast<long double>(z);
  auto r = static_cast<Int128>(guess * std::sqrt(guess / 27));
  // z^3 - 27 r^2 may need 180 bits, but the guess is so near that the difference fits in 127: modulo
  // 2^128 it is exact.
  const Wide cube = static_cast<Wide>(z) * static_cast<Wide>(z) * static_cast<Wide>(z);
  const auto excess = [&] { return static_cast<Int128>(cube - 27 * static_cast<Wide>(r) * static_cast<Wide>(r)); };
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

  /// The least z with F2(z) >= triples.
  [[nodiscard]] Int128 least(Int128 triples) const {
    const auto t = static_cast<long double>(triples);
    return least_near(std::cbrt(27 * t * t), [&](Int128 z) { return at(z) >= triples; });
  }

  /// F2 in doubles, to choose where to look.
  [[nodiscard]] double about(double z) const { return z * std::sqrt(z / 27); }
  [[nodiscard]] double least_about(double triples) const { return std::cbrt(27 * triples * triples); }
};

/// F1(z) = max{ z^2/(16 dk), (z/3)^(3/2) }: the most products p v on z words, when scores may be made in
/// the phase.
struct OneProduct {
  Int128 dk;

  [[nodiscard]] Int128 at(Int128 z) const { return std::max(square(z), floor_three_halves(z)); }

  /// The least z with F1(z) >= triples.
  [[nodiscard]] Int128 least(Int128 triples) const {
    const auto guess = std::sqrt(16 * static_cast<long double>(dk) * static_cast<long double>(triples));
    return std::min(least_near(guess, [&](Int128 z) { return square(z) >= triples; }),
                    BothProducts{}.least(triples));
  }

  [[nodiscard]] double about(double z) const {
    return z * std::max(z / (16 * static_cast<double>(dk)), std::sqrt(z / 27));
  }
  [[nodiscard]] double least_about(double triples) const {
    return std::min(std::sqrt(16 * static_cast<double>(dk) * triples), BothProducts{}.least_about(triples));
  }

 private:
  [[nodiscard]] Int128 square(Int128 z) const { return z * z / (16 * dk); }
};

}  // namespace redblue::proofs_check::bounds
