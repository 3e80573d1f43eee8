// The points that the axes span: shapes, and at each shape the values of M.
#pragma once

#include <cstddef>
#include <vector>

#include <redblue/cli/run_spec.hpp>

namespace redblue::cli {

/// Shapes by number: a product of axes is never multiplied out.
class ShapeList {
 public:
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] AttentionShape operator[](std::size_t i) const;
  friend bool operator==(const ShapeList& a, const std::vector<AttentionShape>& b);

 private:
  friend class ShapeMaker;
  using Values = std::vector<Int128>;
  Values Nq_, Nk_, dk_, dv_;  ///< Nk_ empty: as Nq; dv_ empty: as dk
  sim::Mask mask_;
  std::size_t zipped_ = 0;  ///< number of rows where the axes are paired; 0: their product
};

class Grid {
 public:
  static constexpr std::size_t default_most = 10'000'000;

  /// Throws: UsageError for a missing axis, axes of unlike length under --zip, a mask that a shape
  /// cannot have, or more than `most` (shape, M) pairs, judged before anything is expanded.
  explicit Grid(const Axes& axes, std::size_t most = default_most);

  [[nodiscard]] const ShapeList& shapes() const { return shapes_; }

  /// The values of M at shape number `i`. Throws: UsageError where an expression leaves its limits.
  [[nodiscard]] std::vector<Words> Ms(std::size_t i) const;

  /// Number of (shape, M) pairs, repeats on the M axis included.
  [[nodiscard]] Int128 size() const;

 private:
  Axes axes_;
  std::size_t most_;
  ShapeList shapes_;
};

/// The shape and M of a command that takes one point.
struct OnePoint {
  AttentionShape shape;
  Words M;
};

/// A line on standard error for each schedule of `all` that cannot run the shape or the options, and for
/// each option that means nothing to a schedule asked for by name.
void say_notes(const RunSpec& spec, const AttentionShape& shape);

/// Throws: UsageError as Grid, or where there are several points (sweep takes those).
[[nodiscard]] OnePoint one_point(const Axes& axes, std::string_view command);

}  // namespace redblue::cli
