#include <algorithm>
#include <set>
#include <tuple>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/canvas.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/figures/svg.hpp>
#include <redblue/cli/figures/svg_panel.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

constexpr double top_room = 42;   ///< above the first panel: axis name, numbers of crossings
constexpr double between = 54;    ///< from one panel to the next
constexpr double foot_room = 48;  ///< tick labels and axis name
constexpr double heading_room = 30;
constexpr double note_height = 16;
constexpr double most_height = 3600;  ///< of the sections of one picture

/// Notes and crossings as lines below the panels.
std::vector<std::string> lines_below(const Section& section) {
  std::vector<std::string> lines;
  for (const Mark& mark : section.marks)
    if (mark.measured) lines.push_back("(" + mark.label + ") " + mark.why);
  lines.insert(lines.end(), section.notes.begin(), section.notes.end());
  return lines;
}

/// Two columns where every line is short enough.
std::size_t note_columns(const std::vector<std::string>& lines, double column) {
  return std::all_of(lines.begin(), lines.end(), [&](const auto& l) { return text_width(l, 10.5) < column; })
             ? 2
             : 1;
}

double plot_height(const SectionStyle& style, std::size_t panel) {
  return panel == 0 ? style.main_height : style.other_height;
}

double section_height(const Section& section, const SectionStyle& style) {
  double height = (style.heading ? heading_room : 0) + top_room + foot_room;
  for (std::size_t i = 0; i < section.panels.size(); ++i)
    height += plot_height(style, i) + (i > 0 ? between : 0);
  if (style.notes) {
    const auto lines = lines_below(section);
    const std::size_t columns = note_columns(lines, (style.width - style.left) / 2 - 10);
    height += note_height * static_cast<double>((lines.size() + columns - 1) / columns);
  }
  return height;
}

void draw_notes(Canvas& canvas, const Section& section, const SectionStyle& style, double x, double y) {
  const auto lines = lines_below(section);
  const std::size_t columns = note_columns(lines, (style.width - style.left) / 2 - 10);
  const std::size_t half = (lines.size() + columns - 1) / columns;
  const double column = (style.width - style.left) / static_cast<double>(columns);
  for (std::size_t i = 0; i < lines.size(); ++i)
    canvas.text(x + style.left + (i < half ? 0 : column), y + note_height * static_cast<double>(i % half),
                "s soft", fitted(lines[i], 10.5, column - 10));
}

void draw_section(Canvas& canvas, const Section& section, const SectionStyle& style, double x, double y,
                  const std::string& id) {
  if (style.heading) {
    canvas.text(x + 8, y + 18, "h", fitted(section.title, 16, style.width - 120));
    canvas.text(x + style.width - style.right, y + 18, "n soft e", section.subtitle);
    y += heading_room;
  }
  y += top_room;
  for (std::size_t i = 0; i < section.panels.size(); ++i) {
    PanelFrame frame;
    frame.plot = {x + style.left, y, style.width - style.left - style.right, plot_height(style, i)};
    frame.clip_id = id + "-" + std::to_string(i);
    frame.first = i == 0;
    frame.with_x_label = i + 1 == section.panels.size();
    draw_panel(canvas, section, section.panels[i], style, frame);
    y = frame.plot.bottom() + between;
  }
  if (style.notes) draw_notes(canvas, section, style, x, y - between + foot_room + 6);
}

std::string summary(const Section& section) {
  std::string text = section.title + ", " + section.subtitle + ". Curves: ";
  for (const Curve* c : legend_of(section))
    if (c->role != Role::bound) text += c->label + "; ";
  for (const std::string& line : lines_below(section)) text += line + ". ";
  return text;
}

bool any_curve(const Figure& figure, bool (*holds)(const Curve&)) {
  for (const Section& section : figure.sections)
    for (const Panel& panel : section.panels)
      if (std::any_of(panel.curves.begin(), panel.curves.end(), holds)) return true;
  return false;
}

bool any_crossing(const Figure& figure) {
  for (const Section& section : figure.sections)
    if (std::any_of(section.marks.begin(), section.marks.end(), [](const Mark& m) { return m.measured; }))
      return true;
  return false;
}

bool is_hollow(const Curve& curve) {
  return std::any_of(curve.samples.begin(), curve.samples.end(), [](const Sample& s) { return s.hollow; });
}

