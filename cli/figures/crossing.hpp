// Which schedule wins where, and where the winner changes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <redblue/sim/words.hpp>

namespace redblue::cli {

/// The io of one schedule on a common grid of x values.
struct Contender {
  static constexpr sim::Int128 unfit = -1;
  std::string name;
  std::vector<sim::Int128> io;  ///< `unfit` where it does not fit

  [[nodiscard]] bool fits(std::size_t i) const { return io[i] != unfit; }
};

/// A change of the winner between two neighbouring grid values.
struct Crossing {
  std::size_t before = 0;  ///< grid index: the last value at which `from` wins
  double x = 0;            ///< where the two curves meet, read between grid values in log-log
  std::string from, to;
};

/// The winner at each grid value: least io; among equals the previous winner where it is one of
/// them, else the first. `contenders.size()` where none fits.
[[nodiscard]] std::vector<std::size_t> winners(const std::vector<Contender>& contenders,
                                               std::size_t grid_size);

/// Every change of the winner. Values at which nothing fits are passed over.
[[nodiscard]] std::vector<Crossing> crossings(const std::vector<double>& grid,
                                              const std::vector<Contender>& contenders);

}  // namespace redblue::cli
