// Figures over M: io and the ratio to the lower bound, with regimes and crossings.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <redblue/cli/figures/build.hpp>
#include <redblue/cli/figures/build_parts.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

constexpr std::array<std::string_view, 5> kind_names{"standard", "io", "ratio", "d", "residuals"};

Curve schedule_curve(const Series& series, const Styles& styles, bool as_ratio) {
  Curve curve = curve_of(series, styles);
  for (const PlotPoint* p : series.points) {
    Sample s{static_cast<double>(p->M), std::nullopt, p->overflow > 0, sim::to_string(p->M), "", tip_of(*p)};
    const double io = static_cast<double>(p->io), lower = static_cast<double>(p->lower);
    if (as_ratio && p->feasible && p->lower > 0) s.y = io / lower, s.y_text = fixed(io / lower, 6);
    if (!as_ratio && p->drawn() && p->io > 0) s.y = io, s.y_text = sim::to_string(p->io);
    curve.samples.push_back(std::move(s));
  }
  return curve;
}

Curve best_curve(const std::vector<SandwichRow>& rows, bool as_ratio) {
  Curve curve{"best", "best of these", Role::best, 0, 0, {}};
  for (const SandwichRow& row : rows) {
    Sample s{static_cast<double>(row.M), std::nullopt, false, sim::to_string(row.M), "", ""};
    if (row.best != nullptr) s.tip = "best of these: " + tip_of(*row.best);
    if (as_ratio && row.ratio.has_value()) s.y = *row.ratio, s.y_text = fixed(*row.ratio, 6);
    if (!as_ratio && row.best != nullptr)
      s.y = static_cast<double>(row.best->io), s.y_text = sim::to_string(row.best->io);
    curve.samples.push_back(std::move(s));
  }
  return curve;
}

Curve lower_curve(const std::vector<SandwichRow>& rows) {
  Curve curve{"lower_words", "largest lower bound", Role::lower, 0, 0, {}};
  for (const SandwichRow& row : rows) {
    Sample s{static_cast<double>(row.M), std::nullopt, false, sim::to_string(row.M), "", ""};
    if (row.lower > 0) {
      s.y = static_cast<double>(row.lower);
      s.y_text = sim::to_string(row.lower);
      s.tip = "no schedule moves less\nM = " + with_commas(row.M) + " words\nio ≥ " + with_commas(row.lower) +
              " words (" + row.lower_by + ")";
    }
    curve.samples.push_back(std::move(s));
  }
  return curve;
}

/// One thin curve per bound that may be compared.
std::vector<Curve> bound_curves(const PointGroup& group) {
  std::map<std::string, std::map<Int128, Int128>> values;
  for (const PlotPoint& p : group.points)
    for (const PlotBound& b : p.bounds)
      if (b.comparable && b.words.has_value() && *b.words > 0) values[b.id][p.M] = *b.words;
  std::vector<Curve> curves;
  for (const auto& [id, by_M] : values) {
    Curve curve{"bound " + id, id, Role::bound, 0, 0, {}};
    for (const auto& [M, words] : by_M)
      curve.samples.push_back({static_cast<double>(M), static_cast<double>(words), false, sim::to_string(M),
                               sim::to_string(words),
                               "lower bound " + id + "\nM = " + with_commas(M) + " words\nio ≥ " +
                                   with_commas(words) + " words"});
    curves.push_back(std::move(curve));
  }
  return curves;
}

constexpr std::string_view M_label = "fast memory M [words]";

Panel io_panel(const PointGroup& group, const std::vector<SandwichRow>& rows, const Styles& styles) {
  Panel panel{"io", {}, {}, "M_words", "io_words", {}, {}};
  panel.curves.push_back(lower_curve(rows));
  for (Curve& c : bound_curves(group)) panel.curves.push_back(std::move(c));
  if (!only_best(group.points)) panel.curves.push_back(best_curve(rows, false));
  for (const Series& s : series_of(group.points, [](const PlotPoint& p) { return p.M; }))
    panel.curves.push_back(schedule_curve(s, styles, false));
  const Extremes y = extremes(panel.curves, [](const Curve& c) { return c.role != Role::bound; });
  panel.x = x_axis(panel.curves, std::string(M_label));
  panel.y =
      make_axis("io = reads + writes [words]", Scale::log10, TickStyle::scientific, y.low, y.high, 0.05, 9);
  return panel;
}

