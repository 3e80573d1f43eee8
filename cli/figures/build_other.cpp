// Figures against d, and residuals.
#include <algorithm>
#include <map>
#include <set>

#include <redblue/cli/figures/build_parts.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>

namespace redblue::cli {
namespace {

/// What is held fixed when d varies.
struct Fixed {
  std::int64_t Nq, Nk, heads, batch;
  std::string mask, rules;
  Int128 M;  ///< 0: M goes with d
  auto operator<=>(const Fixed&) const = default;
};

Fixed fixed_part(const PlotPoint& p, bool with_M) {
  return {p.shape.Nq,   p.shape.Nk, p.shape.heads,           p.shape.batch,
          p.shape.mask, p.rules,    with_M ? p.M : Int128{0}};
}

/// True when there is a curve to draw: two or more values of d, each with one M.
bool varies_in_d(const std::vector<PlotPoint>& points) {
  std::map<std::int64_t, std::set<Int128>> values;
  for (const PlotPoint& p : points)
    if (p.drawn()) values[p.shape.dk].insert(p.M);
  return values.size() >= 2 &&
         std::all_of(values.begin(), values.end(), [](const auto& d) { return d.second.size() == 1; });
}

std::string title_of(const Fixed& f) {
  std::string title =
      f.Nq == f.Nk ? "N = " + thousands(f.Nq) : "Nq = " + thousands(f.Nq) + ", Nk = " + thousands(f.Nk);
  title += f.M > 0 ? ", M = " + thousands(f.M) + " words" : ", M goes with d";
  if (f.mask != "none") title += ", mask " + f.mask;
  if (f.heads * f.batch != 1) title += ", heads x batch " + thousands(Int128{f.heads} * f.batch);
  return title;
}

Sample sample_at(const PlotPoint& p, Int128 words) {
  Sample s{static_cast<double>(p.shape.dk),
           std::nullopt,
           p.overflow > 0,
           sim::to_string(p.shape.dk),
           "",
           "d = " + thousands(p.shape.dk) + " elements\n" + tip_of(p)};
  if (words > 0) s.y = static_cast<double>(words), s.y_text = sim::to_string(words);
  return s;
}

Panel panel_over_d(const std::vector<PlotPoint>& points, const Styles& styles) {
  Panel panel{"d", {}, {}, "d_elements", "io_words", {}, {}};
  Curve lower{"lower_words", "largest lower bound", Role::lower, 0, 0, {}};
  std::map<std::int64_t, const PlotPoint*> largest;
  for (const PlotPoint& p : points) {
    const PlotPoint*& slot = largest[p.shape.dk];
    if (slot == nullptr || p.lower > slot->lower) slot = &p;
  }
  for (const auto& [d, p] : largest) {
    lower.samples.push_back(sample_at(*p, p->lower));
    lower.samples.back().hollow = false;
    lower.samples.back().tip =
        "d = " + thousands(d) + " elements\nio ≥ " + thousands(p->lower) + " words (" + p->lower_by + ")";
  }
  panel.curves.push_back(std::move(lower));
  for (const Series& s : series_of(points, [](const PlotPoint& p) { return Int128{p.shape.dk}; })) {
    Curve curve = curve_of(s, styles);
    for (const PlotPoint* p : s.points) curve.samples.push_back(sample_at(*p, p->drawn() ? p->io : 0));
    panel.curves.push_back(std::move(curve));
  }
  const Extremes y = extremes(panel.curves, [](const Curve&) { return true; });
  panel.x = x_axis(panel.curves, "head dimension d [elements]");
  panel.y =
      make_axis("io = reads + writes [words]", Scale::log10, TickStyle::scientific, y.low, y.high, 0.05, 9);
  return panel;
}

/// The schedule's words in another mode minus the predicted ones, one curve per schedule.
std::vector<Curve> differences(const PointGroup& group, const Styles& styles) {
  std::map<std::string, std::map<Int128, std::map<std::string, const PlotPoint*>>> modes;
  for (const PlotPoint& p : group.points)
    if (p.drawn()) modes[p.label()][p.M][p.mode] = &p;
  std::vector<Curve> curves;
  for (const auto& [label, by_M] : modes) {
    Curve curve{label, label, Role::schedule, 0, 0, {}};
    for (const auto& [M, by_mode] : by_M) {
      const auto predicted = by_mode.find("predicted");
      if (predicted == by_mode.end() || by_mode.size() < 2) continue;
      for (const auto& [mode, p] : by_mode) {
        if (mode == "predicted") continue;
        const Int128 difference = p->io - predicted->second->io;
        curve.style = styles.of(p->algorithm);
        curve.samples.push_back(
            {static_cast<double>(M), static_cast<double>(difference), false, sim::to_string(M),
             sim::to_string(difference),
             tip_of(*p) + "\n" + mode + " - predicted = " + thousands(difference) + " words"});
      }
    }
    if (!curve.samples.empty()) curves.push_back(std::move(curve));
  }
  return curves;
}

std::vector<Curve> distances(const PointGroup& group, const Styles& styles) {
  std::vector<Curve> curves;
  for (const Series& s : series_of(group.points, [](const PlotPoint& p) { return p.M; })) {
    Curve curve = curve_of(s, styles);
    for (const PlotPoint* p : s.points) {
      const auto leading = leading_words(*p);
      if (!leading.has_value()) continue;
      Sample sample{static_cast<double>(p->M), std::nullopt, p->overflow > 0,
                    sim::to_string(p->M),      "",           tip_of(*p)};
      if (p->drawn()) {
        sample.y = static_cast<double>(p->io) / *leading - 1;
        sample.y_text = fixed(*sample.y, 6);
        sample.tip += "\nio / leading term - 1 = " + fixed(*sample.y, 4);
      }
      curve.samples.push_back(std::move(sample));
    }
    if (!curve.samples.empty()) curves.push_back(std::move(curve));
  }
  return curves;
}

Section residual_section(const PointGroup& group, const Styles& styles) {
  Section section{shape_text(group.shape), "rules " + group.rules, {}, {}, {}, {}};
  Panel panel{"residuals", {}, {}, "M_words", "counted_minus_predicted_words", differences(group, styles),
              {{0, ""}}};
  const bool counted = !panel.curves.empty();
  if (!counted) {
    panel.curves = distances(group, styles);
    panel.y_name = "io_over_leading_minus_1";
  }
  if (panel.curves.empty()) return section;
  const Extremes y = extremes(panel.curves, [](const Curve&) { return true; });
  if (counted && y.low == 0 && y.high == 0) section.notes.push_back("all differences are 0 words");
  panel.x = x_axis(panel.curves, "fast memory M [words]");
  panel.y = make_axis(counted ? "counted - predicted [words]" : "io / leading term - 1", Scale::linear,
                      TickStyle::plain, std::min(0.0, y.low), std::max(0.0, y.high), 0.05, 7);
  section.panels.push_back(std::move(panel));
  if (!counted) add_regimes(section, group.shape, section.panels.front().x);
  return section;
}

}  // namespace

Figure over_d(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  Figure figure{"I/O of attention against the head dimension",
                "Words moved between slow and fast memory by each schedule as d grows.",
                {}};
  const Styles styles(order, points);
  for (const bool with_M : {true, false}) {
    std::map<Fixed, std::vector<PlotPoint>> groups;
    for (const PlotPoint& p : in_order(points)) groups[fixed_part(p, with_M)].push_back(p);
    for (const auto& [key, group] : groups)
      if (varies_in_d(group))
        figure.sections.push_back(
            {title_of(key), "rules " + key.rules, {panel_over_d(group, styles)}, {}, {}, {}});
    if (!figure.sections.empty()) return figure;
  }
  figure.description = "no M is there with two or more values of d; try: redblue sweep --d 32:256:x2 ...";
  return figure;
}

Figure residuals(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  Figure figure{"Residuals", "Counted minus predicted words, or the distance of io to its leading term.", {}};
  const Styles styles(order, points);
  for (const PointGroup& group : by_shape(points)) {
    Section section = residual_section(group, styles);
    if (!section.panels.empty()) figure.sections.push_back(std::move(section));
  }
  if (figure.sections.empty())
    figure.description =
        "no schedule has records in two modes, and none has a leading term on record; "
        "try: redblue count --counted ...";
  return figure;
}

}  // namespace redblue::cli
