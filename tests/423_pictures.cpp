// SVG, CSV, gnuplot, PNG and PDF of one figure.
#include <csignal>
#include <set>

#include "figure_support.hpp"
#include "required_tool.hpp"
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/figures/exports.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/study/file_error.hpp>

using namespace redblue::figure_test;

namespace {

Figure sample() { return build_figure(sample_points(), FigureKind::standard, order); }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/// True when every start tag has its end tag, in order.
bool balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string name = xml.substr(at + 1, xml.find_first_of(" >/\n", at + 2) - at - 1);
    if (xml[at + 1] == '/') {
      if (open.empty() || "/" + open.back() != xml.substr(at + 1, end - at - 1)) return false;
      open.pop_back();
    } else if (xml[end - 1] != '/') {
      open.push_back(name);
    }
  }
  return open.empty();
}

}  // namespace

TEST_CASE("an SVG has a title and a description, both themes, tooltips and balanced tags") {
  const std::string svg = to_svg(sample(), made);
  CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK(balanced(svg));
  CHECK(svg.find("role=\"img\"") != std::string::npos);
  CHECK(svg.find("aria-labelledby=\"rb-title rb-desc\"") != std::string::npos);
  CHECK(svg.find("prefers-color-scheme:dark") != std::string::npos);
  CHECK(svg.find("Made with: redblue plot a.jsonl") != std::string::npos);
  CHECK(svg.find("no schedule can go below") != std::string::npos);
  CHECK(count(svg, "class=\"panel\"") == 4);
  CHECK(count(svg, "dot hollow") > 0);
  CHECK(svg.find("http") == svg.find("http://www.w3.org/2000/svg"));  // the name space and nothing else
  CHECK(count(svg, "http") == 1);
}

TEST_CASE("identifiers in an SVG are unique") {
  const std::string svg = to_svg(sample(), made);
  std::set<std::string> seen;
  for (std::size_t at = svg.find(" id=\""); at != std::string::npos; at = svg.find(" id=\"", at + 1))
    CHECK(seen.insert(svg.substr(at + 5, svg.find('"', at + 5) - at - 5)).second);
  CHECK(seen.size() >= 6);
}

TEST_CASE("a legend names every curve once and drawings refer to it by number") {
  const Figure figure = sample();
  for (const Section& section : figure.sections) {
    const auto legend = legend_of(section);
    std::set<std::string> ids;
    for (const Curve* c : legend) CHECK(ids.insert(c->id).second);
    for (const Panel& panel : section.panels)
      for (const Curve& c : panel.curves) CHECK(ids.contains(c.id));
    const std::string svg = section_svg(section, {}, "x");
    for (std::size_t k = 0; k < legend.size(); ++k)
      CHECK(svg.find("data-k=\"" + std::to_string(k) + "\"") != std::string::npos);
    CHECK(svg.find("data-k=\"" + std::to_string(legend.size()) + "\"") == std::string::npos);
  }
}

TEST_CASE("neighbouring rows of the palette differ in both themes and every row has its own colour") {
  std::set<std::string_view> light, dark;
  for (const Ink& ink : curve_inks) light.insert(ink.light), dark.insert(ink.dark);
  CHECK(light.size() == curve_inks.size());
  CHECK(dark.size() == curve_inks.size());
  CHECK(palette_row(-1) == 0);
  CHECK(palette_row(8) == 0);
  CHECK(palette_row(7) == 7);
}

TEST_CASE("CSV has one line per sample with exact digits and units in its quantities") {
  const Figure figure = sample();
  std::size_t samples = 0;
  for (const Section& s : figure.sections)
    for (const Panel& p : s.panels)
      for (const Curve& c : p.curves) samples += c.samples.size();
  const std::string csv = to_csv(figure, made);
  CHECK(count(csv, "\n") == samples + 2);
  CHECK(csv.starts_with(
      "# redblue.plot/1 redblue 1.2.3 (git 0) command: redblue plot a.jsonl\nsection,rules,panel,"));
  CHECK(csv.find("\"N = 4096, d = 64\",rules fma,io,") != std::string::npos);
  CHECK(csv.find(",two_phase,schedule,M_words,256,io_words,206158430208,false\n") != std::string::npos);
  CHECK(csv.find(",standard,schedule,M_words,256,io_words,,false\n") != std::string::npos);
  CHECK(csv.find("flash_attention published init=slow,schedule,M_words,256,io_words,4398046511104,true\n") !=
        std::string::npos);
}

TEST_CASE("a gnuplot script draws without complaint where gnuplot is installed") {
  const Folder folder;
  const std::string script = to_gnuplot(sample(), made), path = folder / "a.gp";
  CHECK(script.find('`') == std::string::npos);
  CHECK(count(script, "END_OF_PANEL\n") == 8);
  write_file(path, script);
  const Ran ran = run({"gnuplot", "-e", "set term svg", path});
  if (!redblue::test::tool_is_there(ran.found, "gnuplot")) return;
  CHECK(ran.status == 0);
  CHECK(ran.out.find("</svg>") != std::string::npos);
}

TEST_CASE("PNG and PDF are what they say, twice the same, and a missing converter names its package") {
  const std::string svg = to_svg(sample(), made);
  CHECK_THROWS_WITH_AS(convert_svg(svg, "png", "no-such-converter"),
                       doctest::Contains("apt-get install librsvg2-bin"), MissingTool);
  if (!redblue::test::tool_is_there(run({"rsvg-convert", "--version"}).found, "rsvg-convert")) return;
  const std::string png = convert_svg(svg, "png"), pdf = convert_svg(svg, "pdf");
  CHECK(png.starts_with("\x89PNG\r\n"));
  CHECK(pdf.starts_with("%PDF-"));
  CHECK(png == convert_svg(svg, "png"));
  CHECK(pdf == convert_svg(svg, "pdf"));
  CHECK_THROWS_AS(convert_svg("<svg", "png"), redblue::sim::Error);
}

TEST_CASE("a file appears whole, replaces an old one, keeps links and leaves nothing behind") {
  const Folder folder;
  const std::string path = folder / "a.svg", link = folder / "link.svg";
  write_whole(path, "one");
  write_whole(path, "two");
  CHECK(read_back(path) == "two");
  std::filesystem::create_symlink(path, link);
  write_whole(link, "three");
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_back(path) == "three");
  CHECK_THROWS_AS(write_whole(folder / "none/a.svg", "x"), redblue::study::FileError);
  CHECK_THROWS_AS(write_whole(folder / "", "x"), redblue::study::FileError);
  CHECK_THROWS_AS(write_whole("", "x"), redblue::study::FileError);
  CHECK(std::distance(std::filesystem::directory_iterator(folder / ""),
                      std::filesystem::directory_iterator()) == 2);
}

TEST_CASE("a device is written to and never replaced, and a full one is an error") {
  write_whole("/dev/null", "x");
  struct ::stat status {};
  REQUIRE(::stat("/dev/null", &status) == 0);
  CHECK(S_ISCHR(status.st_mode));
  CHECK_THROWS_AS(write_whole("/dev/full", std::string(100000, 'x')), redblue::study::FileError);
}
