// Pieces that the figure builders share.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <redblue/cli/figures/build.hpp>

namespace redblue::cli {

/// Which row of the palette an algorithm has: its place in `order`, or after it in order of asking.
class Styles {
 public:
  explicit Styles(const StyleOrder& order);
  Styles(const StyleOrder& order, const std::vector<PlotPoint>& points);
  [[nodiscard]] int of(const std::string& algorithm) const;

 private:
  std::map<std::string, int> rows_;
};

/// The exact counts are the same in every mode; where several are there, the least rank is drawn.
[[nodiscard]] int mode_rank(const PlotPoint& p);

/// True when nothing but records of `best` carries counts.
[[nodiscard]] bool only_best(const std::vector<PlotPoint>& points);

/// What is drawn of one schedule: one point per x, the prediction where several modes are there.
struct Series {
  std::string label;
  std::string algorithm;
  int variant = 0;  ///< 0, 1, ... among the series of one algorithm
  std::vector<const PlotPoint*> points;
};

/// One series per label in the order of labels; `x` gives the place of a point on the x axis, by
/// which the points are sorted. Records of `best` are passed over unless there is nothing else.
[[nodiscard]] std::vector<Series> series_of(const std::vector<PlotPoint>& points,
                                            const std::function<Int128(const PlotPoint&)>& x);

/// The curve of a series, still without samples.
[[nodiscard]] Curve curve_of(const Series& series, const Styles& styles);

/// Lines for the reader who points at a sample: schedule, M, io, reads, writes, ratio, with units.
[[nodiscard]] std::string tip_of(const PlotPoint& p);

/// Least and greatest y of the curves for which `counts` holds; nothing when no curve has a value.
struct Extremes {
  double low = 0, high = 0;
  bool any = false;
  void add(double value);
};
[[nodiscard]] Extremes extremes(const std::vector<Curve>& curves,
                                const std::function<bool(const Curve&)>& counts);

/// The axis of M over the values of the curves.
[[nodiscard]] Axis x_axis(const std::vector<Curve>& curves, const std::string& label);

}  // namespace redblue::cli
