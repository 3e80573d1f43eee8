#include <algorithm>
#include <numeric>
#include <tuple>

#include <redblue/study/sweep_space.hpp>

namespace redblue::study {

SweepAxes zipped(std::vector<const Schedule*> schedules, const std::vector<AttentionShape>& shapes,
                 const std::vector<Words>& Ms, Point base) {
  const auto row = [&](std::size_t i) {
    const AttentionShape& s = shapes[i];
    return std::tuple(s.Nq, s.Nk, s.dk, s.dv, Ms[i]);
  };
  // The first of equal rows stays, and rows stay in the order given.
  std::vector<std::size_t> rows(shapes.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return row(a) < row(b); });
  rows.erase(std::unique(rows.begin(), rows.end(), [&](auto a, auto b) { return row(a) == row(b); }),
             rows.end());
  std::sort(rows.begin(), rows.end());

  SweepAxes axes{std::move(schedules), {}, {}, std::move(base)};
  std::vector<Words> kept;
  for (const std::size_t i : rows) axes.shapes.push_back(shapes[i]), kept.push_back(Ms[i]);
  axes.M.at_shape = [kept = std::move(kept)](std::uint64_t shape) { return std::vector{kept[shape]}; };
  return axes;
}

SweepSpace::SweepSpace(SweepAxes axes, std::uint64_t most) : axes_(std::move(axes)) {
  Int128 pairs = 0;
  if (!axes_.M.at_shape) {
    pairs = Int128{axes_.number_of_shapes()} * axes_.M.everywhere.size();
  } else {
    starts_.reserve(axes_.number_of_shapes() + 1);
    for (std::uint64_t s = 0; s < axes_.number_of_shapes(); ++s) {
      starts_.push_back(static_cast<std::uint64_t>(pairs));
      pairs += axes_.M.at_shape(s).size();
      if (pairs > most) break;
    }
    starts_.push_back(static_cast<std::uint64_t>(pairs));
  }
  const Int128 points = pairs * group();
  if (points > most) sim::raise(TooManyPoints(points, most));
  size_ = static_cast<std::uint64_t>(points);
}

const Point& SweepWalk::at(std::uint64_t index) {
  const SweepAxes& axes = space_.axes_;
  const std::uint64_t pair = index / space_.group();
  std::uint64_t shape_number = 0;
  if (!axes.M.at_shape) {
    shape_number = pair / axes.M.everywhere.size();
    point_.M = axes.M.everywhere[pair % axes.M.everywhere.size()];
  } else {
    const auto next = std::upper_bound(space_.starts_.begin(), space_.starts_.end(), pair);
    shape_number = static_cast<std::uint64_t>(next - space_.starts_.begin()) - 1;
    if (shape_number != shape_number_) Ms_ = axes.M.at_shape(shape_number);
    point_.M = Ms_[pair - *(next - 1)];
  }
  if (shape_number != shape_number_) point_.shape = axes.shape(shape_number);
  shape_number_ = shape_number;
  point_.schedule = axes.schedules[index % space_.group()];
  return point_;
}

}  // namespace redblue::study
