#include <algorithm>
#include <set>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/report/parts.hpp>
#include <redblue/cli/report/report.hpp>

namespace redblue::cli {
namespace {

std::vector<Chapter> chapters_of(const std::vector<PlotPoint>& points, const StyleOrder& order) {
  std::vector<Chapter> chapters;
  for (const PointGroup& group : by_shape(points)) {
    Figure figure = build_figure(group.points, FigureKind::standard, order);
    if (!figure.sections.empty()) chapters.push_back({group, std::move(figure.sections.front())});
  }
  return chapters;
}

/// "N = 4 096, d = 64; N = 4 096, d = 128" with the number of schedules and records.
std::string lede(const std::vector<PlotPoint>& points, const std::vector<Chapter>& chapters) {
  std::set<std::string> schedules;
  Int128 least = points.front().M, most = least;
  for (const PlotPoint& p : points) {
    if (p.algorithm != "best") schedules.insert(p.label());
    least = std::min(least, p.M);
    most = std::max(most, p.M);
  }
  return thousands(static_cast<Int128>(schedules.size())) +
         (schedules.size() == 1 ? " schedule" : " schedules") + " of exact attention on " +
         thousands(static_cast<Int128>(chapters.size())) + (chapters.size() == 1 ? " problem" : " problems") +
         ", fast memory from " + thousands(least) + " to " + thousands(most) + " words, " +
         thousands(static_cast<Int128>(points.size())) + " records.";
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
  for (std::size_t i = 0; i < chapters.size(); ++i) out += chapter_html(chapters[i], i);
  out += bounds_html(points) + rules_html() + made_with(source);
  out += "</main>\n<script type=\"application/json\" id=\"data\">" + report_data(chapters) +
         "</script>\n<script>" + report_script() + "</script>\n</body>\n</html>\n";
  return out;
}

}  // namespace redblue::cli
