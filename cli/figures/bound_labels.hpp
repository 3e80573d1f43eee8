// Where the names of the single bounds stand, so that each is read with its own line and with no other.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <redblue/cli/figures/layout.hpp>

namespace redblue::cli {

/// A curve as it lies on the canvas, by increasing x.
struct Trace {
  std::string label;
  std::vector<std::pair<double, double>> points;

  /// y at `x`, straight between points; not a number outside of them.
  [[nodiscard]] double at(double x) const;
};

/// A name along its line: turned by `degrees` about (x, y), where the text begins.
struct LineLabel {
  std::size_t trace = 0;  ///< the bound it stands at
  std::string text;       ///< several names where several bounds are one line
  double x = 0, y = 0;
  double degrees = 0;
};

inline constexpr double label_size = 10.5;

/// What else is on the canvas.
struct Surroundings {
  Box box;
  Trace largest;                ///< the largest bound, which has its name beside the drawing
  std::vector<Trace> others;    ///< the schedules
  std::vector<double> upright;  ///< x of lines from top to bottom: crossed only where nothing else is free
  std::vector<Box> reserved;    ///< texts that stand already
};

/// One label per line, just above it (below where there is no room), where the nearest other line is
/// farthest. Bounds that are one line share a label; a bound that is nowhere clear of the others, as where it
/// is the largest one, has none.
[[nodiscard]] std::vector<LineLabel> place_labels(const std::vector<Trace>& bounds,
                                                  const Surroundings& around);

}  // namespace redblue::cli
