// An axis: which values it shows, where they lie, and which of them carry a number.
#pragma once

#include <string>
#include <vector>

namespace redblue::cli {

enum class Scale { linear, log2, log10 };

struct Tick {
  double value = 0;
  std::string label;  ///< empty: a grid line without a number
};

/// How the numbers of an axis are written.
enum class TickStyle { plain, binary, scientific };

struct Axis {
  std::string label;  ///< with its unit
  Scale scale = Scale::linear;
  TickStyle style = TickStyle::plain;
  double low = 0;  ///< the values at the two ends; low < high, and 0 < low on a log scale
  double high = 1;
  std::vector<Tick> ticks;

  [[nodiscard]] bool is_log() const { return scale != Scale::linear; }
  /// Where `value` lies: 0 at `low`, 1 at `high`; outside [0, 1] beyond them.
  [[nodiscard]] double position(double value) const;
  /// The value at a position; the inverse of `position`.
  [[nodiscard]] double value_at(double position) const;
};

/// An axis that shows [low, high] with a margin (a part of its length at each end) and about `want`
/// numbered ticks. Degenerate ranges are widened; a log scale drops to a positive range.
[[nodiscard]] Axis make_axis(std::string label, Scale scale, TickStyle style, double low, double high,
                             double margin, int want);

/// The same axis with ticks chosen anew for about `want` numbers.
[[nodiscard]] Axis with_ticks(Axis axis, int want);

}  // namespace redblue::cli
