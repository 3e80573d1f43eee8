// Record: one schedule at one point beside everything that is proven about that point.
// The value behind every table row, journal line, curve and report (schema redblue.record/1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/proofs_check/bound.hpp>

namespace redblue::study {

using algorithms::Options;
using algorithms::Schedule;
using proofs_check::Rules;
using sim::AttentionShape;
using sim::BitsPerElement;
using sim::Int128;
using sim::Words;

/// Seed of the inputs of executed runs where none is given.
inline constexpr std::uint64_t inputs_seed = 1;

/// Where the counts of a record come from.
enum class Mode { predicted, counted, executed };

[[nodiscard]] constexpr std::string_view name(Mode m) {
  return m == Mode::predicted ? "predicted" : m == Mode::counted ? "counted" : "executed";
}

/// What is asked: one schedule at one shape and M. `schedule` null means `best`.
struct Point {
  const Schedule* schedule = nullptr;
  AttentionShape shape{};
  Words M{};
  Options options{};
  Rules rules = Rules::fma;
  Int128 heads = 1;
  Int128 batch = 1;
  BitsPerElement bits = sim::default_bits();
  Mode mode = Mode::predicted;
  std::uint64_t seed = inputs_seed;  ///< of the inputs; executed points only
};

/// What is answered. Counts, bytes, flops and bounds are multiplied by heads x batch; each head is a
/// problem of its own that starts and ends with an empty fast memory.
struct Record {
  Point point;
  const Schedule* schedule = nullptr;  ///< the one that ran; for `best` the winner; null: nothing fits
  bool feasible = false;
  bool plays_rules = true;  ///< the counts are a play of point.rules; false: no ratio
  Words smallest_M;         ///< where not feasible: the least M that is
  std::optional<algorithms::Planned> planned;
  sim::Counts counts;  ///< valid when `planned`
  sim::ByteTraffic bytes;
  proofs_check::LowerBounds bounds;  ///< per head; multiplied on printing
  Words lower;                       ///< bounds.lower x heads x batch
  std::optional<double> ratio;       ///< io / lower, when feasible and lower > 0
  std::optional<double> max_error;   ///< executed: max|O - reference| / max sum_j p_ij |v_jc|

  [[nodiscard]] std::string_view algorithm() const {
    return point.schedule != nullptr ? point.schedule->id : "best";
  }
};

/// The record of a point. Cost: a plan search, a closed form and the bounds; plus the run for
/// counted and executed points.
/// Throws: sim::Error for a shape or options that the schedule cannot run at any M.
[[nodiscard]] Record evaluate(const Point& point);

/// The same with the bounds of (point.shape, point.M, point.rules) at hand, so that a sweep computes
/// them once for all its schedules.
[[nodiscard]] Record evaluate(const Point& point, const proofs_check::LowerBounds& known);

}  // namespace redblue::study
