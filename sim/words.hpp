// Words and Bytes: exact integers that know their unit.
//
// Counts reach N^2 d at N = 10^9, d = 10^5, which is past 2^63, so every quantity is 128 bits wide.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace redblue::sim {

__extension__ typedef __int128 Int128;

/// Rows, columns and block sizes: how many, not how much memory.
using Extent = std::int64_t;

/// An exact amount of one unit; amounts of different units do not mix.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(Int128 count) : count_(count) {}

  [[nodiscard]] constexpr Int128 count() const { return count_; }

  constexpr Quantity& operator+=(Quantity other) { return count_ += other.count_, *this; }
  constexpr Quantity& operator-=(Quantity other) { return count_ -= other.count_, *this; }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, Int128 times) { return Quantity{a.count_ * times}; }
  friend constexpr Quantity operator*(Int128 times, Quantity a) { return a * times; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  Int128 count_ = 0;
};

using Words = Quantity<struct WordUnit>;
using Bytes = Quantity<struct ByteUnit>;

/// ceil(x / y) for x >= 0, y > 0.
template <class Integer>
[[nodiscard]] constexpr Integer ceil_div(Integer x, Integer y) {
  return x / y + (x % y != 0 ? 1 : 0);
}

/// The decimal digits of `n`.
[[nodiscard]] inline std::string to_string(Int128 n) {
  if (n == 0) return "0";
  const bool negative = n < 0;
  std::string digits;
  for (; n != 0; n /= 10) {
    const int digit = static_cast<int>(n % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (negative ? -digit : digit)));
  }
  return negative ? "-" + digits : digits;
}

template <class Unit>
[[nodiscard]] std::string to_string(Quantity<Unit> q) {
  return to_string(q.count());
}

/// The nearest double, for ratios and pictures only.
template <class Unit>
[[nodiscard]] constexpr double to_double(Quantity<Unit> q) {
  return static_cast<double>(q.count());
}

}  // namespace redblue::sim
