// One escaper per output format, and hostile texts in every output.
#include <algorithm>

#include "figure_support.hpp"
#include "fixed_seed.hpp"
#include "hostile_points.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/cli/figures/exports.hpp>
#include <redblue/cli/report/report.hpp>

using namespace redblue::figure_test;

namespace {

/// The text that an XML reader makes of escaped text.
std::string unescape_xml(std::string text) {
  const std::pair<std::string, std::string> entities[] = {{"&lt;", "<"},  {"&gt;", ">"},  {"&quot;", "\""},
                                                          {"&#39;", "'"}, {"&#96;", "`"}, {"&amp;", "&"}};
  for (const auto& [from, to] : entities)
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  return text;
}

bool has_control(const std::string& text, const std::string& allowed) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    return (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) && allowed.find(c) == std::string::npos;
  });
}

std::string random_bytes() {
  const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("there are more than a thousand hostile texts") { CHECK(hostile_texts().size() >= 1000); }

TEST_CASE("XML text holds no markup and reads back as it was") {
  CHECK(escape_xml("<a b='c' d=\"e\">&`") == "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;&#96;");
  CHECK(escape_xml("größer ≥ 🙂") == "größer ≥ 🙂");
  CHECK(escape_xml("\xff"
                   "a\x01"
                   "\xed\xa0\x80") ==
        "\uFFFD"
        "a\uFFFD"
        "\uFFFD\uFFFD\uFFFD");
  for (const std::string& text : hostile_texts()) {
    const std::string out = escape_xml(text);
    CHECK(out.find_first_of("<>\"'`") == std::string::npos);
    CHECK_FALSE(has_control(out, "\t\n"));
    const bool plain = text.find_first_of("\r\x1b\x07\x9b\xff") == std::string::npos &&
                       text.find('\0') == std::string::npos && text.find("\xc2\x9b") == std::string::npos;
    if (plain) CHECK(unescape_xml(out) == text);
  }
}

TEST_CASE("whatever the bytes, escaped XML and JSON are UTF-8 without markup") {
  CHECK(redblue::test::holds("escape random bytes", 2000, [] {
    const std::string bytes = random_bytes();
    RC_ASSERT(escape_xml(bytes).find_first_of("<>\"'") == std::string::npos);
    RC_ASSERT(escape_xml(escape_xml(bytes)).find("\xEF\xBF\xBD\xEF") != 0 || !bytes.empty());
    const std::string json = escape_json(bytes);
    RC_ASSERT(json.find_first_of("<>&'") == std::string::npos);
    RC_ASSERT(!has_control(json, ""));
    RC_ASSERT(!has_control(escape_terminal(bytes), ""));
    RC_ASSERT(escape_gnuplot(bytes).find('`') == std::string::npos);
    RC_ASSERT(!has_control(escape_gnuplot(bytes), ""));
  }));
}

TEST_CASE("a JSON literal cannot end the script that holds it") {
  CHECK(escape_json("</script>") == "\"\\u003c/script\\u003e\"");
  CHECK(escape_json("a\"b\\c\n") == "\"a\\\"b\\\\c\\n\"");
  CHECK(escape_json("\u2028") == "\"\\u2028\"");
}

TEST_CASE("a CSV field is quoted where needed and no spreadsheet runs it") {
  CHECK(escape_csv("plain") == "plain");
  CHECK(escape_csv("a,b") == "\"a,b\"");
  CHECK(escape_csv("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(escape_csv("=1+1") == "'=1+1");
  CHECK(escape_csv("-2") == "'-2");
  CHECK(escape_csv("@a") == "'@a");
  CHECK(escape_csv("") == "");
  for (const std::string& text : hostile_texts()) {
    std::string out = escape_csv(text);
    if (out.starts_with("\"")) out.erase(0, 1);
    CHECK_FALSE((!out.empty() && std::string("=+-@\t\r").find(out[0]) != std::string::npos));
  }
}

TEST_CASE("a gnuplot literal is one single-quoted string without backquotes") {
  CHECK(escape_gnuplot("it's `x`") == "'it\u2019s x'");
  for (const std::string& text : hostile_texts()) {
    const std::string out = escape_gnuplot(text);
    REQUIRE(out.size() >= 2);
    const std::string inside = out.substr(1, out.size() - 2);
    CHECK(inside.find('\'') == std::string::npos);
    CHECK(inside.find_first_of("\n\r`") == std::string::npos);
  }
}

TEST_CASE("a terminal gets no control character and no direction mark") {
  CHECK(escape_terminal("\x1b[2J") == "\\x1b[2J");
  CHECK(escape_terminal("\u202E") == "\\u202e");
  CHECK(escape_terminal("\u009b") == "\\x9b");
  for (const std::string& text : hostile_texts()) CHECK_FALSE(has_control(escape_terminal(text), ""));
}

TEST_CASE("hostile texts in every place of a record leave SVG, HTML, CSV and gnuplot well formed") {
  const auto texts = hostile_texts();
  const bool rsvg = run({"rsvg-convert", "--version"}).found, gnuplot = run({"gnuplot", "--version"}).found;
  const Folder folder;
  for (std::size_t first = 0; first < texts.size(); first += 100) {
    const std::vector<std::string> batch(
        texts.begin() + static_cast<std::ptrdiff_t>(first),
        texts.begin() + static_cast<std::ptrdiff_t>(std::min(first + 100, texts.size())));
    const auto points = hostile_points(batch);
    const Provenance provenance{batch.front(), batch.back()};
    const Figure figure = build_figure(points, FigureKind::standard, order);
    const std::string svg = to_svg(figure, provenance), html = to_html(points, order, {provenance, batch});
    CHECK(svg.find("<script") == std::string::npos);
    CHECK_FALSE(has_control(svg, "\n\t"));
    // The page has two scripts, data and behaviour; the data holds no markup.
    CHECK(html.find("<script", html.find("<script", html.find("<script") + 1) + 1) == std::string::npos);
    const std::size_t data = html.find("id=\"data\">") + 10;
    CHECK(html.substr(data, html.find("</script>", data) - data).find_first_of("<>&") == std::string::npos);
    if (rsvg && first % 400 == 0) CHECK(convert_svg(svg, "png").starts_with("\x89PNG"));
    if (!gnuplot) continue;
    const std::string path = folder / "hostile.gp";
    write_file(path, to_gnuplot(figure, provenance));
    CHECK(run({"gnuplot", "-e", "set term svg", path}).status == 0);
    CHECK_FALSE(std::filesystem::exists("fired"));
  }
}
