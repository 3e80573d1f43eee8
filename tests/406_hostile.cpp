// Hostile text in every place where the program repeats what it was given.
#include <algorithm>
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>

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

TEST_CASE("terminal codes in a plan file are shown, not sent") {
  const ScratchFolder folder;
  const std::string path = folder.file("p.toml", "\"\\u001b[31mx\" = 1\n");
  const Outcome got = call({"count", "--from", path});
  CHECK(got.code == 2);
  CHECK(harmless(got.err));
}
