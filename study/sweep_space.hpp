// SweepSpace: the points of a sweep by number, never all at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <redblue/sim/error.hpp>
#include <redblue/study/record.hpp>

namespace redblue::study {

/// The values of M, each once: the same at every shape, or asked for at each.
struct FastMemoryAxis {
  std::vector<Words> everywhere;
  std::function<std::vector<Words>(std::uint64_t shape_number)> at_shape;  ///< set: `everywhere` is not used
};

/// What a sweep varies and what it holds fixed. Values of one axis are distinct.
struct SweepAxes {
  std::vector<const Schedule*> schedules;  ///< null: best
  std::vector<AttentionShape> shapes;
  FastMemoryAxis M;
  Point base;  ///< everything else
  /// Set: `shapes` is not used, and there are `shape_count` of them.
  std::function<AttentionShape(std::uint64_t shape_number)> shape_at = {};
  std::uint64_t shape_count = 0;

  [[nodiscard]] std::uint64_t number_of_shapes() const { return shape_at ? shape_count : shapes.size(); }
  [[nodiscard]] AttentionShape shape(std::uint64_t i) const { return shape_at ? shape_at(i) : shapes[i]; }
};

/// Pairs (shape, M), row by row. A row that comes again is left out.
[[nodiscard]] SweepAxes zipped(std::vector<const Schedule*> schedules,
                               const std::vector<AttentionShape>& shapes, const std::vector<Words>& Ms,
                               Point base);

/// More points than allowed.
class TooManyPoints : public sim::Error {
 public:
  TooManyPoints(Int128 points_, std::uint64_t most_)
      : Error("the sweep has " + sim::to_string(points_) + " points; at most " + std::to_string(most_) +
              " are allowed"),
        points(points_),
        most(most_) {}
  Int128 points;
  std::uint64_t most;
};

/// Points are numbered with the schedule turning fastest, then M, then the shape.
class SweepSpace {
 public:
  /// Throws: TooManyPoints.
  SweepSpace(SweepAxes axes, std::uint64_t most);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Points that share (shape, M), neighbours in the numbering.
  [[nodiscard]] std::uint64_t group() const { return axes_.schedules.size(); }
  [[nodiscard]] const SweepAxes& axes() const { return axes_; }

 private:
  friend class SweepWalk;

  SweepAxes axes_;
  std::vector<std::uint64_t>
      starts_;  ///< M by shape: number of (shape, M) pairs before each shape, and in all
  std::uint64_t size_ = 0;
};

/// One thread's way through a space: neighbours cost next to nothing.
class SweepWalk {
 public:
  explicit SweepWalk(const SweepSpace& space) : space_(space), point_(space.axes_.base) {}
  /// Point number `index` < size.
  [[nodiscard]] const Point& at(std::uint64_t index);

 private:
  const SweepSpace& space_;
  Point point_;
  std::uint64_t shape_number_ = ~std::uint64_t{0};
  std::vector<Words> Ms_;  ///< of that shape
};

}  // namespace redblue::study
