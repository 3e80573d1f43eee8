// Grouping of points into sections, the sandwich and the measured crossings.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <redblue/cli/figures/curves.hpp>

namespace redblue::cli {
namespace {

bool competes(const PlotPoint& p, bool with_best) { return p.feasible && (with_best || p.algorithm != "best"); }

bool better(const PlotPoint& a, const PlotPoint& b) {
  const int rank_a = mode_rank(a), rank_b = mode_rank(b);
  return std::tie(a.io, a.writes, rank_a, a.algorithm, a.variant) < std::tie(b.io, b.writes, rank_b, b.algorithm, b.variant);
}

}  // namespace

std::vector<PointGroup> by_shape(const std::vector<PlotPoint>& points) {
  std::vector<PointGroup> groups;
  for (const PlotPoint& p : in_order(points)) {
    if (groups.empty() || groups.back().shape != p.shape || groups.back().rules != p.rules)
      groups.push_back({p.shape, p.rules, {}});
    groups.back().points.push_back(p);
  }
  return groups;
}

std::vector<SandwichRow> sandwich(const PointGroup& group) {
  const bool with_best = only_best(group.points);
  std::map<Int128, SandwichRow> rows;
  for (const PlotPoint& p : group.points) {
    SandwichRow& row = rows[p.M];
    row.M = p.M;
    if (competes(p, with_best) && (row.best == nullptr || better(p, *row.best))) row.best = &p;
    if (p.lower > row.lower) row.lower = p.lower, row.lower_by = p.lower_by;
  }
  std::vector<SandwichRow> result;
  for (auto& [M, row] : rows) {
    if (group.shape.square()) row.u = static_cast<double>(group.shape.dk) / std::sqrt(static_cast<double>(M));
    if (row.best != nullptr && row.lower > 0)
      row.ratio = static_cast<double>(row.best->io) / static_cast<double>(row.lower);
    result.push_back(std::move(row));
  }
  return result;
}

std::vector<Crossing> measured_crossings(const PointGroup& group) {
  if (only_best(group.points)) return {};
  std::set<Int128> grid;
  for (const PlotPoint& p : group.points) grid.insert(p.M);
  const std::vector<Int128> values(grid.begin(), grid.end());
  std::map<std::string, Contender> by_label;
  for (const PlotPoint& p : group.points) {
    if (!competes(p, false)) continue;
    Contender& c = by_label[p.label()];
    if (c.io.empty()) c = {p.label(), std::vector<Int128>(values.size(), Contender::unfit)};
    const auto at = static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), p.M) - values.begin());
    c.io[at] = c.fits(at) ? std::min(c.io[at], p.io) : p.io;
  }
  std::vector<Contender> contenders;
  for (auto& [label, c] : by_label) contenders.push_back(std::move(c));
  std::vector<double> x;
  for (const Int128 M : values) x.push_back(static_cast<double>(M));
  return crossings(x, contenders);
}

}  // namespace redblue::cli
