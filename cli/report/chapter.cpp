#include <cmath>
#include <map>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/canvas.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/report/parts.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/statement.hpp>

namespace redblue::cli {
namespace {

std::string cell(const std::string& text, bool number = false) {
  return (number ? "<td class=\"num\">" : "<td>") + escape_xml(text) + "</td>";
}

std::string fact(const std::string& name, const std::string& value, const std::string& unit) {
  return "<div><dt>" + escape_xml(name) + "</dt><dd>" + escape_xml(value) + " <small>" + escape_xml(unit) +
         "</small></dd></div>\n";
}

std::string facts(const std::vector<SandwichRow>& rows, std::size_t changes) {
  const SandwichRow *least = nullptr, *most = nullptr;
  for (const SandwichRow& r : rows) {
    if (!r.ratio.has_value()) continue;
    if (least == nullptr || *r.ratio < *least->ratio) least = &r;
    if (most == nullptr || *r.ratio > *most->ratio) most = &r;
  }
  std::string out = "<dl class=\"facts\">";
  out += fact("fast memory M",
              binary_prefix(static_cast<double>(rows.front().M)) + " – " +
                  binary_prefix(static_cast<double>(rows.back().M)),
              "words");
  if (least != nullptr) {
    out += fact("best schedule at its closest", ratio_text(*least->ratio),
                "× lower bound, M = " + with_commas(least->M) + " words");
    out += fact("and at its farthest", ratio_text(*most->ratio),
                "× lower bound, M = " + with_commas(most->M) + " words");
  }
  out += fact("the best schedule changes", with_commas(static_cast<Int128>(changes)),
              changes == 1 ? "time" : "times");
  return out + "</dl>\n";
}

/// A short stroke as the curve is drawn.
std::string swatch(const Curve& c) {
  const std::size_t row = palette_row(c.style);
  const std::string colour(curve_inks[row].name);
  Canvas canvas;
  if (c.role == Role::best) canvas.line(4, 6, 22, 6, "best");
  if (c.role == Role::lower) canvas.rect({1, 3, 24, 9}, "floor"), canvas.line(1, 3, 25, 3, "line proof");
  if (c.role == Role::bound) canvas.line(1, 6, 25, 6, "thin bnd");
  if (c.role == Role::schedule) {
    canvas.path("M1 6L25 6", (c.variant == 0 ? "line " : "line alt ") + colour,
                dashes[row].empty() ? "" : attribute("stroke-dasharray", dashes[row]));
    canvas.path(marker_shapes[row], "dot " + colour, " transform=\"translate(13 6)\"");
  }
  return "<svg class=\"rb\" viewBox=\"0 0 26 12\" aria-hidden=\"true\">" + canvas.str() + "</svg>";
}

std::string legend(const Section& section) {
  std::string out = "<div class=\"legend\" role=\"group\" aria-label=\"curves: press to hide or show\">\n";
  const auto curves = legend_of(section);
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const std::string label = curves[k]->role == Role::bound ? "bound " + curves[k]->label : curves[k]->label;
    out += "<button type=\"button\" aria-pressed=\"true\" data-k=\"" + std::to_string(k) + "\">" +
           swatch(*curves[k]) + escape_xml(label) + "</button>\n";
  }
  return out + "</div>\n";
}

std::string charts(const Section& section, std::size_t number) {
  SectionStyle wide;
  wide.width = 1152;
  wide.main_height = 400;
  wide.other_height = 210;
  wide.heading = wide.notes = false;
  const std::string id = "c" + std::to_string(number);
  const std::string tip = "<div class=\"tip\" role=\"status\"></div></div>\n";
  return "<div class=\"chart wide\">" + section_svg(section, wide, id + "w") + tip +
         "<div class=\"chart narrow\">" + section_svg(section, narrow_style(), id + "n") + tip;
}

std::string crossings_list(const Section& section) {
  std::string items;
  for (const Mark& mark : section.marks)
    if (mark.measured) items += "<li>" + escape_xml(mark.why) + "</li>\n";
  std::string out;
  if (!items.empty())
    out +=
        "<h3>Where the best schedule changes</h3>\n<p class=\"soft-text\">Read between neighbouring values "
        "of M in "
        "log-log; the numbers are those above the drawing.</p>\n<ol>" +
        items + "</ol>\n";
  for (const std::string& note : section.notes)
    out += "<p class=\"soft-text\">" + escape_xml(note) + ".</p>\n";
  return out;
}

/// "optimal (certificate)", "within 1.25 x", ...: by the bound of the row, which may be compared with its
/// count, or by what `known` says beyond it; then with the bound, and with the rules where they are not the
/// heading's.
std::string standing(const SandwichRow& r, const StandingOf& known) {
  if (r.best == nullptr) return r.no_play ? "unknown" : "";
  const proofs_check::Standing own{.io = sim::Words{r.best->io},
                                   .lower = sim::Words{r.ratio.has_value() ? r.lower : 0}};
  const auto more = known ? known(*r.best) : std::nullopt;
  const proofs_check::Standing& s = more ? *more : own;
  std::string text = proofs_check::brief(s);
  if (proofs_check::optimality(s) == proofs_check::Optimality::optimal && !s.certified)
    text += " (closed form)";
  if (more && s.lower > own.lower)
    text += " by " + s.lower_by + ", " + with_commas(s.lower.count()) + " words";
  if (more && proofs_check::name(s.io_rules) != r.best->rules)
    text += ", rules " + std::string(proofs_check::name(s.io_rules));
  return text;
}

std::string sandwich_row(const SandwichRow& r, const std::map<std::string, int>& styles,
                         const StandingOf& known) {
  std::string out = "<tr>" + cell(with_commas(r.M), true) + cell(r.u > 0 ? shortest(r.u) : "", true);
  if (r.best == nullptr) {
    out += std::string("<td class=\"soft-text\">") + (r.no_play ? "no play of these rules" : "nothing fits") +
           "</td>" + cell("") + cell("");
  } else {
    const auto style = styles.find(r.best->label());
    const std::string row = std::to_string(palette_row(style == styles.end() ? 0 : style->second));
    out += "<td class=\"name\"><span class=\"swatch bc" + row + "\"></span>" + escape_xml(r.best->label()) +
           "</td>";
    out += "<td class=\"plan\">" + escape_xml(r.best->plan) + "</td>" + cell(with_commas(r.best->io), true);
  }
  out += cell(r.lower > 0 ? with_commas(r.lower) : "", true) + cell(r.lower_by);
  out += cell(r.ratio.has_value() ? ratio_text(*r.ratio) : "", true);
  return out + cell(standing(r, known)) + "</tr>\n";
}

std::string table(const std::vector<SandwichRow>& rows, const Section& section, const std::string& rules,
                  const StandingOf& known) {
  std::map<std::string, int> styles;  // rows of the palette by label
  for (const Curve* c : legend_of(section)) styles.emplace(c->label, c->style);
  std::string out =
      "<details open><summary>The sandwich: best schedule over largest lower bound</summary>\n<div "
      "class=\"scroll\">"
      "<table class=\"data sandwich\"><thead><tr><th class=\"num\">M [words]</th><th class=\"num\">u = "
      "d/√M</th>"
      "<th>best schedule</th><th>plan</th><th class=\"num\">io [words]</th><th class=\"num\">lower bound "
      "[words]</th>"
      "<th>by</th><th class=\"num\">ratio</th><th>standing, rules " +
      escape_xml(rules) + "</th></tr></thead><tbody>\n";
  const auto some = evenly(rows, most_rows);
  for (const SandwichRow& r : some) out += sandwich_row(r, styles, known);
  out += "</tbody></table></div>";
  if (some.size() < rows.size())
    out += "<p class=\"soft-text\">" + with_commas(static_cast<Int128>(some.size())) + " of " +
           with_commas(static_cast<Int128>(rows.size())) +
           " rows, evenly in log M; <code>redblue plot --output</code> with <code>.csv</code> has all.</p>";
  out +=
      "<p class=\"soft-text\">Standing: optimal (certificate) means that the schedule's moves were replayed "
      "and cost "
      "no more than a lower bound; optimal (closed form) that the count was not replayed; within a factor of "
      "the best "
      "bound otherwise.</p>";
  return out + "</details>\n";
}

}  // namespace

