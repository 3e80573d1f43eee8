#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/exports.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/palette.hpp>

namespace redblue::cli {
namespace {

std::string_view name(Role role) {
  switch (role) {
    case Role::schedule:
      return "schedule";
    case Role::best:
      return "best";
    case Role::lower:
      return "lower";
    case Role::bound:
      return "bound";
  }
  return "";
}

std::string comment(const Provenance& provenance) {
  return "# redblue.plot/1 " + escape_terminal(provenance.program) +
         " command: " + escape_terminal(provenance.command) + "\n";
}

/// A title without the commas between groups of digits, for programs that read it.
std::string without_groups(std::string title) {
  const auto digit = [&](std::size_t at) {
    return at < title.size() && title[at] >= '0' && title[at] <= '9';
  };
  for (std::size_t at = title.find(','); at != std::string::npos; at = title.find(',', at)) {
    if (at > 0 && digit(at - 1) && digit(at + 1))
      title.erase(at, 1);
    else
      ++at;
  }
  return title;
}

template <class Visit>
void each_panel(const Figure& figure, Visit visit) {
  std::size_t number = 0;
  for (const Section& section : figure.sections)
    for (const Panel& panel : section.panels) visit(section, panel, number++);
}

/// A datablock per panel, one index (two blank lines apart) per curve. Only digits are written.
void append_data(std::string& out, const Panel& panel, std::size_t number) {
  out += "$panel" + std::to_string(number) + " << END_OF_PANEL\n";
  for (const Curve& curve : panel.curves) {
    for (const Sample& s : curve.samples)
      out += s.y.has_value() ? s.x_text + " " + s.y_text + "\n" : s.x_text + " NaN\n";
    out += "\n\n";
  }
  out += "END_OF_PANEL\n";
}

void append_axes(std::string& out, const Panel& panel) {
  for (const auto& [axis, letter] : {std::pair(&panel.x, 'x'), std::pair(&panel.y, 'y')}) {
    out += std::string("set ") + letter + "label " + escape_gnuplot(axis->label) + "\n";
    if (axis->is_log())
      out += std::string("set logscale ") + letter + (axis->scale == Scale::log2 ? " 2\n" : " 10\n");
    else
      out += std::string("unset logscale ") + letter + "\n";
    out +=
        std::string("set ") + letter + "range [" + fixed(axis->low, 6) + ":" + fixed(axis->high, 6) + "]\n";
  }
}

void append_plot(std::string& out, const Panel& panel, std::size_t number) {
  out += "plot ";
  for (std::size_t i = 0; i < panel.curves.size(); ++i) {
    const Curve& c = panel.curves[i];
    const bool schedule = c.role == Role::schedule;
    const std::string_view colour = schedule               ? curve_inks[palette_row(c.style)].light
                                    : c.role == Role::best ? "#f4d58a"
                                                           : "#5d3a8c";
    out += (i > 0 ? ", \\\n     " : "") + std::string("$panel") + std::to_string(number) + " index " +
           std::to_string(i) + " using 1:2 with " +
           (schedule && panel.points_only ? "points"
            : schedule                    ? "linespoints"
                                          : "lines") +
           " lw " +
           (c.role == Role::best    ? "6"
            : c.role == Role::bound ? "1"
                                    : "2") +
           " lc rgb '" + std::string(colour) + "' title " + escape_gnuplot(c.label);
  }
  out += "\n";
}

}  // namespace

std::string to_csv(const Figure& figure, const Provenance& provenance) {
  std::string out = comment(provenance);
  out += "section,rules,panel,curve,role,x_quantity,x,y_quantity,y,overflows\n";
  each_panel(figure, [&](const Section& section, const Panel& panel, std::size_t) {
    const std::string head = escape_csv(without_groups(section.title)) + "," + escape_csv(section.subtitle) +
                             "," + panel.kind + ",";
    for (const Curve& curve : panel.curves)
      for (const Sample& s : curve.samples)
        out += head + escape_csv(curve.label) + "," + std::string(name(curve.role)) + "," + panel.x_name +
               "," + s.x_text + "," + panel.y_name + "," + s.y_text + "," + (s.hollow ? "true" : "false") +
               "\n";
  });
  return out;
}

std::string to_gnuplot(const Figure& figure, const Provenance& provenance) {
  std::string out = comment(provenance);
  out +=
      "# gnuplot -p THIS_FILE shows it; or: gnuplot -e \"set term pngcairo size 1200,1600; set output "
      "'a.png'\" THIS_FILE\n";
  out += "set format x '%.0f'\nset encoding utf8\nset key noenhanced outside right\nset grid\n";
  std::size_t panels = 0;
  each_panel(figure, [&](const Section&, const Panel& panel, std::size_t number) {
    append_data(out, panel, number);
    ++panels;
  });
  out += "set multiplot layout " + std::to_string(panels) + ",1\n";
  each_panel(figure, [&](const Section& section, const Panel& panel, std::size_t number) {
    out += "set title " + escape_gnuplot(section.title + ", " + section.subtitle) + " noenhanced\n";
    append_axes(out, panel);
    append_plot(out, panel, number);
  });
  return out + "unset multiplot\n";
}

}  // namespace redblue::cli
