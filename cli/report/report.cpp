#include <algorithm>
#include <set>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/report/parts.hpp>
#include <redblue/cli/report/report.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

/// Takes the samples at other values of M out of the drawing.
void keep_shown(Chapter& chapter, std::size_t all) {
  std::set<double> shown;
  for (const SandwichRow& row : chapter.shown) shown.insert(static_cast<double>(row.M));
  for (Panel& panel : chapter.section.panels)
    for (Curve& curve : panel.curves)
      std::erase_if(curve.samples, [&](const Sample& s) { return !shown.contains(s.x); });
  chapter.section.notes.push_back("drawn at " + with_commas(static_cast<Int128>(shown.size())) + " of " +
                                  with_commas(static_cast<Int128>(all)) +
                                  " values of M, evenly in log M; redblue plot --output with .csv has all");
}

std::vector<Chapter> chapters_of(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  std::vector<Chapter> chapters;
  const auto groups = by_shape(points);
  chapters.reserve(groups.size());  // pointers into the chapters stay
  for (const PointGroup& group : groups) {
    Figure figure = build_figure(group.points, FigureKind::standard, order);
    if (figure.sections.empty()) continue;
    chapters.push_back({group, std::move(figure.sections.front()), {}});
    Chapter& chapter = chapters.back();  // the rows point into its group
    const auto rows = sandwich(chapter.group);
    chapter.shown = evenly(rows, most_drawn);
    if (chapter.shown.size() < rows.size()) keep_shown(chapter, rows.size());
  }
  return chapters;
}

/// "7 schedules of exact attention on 2 problems, fast memory from 256 to 65,536 words, 126 records."
std::string lede(const std::vector<PlotPoint>& points, const std::vector<Chapter>& chapters) {
  std::set<std::string> schedules;
  Int128 least = points.front().M, most = least;
  for (const PlotPoint& p : points) {
    if (p.algorithm != "best") schedules.insert(p.label());
    least = std::min(least, p.M);
    most = std::max(most, p.M);
  }
  return with_commas(static_cast<Int128>(schedules.size())) +
         (schedules.size() == 1 ? " schedule" : " schedules") + " of exact attention on " +
         with_commas(static_cast<Int128>(chapters.size())) +
         (chapters.size() == 1 ? " problem" : " problems") + ", fast memory from " + with_commas(least) +
         " to " + with_commas(most) + " words, " + with_commas(static_cast<Int128>(points.size())) +
         " records.";
}

std::string navigation(const std::vector<Chapter>& chapters) {
  std::string out = "<nav aria-label=\"sections\"><div>";
  for (std::size_t i = 0; i < chapters.size(); ++i)
    out += "<a href=\"#s" + std::to_string(i) + "\">" + escape_xml(chapters[i].section.title) + "</a>";
  return out +
         "<a href=\"#bounds\">Bounds</a><a href=\"#rules\">Rules</a><a href=\"#made\">Made with</a>"
         "<button id=\"theme\" type=\"button\">theme: auto</button></div></nav>\n";
}

std::string made_with(const ReportSource& source) {
  std::string out = "<section class=\"text\" id=\"made\"><h2>Made with</h2>\n<pre>" +
                    escape_xml(source.provenance.command) + "</pre>\n<p>" +
                    escape_xml(source.provenance.program) + ", records from";
  for (std::size_t i = 0; i < source.files.size(); ++i)
    out += std::string(i > 0 ? "," : "") + " <code>" + escape_xml(source.files[i]) + "</code>";
  return out + ".</p></section>\n";
}

std::string head() {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'; "
         "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
         "<title>I/O of attention: schedules and lower bounds</title>\n<style>" +
         report_style() + "</style>\n</head>\n";
}

}  // namespace

std::string to_html(const std::vector<PlotPoint>& points, const StyleOrder& order,
                    const ReportSource& source) {
  const std::vector<Chapter> chapters = chapters_of(points, order);
  if (chapters.empty()) return {};
  std::string out =
      head() + "<body>\n<header><h1>How many words must attention move?</h1>\n<p>" +
      escape_xml(lede(points, chapters)) +
      " Each curve is what a schedule moves between slow and fast memory; the shaded region is what no "
      "schedule can reach; the ratio says how close the two are.</p></header>\n" +
      navigation(chapters) + "<main>\n";
  for (std::size_t i = 0; i < chapters.size(); ++i) out += chapter_html(chapters[i], i, source.standing);
  out += left_out_html(points) + bounds_html(points) + rules_html() + made_with(source);
  out += "</main>\n<script type=\"application/json\" id=\"data\">" + report_data(chapters) +
         "</script>\n<script>" + report_script() + "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace redblue::cli
