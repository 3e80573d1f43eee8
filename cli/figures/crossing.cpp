#include <algorithm>
#include <cmath>

#include <redblue/cli/figures/crossing.hpp>

namespace redblue::cli {
namespace {

/// Where two curves that are straight in log-log between x0 and x1 meet; the end x1 where one of
/// them has no value at x0 (it starts to fit there).
double meeting(double x0, double x1, const Contender& from, const Contender& to, std::size_t i,
               std::size_t j) {
  if (!to.fits(i) || !from.fits(j)) return x1;
  const auto log_ratio = [&](std::size_t at) {
    return std::log(static_cast<double>(to.io[at]) / static_cast<double>(from.io[at]));
  };
  const double gap0 = log_ratio(i), gap1 = log_ratio(j);
  if (!std::isfinite(gap0) || !std::isfinite(gap1) || gap0 <= gap1) return x1;
  const double part = std::clamp(gap0 / (gap0 - gap1), 0.0, 1.0);
  return x0 * std::pow(x1 / x0, part);
}

}  // namespace

std::vector<std::size_t> winners(const std::vector<Contender>& contenders, std::size_t grid_size) {
  const std::size_t nobody = contenders.size();
  std::vector<std::size_t> result(grid_size, nobody);
  std::size_t last = nobody;
  for (std::size_t i = 0; i < grid_size; ++i) {
    std::size_t best = last != nobody && contenders[last].fits(i) ? last : nobody;
    for (std::size_t c = 0; c < contenders.size(); ++c) {
      if (!contenders[c].fits(i)) continue;
      if (best == nobody || contenders[c].io[i] < contenders[best].io[i]) best = c;
    }
    result[i] = best;
    if (best != nobody) last = best;
  }
  return result;
}

std::vector<Crossing> crossings(const std::vector<double>& grid, const std::vector<Contender>& contenders) {
  std::vector<Crossing> changes;
  const auto winner = winners(contenders, grid.size());
  std::size_t last = grid.size();  // the last grid index at which anything fits
  for (std::size_t i = 0; i < grid.size(); ++i) {
    if (winner[i] == contenders.size()) continue;
    if (last != grid.size() && winner[last] != winner[i]) {
      const Contender &from = contenders[winner[last]], &to = contenders[winner[i]];
      changes.push_back({last, meeting(grid[last], grid[i], from, to, last, i), from.name, to.name});
    }
    last = i;
  }
  return changes;
}

}  // namespace redblue::cli
