#include <algorithm>
#include <cmath>
#include <set>

#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {

int mode_rank(const PlotPoint& p) { return p.mode == "predicted" ? 0 : p.mode == "counted" ? 1 : 2; }

Styles::Styles(const StyleOrder& order) {
  for (const std::string& name : order) rows_.emplace(name, static_cast<int>(rows_.size()));
}

Styles::Styles(const StyleOrder& order, const std::vector<PlotPoint>& points) : Styles(order) {
  std::set<std::string> names;
  for (const PlotPoint& p : points) names.insert(p.algorithm);
  for (const std::string& name : names) rows_.emplace(name, static_cast<int>(rows_.size()));
}

int Styles::of(const std::string& algorithm) const {
  const auto row = rows_.find(algorithm);
  return row == rows_.end() ? 0 : row->second;
}

bool only_best(const std::vector<PlotPoint>& points) {
  return std::all_of(points.begin(), points.end(),
                     [](const PlotPoint& p) { return p.algorithm == "best" || !p.drawn(); });
}

std::vector<Series> series_of(const std::vector<PlotPoint>& points,
                              const std::function<Int128(const PlotPoint&)>& x) {
  const bool with_best = only_best(points);
  std::map<std::string, std::map<Int128, const PlotPoint*>> chosen;
  for (const PlotPoint& p : points) {
    if (p.algorithm == "best" && !with_best) continue;
    const PlotPoint*& slot = chosen[p.label()][x(p)];
    if (slot == nullptr || mode_rank(p) < mode_rank(*slot)) slot = &p;
  }
  std::vector<Series> result;
  std::map<std::string, int> variants;
  for (const auto& [label, by_x] : chosen) {
    const std::string& algorithm = by_x.begin()->second->algorithm;
    Series series{label, algorithm, variants[algorithm]++, {}};
    for (const auto& [at, p] : by_x) series.points.push_back(p);
    result.push_back(std::move(series));
  }
  return result;
}

Curve curve_of(const Series& series, const Styles& styles) {
  return {series.label, series.label, Role::schedule, styles.of(series.algorithm), series.variant, {}};
}

std::string tip_of(const PlotPoint& p) {
  std::string tip = p.label() + (p.mode == "predicted" ? "" : " (" + p.mode + ")");
  tip += "\nM = " + with_commas(p.M) + " words";
  if (!p.drawn()) return tip + "\ndoes not fit, or does not play these rules";
  tip += "\nio = " + with_commas(p.io) + " words";
  tip += "\nreads " + with_commas(p.reads) + ", writes " + with_commas(p.writes) + " words";
  if (!p.plan.empty()) tip += "\nplan " + p.plan;
  if (p.overflow > 0) return tip + "\noverflows M by " + with_commas(p.overflow) + " words: no ratio";
  if (p.lower > 0)
    tip += "\n" + ratio_text(static_cast<double>(p.io) / static_cast<double>(p.lower)) + " × lower bound " +
           with_commas(p.lower) + " words (" + p.lower_by + ")";
  return tip;
}

void Extremes::add(double value) {
  if (!std::isfinite(value)) return;
  low = any ? std::min(low, value) : value;
  high = any ? std::max(high, value) : value;
  any = true;
}

Extremes extremes(const std::vector<Curve>& curves, const std::function<bool(const Curve&)>& counts) {
  Extremes result;
  for (const Curve& curve : curves)
    if (counts(curve))
      for (const Sample& s : curve.samples)
        if (s.y.has_value()) result.add(*s.y);
  return result;
}

Axis x_axis(const std::vector<Curve>& curves, const std::string& label) {
  Extremes range;
  for (const Curve& curve : curves)
    for (const Sample& s : curve.samples) range.add(s.x);
  return make_axis(label, Scale::log2, TickStyle::binary, range.low, range.high, 0.015, 9);
}

}  // namespace redblue::cli
