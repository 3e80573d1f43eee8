// From records to a figure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/cli/figures/crossing.hpp>
#include <redblue/cli/figures/figure.hpp>
#include <redblue/cli/figures/point.hpp>

namespace redblue::cli {

/// What --kind may ask for; `standard` is io and ratio one above the other.
enum class FigureKind { standard, io, ratio, d, residuals };

[[nodiscard]] std::optional<FigureKind> parse_figure_kind(std::string_view text);
[[nodiscard]] std::span<const std::string_view> figure_kinds();

/// Colours belong to algorithms, not to positions in one file: row of the palette = place in `order`;
/// names that are not in it follow in alphabetical order.
using StyleOrder = std::vector<std::string>;

/// The figure of the points. When there is nothing to draw for the kind, `sections` is empty and
/// `description` says what is missing.
[[nodiscard]] Figure build_figure(const std::vector<PlotPoint>& points, FigureKind kind,
                                  const StyleOrder& order);

/// The points of one shape under one set of rules: what one section shows.
struct PointGroup {
  PlotShape shape;
  std::string rules;
  std::vector<PlotPoint> points;  ///< in_order
};

[[nodiscard]] std::vector<PointGroup> by_shape(const std::vector<PlotPoint>& points);

/// One row of the sandwich: the best schedule and the largest bound at one M.
struct SandwichRow {
  Int128 M = 0;
  double u = 0;                     ///< d / sqrt(M); 0 where the shape is not square
  const PlotPoint* best = nullptr;  ///< null: nothing fits, or nothing that does is a play under the rules
  bool no_play = false;             ///< the latter
  Int128 lower = 0;
  std::string lower_by;
  std::optional<double> ratio;
};

/// One row per M, increasing. Pointers lead into the group.
[[nodiscard]] std::vector<SandwichRow> sandwich(const PointGroup& group);

/// The measured crossings between best schedules over M.
[[nodiscard]] std::vector<Crossing> measured_crossings(const PointGroup& group);

}  // namespace redblue::cli