std::vector<SandwichRow> evenly(const std::vector<SandwichRow>& rows, std::size_t most) {
  if (rows.size() <= most) return rows;
  const double low = std::log(static_cast<double>(rows.front().M));
  const double length = std::log(static_cast<double>(rows.back().M)) - low;
  std::vector<SandwichRow> some;
  double next = 0;  // the least place, of `most` along the axis, that the next row may have
  for (const SandwichRow& row : rows) {
    const double place =
        (std::log(static_cast<double>(row.M)) - low) / length * static_cast<double>(most - 1);
    if (place < next && &row != &rows.back()) continue;
    some.push_back(row);
    next = std::floor(place) + 1;
  }
  return some;
}

std::string chapter_html(const Chapter& chapter, std::size_t number, const StandingOf& standing) {
  const auto rows = sandwich(chapter.group);
  const auto changes = measured_crossings(chapter.group).size();
  std::string out =
      "<section class=\"shape\" id=\"s" + std::to_string(number) + "\">\n<h2>" +
      escape_xml(chapter.section.title) + "</h2>\n<p class=\"soft-text\">" +
      escape_xml(chapter.section.subtitle) + "; counts " +
      (chapter.group.shape.heads * chapter.group.shape.batch == 1 ? "of one head"
                                                                  : "of all heads and batches together") +
      "</p>\n";
  out += facts(rows, changes) + charts(chapter.section, number) + legend(chapter.section);
  return out + crossings_list(chapter.section) + table(rows, chapter.section, chapter.group.rules, standing) +
         "</section>\n";
}

}  // namespace redblue::cli
