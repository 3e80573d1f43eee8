// The report in headless Chromium: its own test, and a canary that never sings.
#include "figure_support.hpp"
#include "hostile_points.hpp"
#include "required_tool.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/graphs/draw.hpp>
#include <redblue/cli/report/report.hpp>
#include <redblue/proofs_check/instances.hpp>

using namespace redblue::figure_test;

namespace {

/// The page as it stands after its scripts ran; `found` is false where there is no Chromium.
Ran browse(const Folder& folder, const std::string& path, const std::string& hash = "") {
  return run({"chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
              "--disable-dev-shm-usage", "--no-first-run", "--user-data-dir=" + folder / "profile",
              "--dump-dom", "file://" + path + hash});
}

bool chromium_is_there() {
  return redblue::test::tool_is_there(run({"chromium", "--version"}).found, "chromium");
}

/// True when a hostile text ran: its only effect is an attribute of the root element.
bool fired(const std::string& dom) {
  const std::size_t root = dom.find(dom.find("<html") != std::string::npos ? "<html" : "<svg");
  return root != std::string::npos &&
         dom.substr(root, dom.find('>', root) - root).find("data-fired") != std::string::npos;
}

}  // namespace

TEST_CASE("the report passes its own test of hover, legend, keyboard and theme in Chromium") {
  if (!chromium_is_there()) return;
  const Folder folder;
  write_file(folder / "report.html", to_html(sample_points(), order, {made, {"a.jsonl"}}));
  const Ran ran = browse(folder, folder / "report.html", "#selftest");
  REQUIRE(ran.status == 0);
  const std::size_t begin = ran.out.find("id=\"selftest\">");
  REQUIRE(begin != std::string::npos);
  const std::string result = ran.out.substr(begin, ran.out.find("</pre>", begin) - begin);
  INFO(result);
  CHECK(result.find("FAIL") == std::string::npos);
  CHECK(result.find(" 0 failed") != std::string::npos);
  for (const char* name :
       {"hover names M", "crosshair stands", "End goes to the last M", "hides its curve", "shows it again",
        "takes the focus", "light and dark differ", "nothing was fetched", "one table row per M"})
    CHECK_MESSAGE(result.find(name) != std::string::npos, name);
  CHECK(result.find("section 1 ") != std::string::npos);
}

TEST_CASE("the page of a pebbling shows after any number of moves what the frame of that move shows") {
  if (!chromium_is_there()) return;
  using redblue::sim::Move;
  const auto graph = redblue::proofs_check::named_graph("matmul:1,1,2");  // a 0 1, b 2 3, c 4
  using Kind = Move::Kind;
  const Pebbled play{graph,
                     "partial",
                     "3",
                     {{Kind::load, 0},
                      {Kind::load, 2},
                      {Kind::compute, 4, 0},
                      {Kind::store, 4},
                      {Kind::discard, 4},
                      {Kind::load, 4}}};
  const Folder folder;
  write_file(folder / "play.html", pebbling_page(play));
  const std::vector<std::string> frames = pebbling_frames(play);
  const auto marks = [](const std::string& text) {  // circles, counts and the caption
    std::string all;
    for (const char* part :
         {"stroke-dasharray=\"", "class=\"n\" y=\"12\">", "id=\"cap\" class=\"cap\" x=\"12\" y=\"24\">"})
      for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
        const std::size_t from = at + std::string(part).size();
        all += text.substr(from, text.find_first_of("\"<", from) - from) + ";";
      }
    return all;
  };
  for (const std::size_t i : {0, 3, 5, 6}) {
    const Ran ran = browse(folder, folder / "play.html", "#" + std::to_string(i));
    REQUIRE(ran.status == 0);
    CHECK(marks(ran.out) == marks(frames[i]));
  }
  CHECK(marks(frames[3]) != marks(frames[5]));
}

TEST_CASE("the self-test of a report can fail") {
  if (!chromium_is_there()) return;
  const Folder folder;
  std::string html = to_html(sample_points(), order, {made, {"a.jsonl"}});
  const std::string handler = "svg.addEventListener('pointermove', e => this.point(e));";
  REQUIRE(html.find(handler) != std::string::npos);
  html.replace(html.find(handler), handler.size(), "");
  write_file(folder / "report.html", html);
  const Ran ran = browse(folder, folder / "report.html", "#selftest");
  CHECK(ran.out.find("FAIL section 0 hover names M") != std::string::npos);
}

TEST_CASE("a hostile text that is not escaped is caught, so the canary can sing") {
  if (!chromium_is_there()) return;
  const Folder folder;
  write_file(folder / "raw.html", "<!doctype html><html><body><script>" + canary + "</script></body></html>");
  CHECK(fired(browse(folder, folder / "raw.html").out));
  write_file(folder / "raw.svg",
             "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>" + canary + "</script></svg>");
  CHECK(fired(browse(folder, folder / "raw.svg").out));
}

TEST_CASE("no hostile text runs in a report or an SVG, hover and legend included") {
  if (!chromium_is_there()) return;
  const Folder folder;
  const auto texts = hostile_texts();
  constexpr std::size_t size = 300;
  for (std::size_t first = 0; first < texts.size(); first += size) {
    const std::vector<std::string> batch(
        texts.begin() + static_cast<std::ptrdiff_t>(first),
        texts.begin() + static_cast<std::ptrdiff_t>(std::min(first + size, texts.size())));
    const auto points = hostile_points(batch);
    const Provenance provenance{batch.front(), batch.back()};
    write_file(folder / "report.html", to_html(points, order, {provenance, batch}));
    const Ran html = browse(folder, folder / "report.html", "#selftest");
    CHECK(html.status == 0);
    CHECK(html.out.find("id=\"selftest\">") != std::string::npos);
    CHECK(html.out.find(" 0 failed</pre>") != std::string::npos);
    CHECK_FALSE(fired(html.out));
    write_file(folder / "figure.svg", to_svg(build_figure(points, FigureKind::standard, order), provenance));
    const Ran svg = browse(folder, folder / "figure.svg");
    CHECK(svg.out.find("</svg>") != std::string::npos);
    CHECK_FALSE(fired(svg.out));
  }
}
