// Residuals: what the records say beyond the formulas.
#include <algorithm>
#include <map>
#include <set>

#include <redblue/cli/figures/build_parts.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

constexpr std::string_view counted_name = "counted_minus_predicted_words";

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
             tip_of(*p) + "\n" + mode + " - predicted = " + with_commas(difference) + " words"});
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

/// The schedules of the group that have no curve, by name.
std::string not_drawn(const PointGroup& group, const std::vector<Curve>& curves) {
  std::set<std::string> names;
  for (const Series& s : series_of(group.points, [](const PlotPoint& p) { return p.M; }))
    names.insert(s.label);
  for (const Curve& c : curves) names.erase(c.id);
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Says which of the two kinds of residuals the sections hold.
std::string residual_description(const std::vector<Section>& sections) {
  const auto counted = std::count_if(sections.begin(), sections.end(), [](const Section& s) {
    return s.panels.front().y_name == counted_name;
  });
  if (counted == 0) return "io over the leading term of its formula, minus 1: what lower-order terms add.";
  if (counted == static_cast<std::ptrdiff_t>(sections.size()))
    return "Counted minus predicted words: 0 is exact agreement.";
  return "Counted minus predicted words where both are on record, elsewhere io over its leading term, minus "
         "1.";
}

Section residual_section(const PointGroup& group, const Styles& styles) {
  Section section{shape_text(group.shape), "rules " + group.rules, {}, {}, {}, {}};
  Panel panel{"residuals", {}, {}, "M_words", std::string(counted_name), differences(group, styles),
              {{0, ""}}};
  const bool counted = !panel.curves.empty();  // else the distances below
  if (!counted) {
    panel.curves = distances(group, styles);
    panel.y_name = "io_over_leading_minus_1";
  }
  if (panel.curves.empty()) return section;
  const std::string missing = not_drawn(group, panel.curves);
  if (!missing.empty())
    section.notes.push_back((counted ? "no records in two modes: " : "no leading term on record: ") +
                            missing);
  const Extremes y = extremes(panel.curves, [](const Curve&) { return true; });
  if (counted && y.low == 0 && y.high == 0) section.notes.push_back("all differences are 0 words");
  panel.x = x_axis(panel.curves, "fast memory M [words]");
  panel.y = make_axis(counted ? "counted - predicted [words]" : "io / leading term - 1", Scale::linear,
                      TickStyle::plain, std::min(0.0, y.low), std::max(0.0, y.high), 0.05, 7);
  section.panels.push_back(std::move(panel));
  if (!counted) add_regimes(section, group.shape);
  return section;
}

}  // namespace

Figure residuals(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  Figure figure{"Residuals", "", {}};
  const Styles styles(order, points);
  for (const PointGroup& group : by_shape(points)) {
    Section section = residual_section(group, styles);
    if (!section.panels.empty()) figure.sections.push_back(std::move(section));
  }
  if (figure.sections.empty())
    figure.description =
        "no schedule has records in two modes, and none has a leading term on record; "
        "try: redblue count --counted ...";
  else
    figure.description = residual_description(figure.sections);
  return figure;
}

}  // namespace redblue::cli
