// The machine that schedules are written for.
//
// A schedule is written once against the concept Machine and counts, computes or leaves a trace,
// whichever scalar the machine has. TwoLevel is the machine of theory 1.1, the chain with one gate.
#pragma once

#include <concepts>

#include <redblue/sim/levels.hpp>

namespace redblue::sim {

/// The machine of theory 1.1: one gate of M words.
template <class Scalar>
using TwoLevel = Levels<Scalar, 1>;

/// What a schedule may do.
template <class M>
concept Machine = requires(M& m, typename M::Tile& tile, const Region& region, typename M::Value& cell) {
  { m.load(region) } -> std::same_as<typename M::Tile>;
  { m.fresh(region) } -> std::same_as<typename M::Tile>;
  m.store(tile);
  m.rename(tile, region);
  m.stream(region, Flow::in, [](typename M::Value&, Extent, Extent) {});
  m.update(cell, [](auto old) { return old; });
  m.assign(
      cell, [](auto value) { return value; }, cell);
  m.multiplied(region, Range{});
  m.work(Int128{0});
  { M::elementwise } -> std::convertible_to<bool>;
};

}  // namespace redblue::sim