Panel ratio_panel(const PointGroup& group, const std::vector<SandwichRow>& rows, const Styles& styles) {
  Panel panel{"ratio", {}, {}, "M_words", "ratio", {}, {{1.0, "the lower bound itself"}}};
  if (!only_best(group.points)) panel.curves.push_back(best_curve(rows, true));
  for (const Series& s : series_of(group.points, [](const PlotPoint& p) { return p.M; }))
    panel.curves.push_back(schedule_curve(s, styles, true));
  const Extremes y = extremes(panel.curves, [](const Curve&) { return true; });
  panel.x = x_axis(panel.curves, std::string(M_label));
  panel.y = make_axis("io / lower bound", Scale::log10, TickStyle::plain, std::min(1.0, y.any ? y.low : 1.0),
                      y.any ? y.high : 2.0, 0.05, 6);
  return panel;
}

/// True when there is a schedule to see.
bool has_values(const Panel& panel) {
  return std::any_of(panel.curves.begin(), panel.curves.end(), [](const Curve& c) {
    return c.role == Role::schedule &&
           std::any_of(c.samples.begin(), c.samples.end(), [](const Sample& s) { return s.y.has_value(); });
  });
}

/// "phase_pv up to M = 4Ki words, then compulsory": which bounds the largest one is made of.
std::string made_of(const std::vector<SandwichRow>& rows) {
  std::vector<std::pair<std::string, Int128>> runs;  // a bound and the last M at which it is the largest
  for (const SandwichRow& row : rows) {
    if (row.lower <= 0) continue;
    if (runs.empty() || runs.back().first != row.lower_by) runs.emplace_back(row.lower_by, row.M);
    runs.back().second = row.M;
  }
  std::string text;
  if (runs.size() > 5) {  // rounding makes near-equal bounds change places often
    std::set<std::string> names;
    for (const auto& run : runs) names.insert(run.first);
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text + " by turns";
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    text += (i == 0 ? "" : ", then ") + runs[i].first;
    if (i + 1 < runs.size())
      text += " up to M = " + binary_prefix(static_cast<double>(runs[i].second)) + " words";
  }
  return text;
}

void add_notes(Section& section, const PointGroup& group, const std::vector<SandwichRow>& rows) {
  const std::string largest = made_of(rows);
  if (!largest.empty()) section.notes.push_back("largest lower bound: " + largest);
  const auto infeasible =
      std::count_if(group.points.begin(), group.points.end(), [](const PlotPoint& p) { return !p.drawn(); });
  const auto hollow = std::count_if(group.points.begin(), group.points.end(),
                                    [](const PlotPoint& p) { return p.overflow > 0; });
  if (infeasible > 0)
    section.notes.push_back(with_commas(infeasible) +
                            " records do not fit in M or do not play these rules: gaps");
  if (hollow > 0)
    section.notes.push_back(with_commas(hollow) +
                            " records follow a published plan that overflows M: hollow, no ratio");
}

Section over_M(const PointGroup& group, FigureKind kind, const Styles& styles) {
  Section section{shape_text(group.shape), "rules " + group.rules, {}, {}, {}, {}};
  const auto rows = sandwich(group);
  if (kind != FigureKind::ratio) section.panels.push_back(io_panel(group, rows, styles));
  if (kind != FigureKind::io) section.panels.push_back(ratio_panel(group, rows, styles));
  std::erase_if(section.panels, [](const Panel& p) { return !has_values(p); });
  if (section.panels.empty()) return section;
  add_regimes(section, group.shape);
  add_crossings(section, measured_crossings(group));
  add_notes(section, group, rows);
  return section;
}

Figure over_M(const std::vector<PlotPoint>& points, FigureKind kind, const StyleOrder& order) {
  Figure figure{
      "I/O of attention against fast memory",
      "Words moved between slow and fast memory by each schedule, and what no schedule can go below.",
      {}};
  if (kind == FigureKind::ratio)
    figure = {"I/O of attention over its lower bound",
              "How far each schedule is from the largest lower bound.",
              {}};
  const Styles styles(order, points);
  for (const PointGroup& group : by_shape(points)) {
    Section section = over_M(group, kind, styles);
    if (!section.panels.empty()) figure.sections.push_back(std::move(section));
  }
  if (figure.sections.empty())
    figure.description = kind == FigureKind::ratio
                             ? "no record has both counts and a lower bound that may be compared"
                             : "no record has counts: every point is infeasible";
  return figure;
}

}  // namespace

std::optional<FigureKind> parse_figure_kind(std::string_view text) {
  const auto* at = std::find(kind_names.begin(), kind_names.end(), text);
  if (at == kind_names.end()) return std::nullopt;
  return static_cast<FigureKind>(at - kind_names.begin());
}

std::span<const std::string_view> figure_kinds() { return kind_names; }

Figure build_figure(const std::vector<PlotPoint>& points, FigureKind kind, const StyleOrder& order) {
  if (kind == FigureKind::d) return over_d(points, order);
  if (kind == FigureKind::residuals) return residuals(points, order);
  return over_M(points, kind, order);
}

}  // namespace redblue::cli
