// What a schedule provides; catalog.cpp turns it into a row.
//
//   struct MySchedule {
//     id, title, source, leading       text for lists
//     Takes takes                      which options mean something to it
//     Plan                             a value
//     plan(shape, options, M)          the tile rule; empty when nothing fits
//     footprint_of, smallest_M         words
//     terms, flops                     the closed form
//     fields(plan)                     the plan as records print it
//     run(machine, plan, problem)      the loop nest
//   };
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/schedule.hpp>
#include <redblue/algorithms/tile_plan.hpp>

namespace redblue::algorithms {

namespace tensor = sim::tensor;

/// Which options mean something to a schedule. Tiles, masks and statistics that it lacks are refused
/// (row.hpp); init and safe concern no schedule but their own. kernel: there is a CUDA kernel with this plan.
struct Takes {
  bool tiles = false;
  bool published = false;
  bool masks = false;
  bool init = false;
  bool safe = false;
  bool stats = false;
  bool kernel = false;
};

template <class S>
concept ScheduleType = requires(const AttentionShape& shape, const Options& options,
                                const typename S::Plan& plan, sim::TwoLevel<sim::Ghost>& machine,
                                const Problem& problem) {
  { S::id } -> std::convertible_to<std::string_view>;
  { S::source } -> std::convertible_to<std::string_view>;
  { S::takes } -> std::convertible_to<Takes>;
  { S::plan(shape, options, Extent{}) } -> std::same_as<std::optional<typename S::Plan>>;
  { S::footprint_of(shape, options, plan) } -> std::same_as<Extent>;
  { S::smallest_M(shape, options) } -> std::same_as<Extent>;
  { S::terms(shape, options, plan) } -> std::same_as<Terms>;
  { S::flops(shape, options, plan) } -> std::same_as<Int128>;
  { S::fields(plan) } -> std::same_as<std::vector<PlanField>>;
  S::run(machine, plan, problem);
};

}  // namespace redblue::algorithms