/// What the parts of the drawing that are no labelled curve mean.
void draw_key(Canvas& canvas, const Figure& figure, double x, double y) {
  const auto entry = [&](std::string_view text) {
    canvas.text(x + 29, y + 4, "n soft", text);
    x += 48 + text_width(text, 11.5);
  };
  if (any_curve(figure, [](const Curve& c) { return c.role == Role::best; }))
    canvas.line(x, y, x + 22, y, "best"), entry("best of these");
  if (any_curve(figure, [](const Curve& c) { return c.role == Role::lower; })) {
    canvas.rect({x, y - 6, 22, 12}, "floor");
    canvas.line(x, y - 6, x + 22, y - 6, "line proof");
    entry("no schedule can go below");
  }
  if (any_curve(figure, [](const Curve& c) { return c.role == Role::bound; }))
    canvas.line(x, y, x + 22, y, "thin bnd"), entry("one lower bound");
  if (any_curve(figure, is_hollow))
    canvas.marker(x + 11, y, marker_shapes[0], "dot hollow c0", "overflows M"),
        entry("published plan, overflows M");
  if (any_crossing(figure)) canvas.line(x, y, x + 22, y, "cross"), entry("the best schedule changes");
}

/// The figure with as many sections as are still looked at, evenly taken, and a word about the others.
Figure within_height(Figure figure, const SectionStyle& style) {
  double tallest = 0;
  for (const Section& s : figure.sections) tallest = std::max(tallest, section_height(s, style));
  const std::size_t all = figure.sections.size();
  const std::size_t most =
      2 * std::max<std::size_t>(1, static_cast<std::size_t>(most_height / (tallest + 18)));
  if (all <= most) return figure;
  std::vector<Section> some;
  for (std::size_t i = 0; i < most; ++i)
    some.push_back(std::move(figure.sections[i * (all - 1) / (most - 1)]));
  figure.sections = std::move(some);
  figure.description = with_commas(static_cast<sim::Int128>(most)) + " of " +
                       with_commas(static_cast<sim::Int128>(all)) +
                       " problems, evenly taken; --output with .csv has all. " + figure.description;
  return figure;
}

}  // namespace

std::vector<const Curve*> legend_of(const Section& section) {
  std::vector<const Curve*> legend;
  std::set<std::string> seen;
  for (const Panel& panel : section.panels)
    for (const Curve& c : panel.curves)
      if (seen.insert(c.id).second) legend.push_back(&c);
  std::stable_sort(legend.begin(), legend.end(), [](const Curve* a, const Curve* b) {
    return std::tuple(a->role, a->style) < std::tuple(b->role, b->style);
  });
  return legend;
}

std::string to_svg(const Figure& whole, const Provenance& provenance) {
  SectionStyle style;
  const Figure figure = within_height(whole, style);
  const std::size_t n = figure.sections.size();
  const std::size_t columns = n > 1 ? 2 : 1;
  if (columns == 2) style.width = 800;
  Canvas body;
  double y = 66;
  std::string description = figure.description;
  for (std::size_t row = 0; row < n; row += columns) {
    double height = 0;
    for (std::size_t i = row; i < std::min(n, row + columns); ++i) {
      const double x = static_cast<double>(i - row) * (style.width + 12);
      draw_section(body, figure.sections[i], fit_labels(style, figure.sections[i]), x, y,
                   "rb" + std::to_string(i));
      height = std::max(height, section_height(figure.sections[i], style));
      description += " " + summary(figure.sections[i]);
    }
    y += height + 18;
  }
  draw_key(body, figure, 14, y);
  const double width = static_cast<double>(columns) * (style.width + 12) - 12, height = y + 24;
  Canvas page;
  page.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb\" role=\"img\"" +
           attribute("viewBox", "0 0 " + coordinate(width) + " " + coordinate(height)) +
           attribute("width", coordinate(width)) + attribute("height", coordinate(height)) +
           " aria-labelledby=\"rb-title rb-desc\">\n<title id=\"rb-title\">" + escape_xml(figure.title) +
           "</title>\n<desc id=\"rb-desc\">" +
           escape_xml(description + " Made with: " + provenance.command + " (" + provenance.program + ")") +
           "</desc>\n<style>" + standalone_css() + "</style>\n");
  page.rect({0, 0, width, height}, "bg");
  page.text(14, 30, "h", figure.title);
  page.text(14, 50, "n soft", fitted(figure.description, 11.5, width - 20));
  page.raw(body.str());
  page.raw("</svg>\n");
  return page.str();
}

std::string section_svg(const Section& section, const SectionStyle& style, const std::string& id) {
  Canvas page;
  const SectionStyle fitted_style = style.direct_labels ? fit_labels(style, section) : style;
  const double height = section_height(section, style);
  page.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb\" role=\"img\" tabindex=\"0\"" +
           attribute("viewBox", "0 0 " + coordinate(style.width) + " " + coordinate(height)) +
           attribute("aria-label", summary(section)) + ">\n");
  draw_section(page, section, fitted_style, 0, 0, id);
  page.raw("</svg>\n");
  return page.str();
}

}  // namespace redblue::cli
