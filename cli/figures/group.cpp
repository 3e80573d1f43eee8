// Grouping of points into sections, the sandwich and the measured crossings.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <redblue/cli/figures/curves.hpp>

namespace redblue::cli {
namespace {

/// Every feasible schedule of a group over the values of M that the group holds.
struct Field {
  std::vector<Int128> grid;
  std::vector<Contender> contenders;  ///< in the order of their labels
  std::map<std::pair<std::string, Int128>, const PlotPoint*> points;

  [[nodiscard]] std::size_t place(Int128 M) const {
    return static_cast<std::size_t>(std::lower_bound(grid.begin(), grid.end(), M) - grid.begin());
  }
};

Field field_of(const PointGroup& group) {
  Field field;
  std::set<Int128> values;
  for (const PlotPoint& p : group.points) values.insert(p.M);
  field.grid.assign(values.begin(), values.end());
  for (const Series& s : series_of(group.points, [](const PlotPoint& p) { return p.M; })) {
    Contender c{s.label, std::vector<Int128>(field.grid.size(), Contender::unfit)};
    for (const PlotPoint* p : s.points) {
      if (!p->feasible) continue;
      c.io[field.place(p->M)] = p->io;
      field.points[{s.label, p->M}] = p;
    }
    field.contenders.push_back(std::move(c));
  }
  return field;
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
  const Field field = field_of(group);
  const auto winner = winners(field.contenders, field.grid.size());
  std::vector<SandwichRow> rows(field.grid.size());
  for (const PlotPoint& p : group.points) {
    SandwichRow& row = rows[field.place(p.M)];
    if (p.lower > row.lower) row.lower = p.lower, row.lower_by = p.lower_by;
    row.no_play = row.no_play || !p.plays_rules;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SandwichRow& row = rows[i];
    row.M = field.grid[i];
    if (group.shape.square())
      row.u = static_cast<double>(group.shape.dk) / std::sqrt(static_cast<double>(row.M));
    if (winner[i] == field.contenders.size()) continue;
    row.best = field.points.at({field.contenders[winner[i]].name, row.M});
    row.no_play = false;
    if (row.lower > 0) row.ratio = static_cast<double>(row.best->io) / static_cast<double>(row.lower);
  }
  return rows;
}

std::vector<Crossing> measured_crossings(const PointGroup& group) {
  const Field field = field_of(group);
  std::vector<double> x;
  for (const Int128 M : field.grid) x.push_back(static_cast<double>(M));
  return crossings(x, field.contenders);
}

}  // namespace redblue::cli
