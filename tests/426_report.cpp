// The report as a text: complete, self-contained, reproducible.
#include <algorithm>
#include <random>
#include <set>

#include "figure_support.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/report/report.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/statement.hpp>

using namespace redblue::figure_test;
using redblue::proofs_check::Rules;

namespace {

const ReportSource source{made, {"a.jsonl", "b.csv"}};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a report shows every section with charts for wide and narrow screens, legend and table") {
  const auto points = sample_points();
  const std::string html = to_html(points, order, source);
  for (const char* part :
       {"id=\"s0\"", "id=\"s1\"", "class=\"chart wide\"", "class=\"chart narrow\"", "class=\"legend\"",
        "class=\"data sandwich\"", "standing, rules fma", "id=\"bounds\"", "id=\"rules\"", "id=\"made\"",
        "redblue plot a.jsonl", "redblue 1.2.3 (git 0)", "<code>b.csv</code>"})
    CHECK_MESSAGE(holds(html, part), part);
  CHECK_FALSE(holds(html, "id=\"s2\""));
  for (const PointGroup& group : by_shape(points))
    for (const SandwichRow& row : sandwich(group)) {
      CHECK(holds(html, with_commas(row.best->io)));
      CHECK(holds(html, ratio_text(*row.ratio)));
      const redblue::proofs_check::Standing standing{.io = redblue::sim::Words{row.best->io},
                                                     .lower = redblue::sim::Words{row.lower}};
      CHECK(holds(html, "<td>" + brief(standing) + "</td></tr>"));
    }
}

TEST_CASE("a report says of each best count what is known, and by what") {
  const auto said = [](const std::optional<redblue::proofs_check::Standing>& known, Int128 lower) {
    ReportSource with = source;
    if (known) with.standing = [&](const PlotPoint&) { return known; };
    const std::string html = to_html({point("two_phase", 512, 1000, lower)}, order, with);
    const std::size_t row = html.find("<tbody>", html.find("data sandwich"));
    const std::string text = html.substr(0, html.find("</td></tr>", row));
    return text.substr(text.rfind("<td>") + 4);
  };
  using redblue::sim::Words;
  CHECK(said({}, 500) == "within 2.00 x");
  CHECK(said({}, 1000) == "optimal (closed form)");
  CHECK(said({}, 0) == "unknown");
  redblue::proofs_check::Standing s{
      .io = Words{1000}, .io_rules = Rules::fma, .lower = Words{1000}, .lower_rules = Rules::any};
  s.certified = true;
  CHECK(said(s, 1000) == "optimal (certificate)");
  s.io_rules = Rules::partial;
  s.lower_by = "the optimum of attention:3,1";
  CHECK(said(s, 900) == "optimal (certificate) by the optimum of attention:3,1, 1,000 words, rules partial");
  s.lower = Words{800};
  CHECK(said(s, 500) == "within 1.25 x by the optimum of attention:3,1, 800 words, rules partial");
}

TEST_CASE("records that are no play of their rules are named, not dropped") {
  PlotPoint unplayed = point("two_phase", 1024, 0, 1000, 32);
  unplayed.io = 5000;
  unplayed.rules = "one_shot";
  unplayed.plays_rules = false;
  CHECK(to_html({unplayed}, order, source).empty());
  const std::string html = to_html({point("two_phase", 512, 1000, 500), unplayed}, order, source);
  CHECK(holds(html, "id=\"left-out\""));
  CHECK(holds(html,
              "<td>one_shot</td><td class=\"num\">1</td><td>unknown: the schedule updates words in place, "
              "which one_shot forbids"));
  CHECK_FALSE(holds(to_html(sample_points(), order, source), "id=\"left-out\""));
  unplayed.rules = "fma";
  unplayed.shape = point("two_phase", 512, 1000, 500).shape;
  const std::string row = to_html({point("two_phase", 512, 1000, 500), unplayed}, order, source);
  CHECK(holds(row, "no play of these rules"));
  CHECK(holds(row, "<td>unknown</td></tr>"));
}

TEST_CASE("a report names nothing outside of itself") {
  const std::string html = to_html(sample_points(), order, source);
  std::string rest = html;
  for (std::size_t at = rest.find("http://www.w3.org/2000/svg"); at != std::string::npos;
       at = rest.find("http://www.w3.org/2000/svg"))
    rest.erase(at, 26);
  for (const char* part : {"http:", "https:", "src=", "url(h", "@import", "<link", "<img", "fetch(",
                           "XMLHttpRequest", "innerHTML", "eval("})
    CHECK_MESSAGE(!holds(rest, part), part);
  CHECK(holds(html, "default-src 'none'"));
}

TEST_CASE("identifiers in a report are unique") {
  const std::string html = to_html(sample_points(), order, source);
  std::set<std::string> seen;
  for (std::size_t at = html.find(" id=\""); at != std::string::npos; at = html.find(" id=\"", at + 1))
    CHECK(seen.insert(html.substr(at + 5, html.find('"', at + 5) - at - 5)).second);
  CHECK(seen.size() > 10);
}

TEST_CASE(
    "a catalogued bound comes with its statement, assumptions and source and a foreign one says that it is "
    "foreign") {
  auto points = sample_points();
  points[0].bounds.push_back({"somebody_elses", Int128{7}, "", "explicit", "any", true});
  const std::string html = to_html(points, order, source);
  CHECK(holds(html, "<code>phase_pv</code>"));
  CHECK(holds(html, "<code>somebody_elses</code>"));
  CHECK(holds(html, "not in the catalog of this program"));
}

TEST_CASE("the order of the records changes no byte of a report") {
  auto points = sample_points();
  const std::string html = to_html(points, order, source);
  std::mt19937 random(11);
  for (int i = 0; i < 5; ++i) {
    std::shuffle(points.begin(), points.end(), random);
    CHECK(to_html(points, order, source) == html);
  }
}

TEST_CASE("a report of infeasible points only is no report") {
  CHECK(to_html({point("standard", 16, 0, 0)}, order, source).empty());
}

TEST_CASE("a report of very many values of M stays small, keeps both ends and says what it leaves out") {
  std::vector<PlotPoint> points;
  for (Int128 M = 256; M < 256 + 5000; ++M)
    for (const char* name : {"two_phase", "flash_streamed"})
      points.push_back(point(name, M, (Int128{1} << 48) / M, (Int128{1} << 44) / M));
  const std::string html = to_html(points, order, source);
  CHECK(html.size() < 1500000);
  CHECK(holds(html, " of 5,000 rows, evenly in log M"));
  CHECK(holds(html, " of 5,000 values of M, evenly in log M"));
  CHECK(holds(html, "<td class=\"num\">256</td>"));
  CHECK(holds(html, "<td class=\"num\">5,255</td>"));
  const std::size_t from = html.find("data sandwich"), to = html.find("</table>", from);
  std::size_t rows = 0;
  for (std::size_t at = html.find("<tr>", from); at < to; at = html.find("<tr>", at + 1)) ++rows;
  CHECK(rows > 100);
  CHECK(rows <= 202);  // the head and the last row come on top
}
