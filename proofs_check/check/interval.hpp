// Intervals of doubles that contain the exact result, whatever the compiler does with the arithmetic: an
// operation gives one of the two neighbours of its exact result, in any rounding mode and where registers are
// wider too, and one step outward from there is on the safe side. A fused product and sum is only nearer.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

namespace redblue::proofs_check::check {

static_assert(std::numeric_limits<double>::is_iec559, "an IEEE 754 double, subnormals included");

/// The next double above a finite x.
inline double above(double x) {
  if (x == 0) return std::numeric_limits<double>::denorm_min();
  return std::bit_cast<double>(std::bit_cast<std::int64_t>(x) + (x > 0 ? 1 : -1));
}
inline double below(double x) { return -above(-x); }

struct Interval {
  double lo, hi;

  [[nodiscard]] double middle() const { return lo + (hi - lo) / 2; }
  /// No number of the interval is larger in absolute value.
  [[nodiscard]] double size() const { return std::max(-lo, hi); }
};

inline Interval exactly(double x) { return {x, x}; }
inline Interval operator+(Interval a, Interval b) { return {below(a.lo + b.lo), above(a.hi + b.hi)}; }
inline Interval operator-(Interval a, Interval b) { return {below(a.lo - b.hi), above(a.hi - b.lo)}; }
inline Interval operator*(double a, Interval b) {
  return {below(std::min(a * b.lo, a * b.hi)), above(std::max(a * b.lo, a * b.hi))};
}
/// The quotient of two numbers, b not 0.
inline Interval quotient(double a, double b) { return {below(a / b), above(a / b)}; }

}  // namespace redblue::proofs_check::check
