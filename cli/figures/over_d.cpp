// Figures against the head dimension d.
#include <algorithm>
#include <map>
#include <set>

#include <redblue/cli/figures/build_parts.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

constexpr Int128 goes_with_d = 0, any_M = -1;

constexpr std::size_t few_d = 5;         ///< fewer values of d than this do not deserve a panel for each M
constexpr std::size_t few_M = 4;         ///< as long as there are more values of M than this
constexpr std::size_t most_series = 16;  ///< names that find room beside one panel
constexpr std::size_t a_curve = 3;       ///< values of d; fewer are drawn as points

/// What is held fixed when d varies.
struct Fixed {
  std::int64_t Nq, Nk, heads, batch;
  std::string mask, rules;
  Int128 M;  ///< goes_with_d, any_M, or the one M
  auto operator<=>(const Fixed&) const = default;
};

Fixed fixed_part(const PlotPoint& p, Int128 M) {
  return {p.shape.Nq, p.shape.Nk, p.shape.heads, p.shape.batch, p.shape.mask, p.rules, M};
}

/// The values of d, each with its values of M.
std::map<std::int64_t, std::set<Int128>> values_of(const std::vector<PlotPoint>& points) {
  std::map<std::int64_t, std::set<Int128>> values;
  for (const PlotPoint& p : points)
    if (p.drawn()) values[p.shape.dk].insert(p.M);
  return values;
}

/// True when there is a curve to draw: two or more values of d, each with one M.
bool varies_in_d(const std::vector<PlotPoint>& points) {
  const auto values = values_of(points);
  return values.size() >= 2 &&
         std::all_of(values.begin(), values.end(), [](const auto& d) { return d.second.size() == 1; });
}

std::string title_of(const Fixed& f) {
  std::string title =
      f.Nq == f.Nk ? "N = " + with_commas(f.Nq) : "Nq = " + with_commas(f.Nq) + ", Nk = " + with_commas(f.Nk);
  if (f.M >= 0) title += f.M > 0 ? ", M = " + with_commas(f.M) + " words" : ", M goes with d";
  if (f.mask != "none") title += ", mask " + f.mask;
  if (f.heads * f.batch != 1) title += ", heads x batch " + with_commas(Int128{f.heads} * f.batch);
  return title;
}

Sample sample_at(const PlotPoint& p, Int128 words) {
  Sample s{static_cast<double>(p.shape.dk),
           std::nullopt,
           p.overflow > 0,
           sim::to_string(p.shape.dk),
           "",
           "d = " + with_commas(p.shape.dk) + " elements\n" + tip_of(p)};
  if (words > 0) s.y = static_cast<double>(words), s.y_text = sim::to_string(words);
  return s;
}

/// Axes over what the panel holds; too few values of d make it one of points.
void set_axes(Panel& panel, std::size_t d_values) {
  panel.points_only = d_values < a_curve;
  const Extremes y = extremes(panel.curves, [](const Curve&) { return true; });
  panel.x = x_axis(panel.curves, "head dimension d [elements]");
  if (panel.points_only) {
    const double low = panel.x.value_at(-0.2), high = panel.x.value_at(1.2);
    panel.x = make_axis(panel.x.label, panel.x.scale, panel.x.style, low, high, 0, 9);
  }
  panel.y =
      make_axis("io = reads + writes [words]", Scale::log10, TickStyle::scientific, y.low, y.high, 0.05, 9);
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
        "d = " + with_commas(d) + " elements\nio ≥ " + with_commas(p->lower) + " words (" + p->lower_by + ")";
  }
  panel.curves.push_back(std::move(lower));
  for (const Series& s : series_of(points, [](const PlotPoint& p) { return Int128{p.shape.dk}; })) {
    Curve curve = curve_of(s, styles);
    for (const PlotPoint* p : s.points) curve.samples.push_back(sample_at(*p, p->drawn() ? p->io : 0));
    panel.curves.push_back(std::move(curve));
  }
  set_axes(panel, values_of(points).size());
  return panel;
}

/// The least io over the schedules at each d for one M.
Curve least_over_d(const std::vector<PlotPoint>& points, Int128 M) {
  std::map<std::int64_t, const PlotPoint*> least;
  for (const Series& s : series_of(points, [](const PlotPoint& p) { return Int128{p.shape.dk}; }))
    for (const PlotPoint* p : s.points) {
      if (!p->feasible) continue;
      const PlotPoint*& slot = least[p->shape.dk];
      if (slot == nullptr || p->io < slot->io) slot = p;
    }
  Curve curve{"M " + sim::to_string(M), "M = " + with_commas(M) + " words", Role::schedule, 0, 0, {}};
  for (const auto& [d, p] : least) curve.samples.push_back(sample_at(*p, p->io));
  return curve;
}

