// Hostile text in every place where the program repeats what it was given.
#include <algorithm>
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_row.hpp>

using namespace redblue::tests;

namespace {

const std::vector<std::string> payloads{"\x1b[2J\x1b[31mowned",
                                        "\x1b]0;title\x07",
                                        "\x9b"
                                        "31m",
                                        "\xc2\x9b"
                                        "31m",
                                        "\r\nredblue: ok",
                                        "a\tb",
                                        "\x7f",
                                        "\b\b\b\b",
                                        "\x1b]8;;http://x\x1b\\click",
                                        "<script>alert(1)</script>",
                                        "\"><img src=x onerror=alert(1)>",
                                        "'; DROP TABLE x; --",
                                        "=cmd|' /C calc'!A0",
                                        "+1+1",
                                        "@SUM(1)",
                                        "-2+3",
                                        "%n%n%n%s",
                                        "${HOME}",
                                        "$(id)",
                                        "`id`",
                                        "\\write18{id}",
                                        "{\"a\":1}",
                                        "\\u0000",
                                        "\xff\xfe\xfd",
                                        "\xe2\x80\xae"
                                        "evil",
                                        "\xf0\x9f\x98\x80",
                                        std::string(5000, 'A'),
                                        "../../../../etc/passwd",
                                        "a\\",
                                        "\"",
                                        "'"};

bool harmless(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 && c != '\n') return false;
    if (c == 0x7f) return false;
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return false;
  }
  return text.find("\xe2\x80\xae") == std::string::npos;
}

}  // namespace

TEST_CASE("error messages send no control bytes to the terminal") {
  for (const std::string& p : payloads) {
    const std::vector<std::vector<std::string>> commands{
        {p},
        {"count", p},
        {"count", "--" + p},
        {"list", p},
        {"completion", p},
        {"help", p},
        {"bound", "--graph", p},
        {"count", "--from", p},
        {"count", "--N", p, "--d", "8", "--M", "9"},
        {"count", "--N", "8", "--d", "8", "--M", p},
        {"count", "--algorithm", p, "--N", "8", "--d", "8", "--M", "99"},
        {"count", "--mask", p, "--N", "8", "--d", "8", "--M", "99"},
        {"count", "--bits", "Q=8," + p + "=8", "--N", "8", "--d", "8", "--M", "99"},
        {"count", "--N", "8", "--d", "8", "--M", "99", "--output", "/no/such/" + p}};
    for (const auto& words : commands) {
      const Outcome got = call(words);
      INFO(words.front(), " ", p);
      CHECK(got.signal == 0);
      CHECK(got.code < 7);
      CHECK(harmless(got.err));
      CHECK(harmless(got.out));
    }
  }
}

TEST_CASE("the command line in a CSV comment stays one harmless line") {
  const ScratchFolder folder;
  for (const std::string& p : payloads) {
    if (p.size() > 200 || p.find('/') != p.npos) continue;
    const std::string path = folder.path("x" + p);
    const Outcome got = call({"count", "--N", "64", "--d", "8", "--M", "300", "--format", "csv",
                              "--algorithm", "best", "--output", path});
    INFO(p, "\n", got.err);
    REQUIRE(got.code == 0);
    const std::string text = read_all(path);
    CHECK(harmless(text));
    CHECK(std::count(text.begin(), text.end(), '\n') == 3);
    CHECK(text.front() == '#');
  }
}

TEST_CASE("no control or direction code point passes the terminal escaper anywhere in a line") {
  int tried = 0;
  const auto utf8 = [](unsigned c) {
    if (c < 0x80) return std::string{static_cast<char>(c)};
    if (c < 0x800) return std::string{static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
    return std::string{static_cast<char>(0xe0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 63)),
                       static_cast<char>(0x80 | (c & 63))};
  };
  std::vector<unsigned> points{0x7f, 0x200e, 0x200f, 0x2028, 0x2029};
  for (unsigned c = 1; c < 0x20; ++c) points.push_back(c);
  for (unsigned c = 0x80; c < 0xa0; ++c) points.push_back(c);
  for (unsigned c = 0x202a; c <= 0x202e; ++c) points.push_back(c);
  for (unsigned c = 0x2066; c <= 0x2069; ++c) points.push_back(c);
  for (const unsigned c : points)
    for (const std::string& before :
         {std::string(), std::string("a"), std::string("\xc2"), std::string("\xe2\x80"), std::string("\x1b")})
      for (const std::string& after :
           {std::string(), std::string("b"), std::string("\x80"), std::string("[31m")}) {
        const std::string shown = redblue::cli::escape_terminal(before + utf8(c) + after);
        INFO(c, " ", shown);
        CHECK(harmless(shown));
        CHECK(shown.find('\n') == std::string::npos);
        CHECK(shown.find(utf8(c)) == std::string::npos);
        ++tried;
      }
  CHECK(tried >= 1000);
}

TEST_CASE("a hostile schedule name is data in JSON and in CSV") {
  for (const std::string& p : payloads) {
    redblue::algorithms::Schedule schedule = *redblue::algorithms::find("flash_attention_2");
    schedule.id = p;
    const redblue::study::Point point{
        &schedule, redblue::sim::AttentionShape::square(64, 8), redblue::sim::Words{300}, {}};
    const redblue::study::Record record = redblue::study::evaluate(point);
    std::string row;
    redblue::cli::append_csv(row, record, "key");
    INFO(row);
    CHECK(std::count(row.begin(), row.end(), '"') % 2 == 0);
    const std::string field = row.substr(row.find("key,") + 4, 2);
    for (const char formula : {'=', '+', '-', '@'}) CHECK(field.find(formula) != 0);
    std::string json;
    redblue::study::append_json(json, record, "key");
    CHECK(json.find('\n') == std::string::npos);
    CHECK(json.find('\x1b') == std::string::npos);
    const auto back = redblue::study::parse_record_line(json);
    if (back)
      CHECK(back->algorithm == p);
    else
      CHECK(back.reason() == "not JSON");  // bytes that are no UTF-8
  }
}

TEST_CASE("terminal codes in a plan file are shown, not sent") {
  const ScratchFolder folder;
  const std::string path = folder.file("p.toml", "\"\\u001b[31mx\" = 1\n");
  const Outcome got = call({"count", "--from", path});
  CHECK(got.code == 2);
  CHECK(harmless(got.err));
}