/// At most `most` of the values, evenly, with the first and the last.
std::vector<Int128> some_of(const std::vector<Int128>& values, std::size_t most) {
  if (values.size() <= most) return values;
  std::vector<Int128> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(values[i * (values.size() - 1) / (most - 1)]);
  return some;
}

std::string few_d_note(std::size_t d_values) {
  const std::string count = with_commas(static_cast<Int128>(d_values)) + " values of d";
  return d_values < a_curve ? count + ": points, no curves; more of them: redblue sweep --d 32:256:x2 ..."
                            : "";
}

/// Few values of d and many of M: one panel, a series per M.
Section all_M_section(const Fixed& key, const std::map<Int128, std::vector<PlotPoint>>& by_M) {
  Section section{title_of(key), "rules " + key.rules, {}, {}, {}, {}};
  Panel panel{"d", {}, {}, "d_elements", "io_words", {}, {}};
  std::vector<Int128> values;
  std::set<std::int64_t> d_values;
  std::set<std::string> schedules;
  for (const auto& [M, points] : by_M) {
    values.push_back(M);
    for (const PlotPoint& p : points) d_values.insert(p.shape.dk), schedules.insert(p.label());
  }
  const auto drawn = some_of(values, most_series);
  for (const Int128 M : drawn) {
    Curve curve = least_over_d(by_M.at(M), M);
    curve.style = static_cast<int>(panel.curves.size() % curve_inks.size());
    curve.variant = static_cast<int>(panel.curves.size() / curve_inks.size());
    if (!curve.samples.empty()) panel.curves.push_back(std::move(curve));
  }
  if (panel.curves.empty()) return section;
  set_axes(panel, d_values.size());
  if (panel.points_only) section.notes.push_back(few_d_note(d_values.size()));
  section.notes.push_back(schedules.size() == 1
                              ? "every point: io of " + *schedules.begin()
                              : "every point: the least io of " +
                                    with_commas(static_cast<Int128>(schedules.size())) +
                                    " schedules; to see each of them, give records of one M");
  if (drawn.size() < values.size())
    section.notes.push_back(with_commas(static_cast<Int128>(drawn.size())) + " of " +
                            with_commas(static_cast<Int128>(values.size())) + " values of M are drawn");
  section.panels.push_back(std::move(panel));
  return section;
}

Section section_over_d(const Fixed& key, const std::vector<PlotPoint>& points, const Styles& styles) {
  Section section{title_of(key), "rules " + key.rules, {panel_over_d(points, styles)}, {}, {}, {}};
  if (section.panels.front().points_only) section.notes.push_back(few_d_note(values_of(points).size()));
  return section;
}

/// One section per M, or one for all of them where d takes few values and M many.
void add_sections(Figure& figure, const std::vector<PlotPoint>& points, const Styles& styles) {
  std::map<Fixed, std::map<Int128, std::vector<PlotPoint>>> groups;
  for (const PlotPoint& p : points) groups[fixed_part(p, any_M)][p.M].push_back(p);
  for (auto& [key, by_M] : groups) {
    std::erase_if(by_M, [](const auto& one) { return !varies_in_d(one.second); });
    std::size_t d_values = 0;
    for (const auto& [M, group] : by_M) d_values = std::max(d_values, values_of(group).size());
    if (by_M.size() > few_M && d_values < few_d) {
      Section section = all_M_section(key, by_M);
      if (section.panels.empty()) continue;
      figure.description = "Words moved between slow and fast memory as d grows, a series for each M.";
      figure.sections.push_back(std::move(section));
      continue;
    }
    for (const auto& [M, group] : by_M)
      figure.sections.push_back(section_over_d(fixed_part(group.front(), M), group, styles));
  }
}

}  // namespace

Figure over_d(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  Figure figure{"I/O of attention against the head dimension",
                "Words moved between slow and fast memory by each schedule as d grows.",
                {}};
  const Styles styles(order, points);
  const auto sorted = in_order(points);
  add_sections(figure, sorted, styles);
  if (!figure.sections.empty()) return figure;
  std::map<Fixed, std::vector<PlotPoint>> groups;
  for (const PlotPoint& p : sorted) groups[fixed_part(p, goes_with_d)].push_back(p);
  for (const auto& [key, group] : groups)
    if (varies_in_d(group)) figure.sections.push_back(section_over_d(key, group, styles));
  if (!figure.sections.empty()) return figure;
  figure.description = "no M is there with two or more values of d; try: redblue sweep --d 32:256:x2 ...";
  return figure;
}

}  // namespace redblue::cli
