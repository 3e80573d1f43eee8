#include <string>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>

using namespace redblue::tests;

namespace {

const ScratchFolder& folder() {
  static const ScratchFolder one;
  return one;
}

Outcome with_plan(const std::string& text, const std::vector<std::string>& more = {}) {
  static int number = 0;
  std::vector<std::string> words{"count", "--from",
                                 folder().file("plan" + std::to_string(number++) + ".toml", text)};
  words.insert(words.end(), more.begin(), more.end());
  return call(words);
}

}  // namespace

TEST_CASE("a plan gives flags and the command line wins") {
  const std::string plan =
      "algorithm = [\"flash_attention_2\", \"best\"]\nN = 4096\nd = 64\nM = \"d^2*4\"\nlse = true\nsafe = "
      "false\n"
      "format = \"jsonl\"\nscale = 0.125\n";
  const Outcome got = with_plan(plan);
  INFO(got.err);
  CHECK(got.code == 0);
  CHECK(contains(got.out, "\"M_words\":16384"));
  CHECK(contains(got.out, "\"lse\":true"));
  CHECK(contains(got.out, "\"safe\":false"));
  CHECK(contains(got.out, "\"scale\":0.125"));
  CHECK(contains(with_plan(plan, {"--M", "300"}).out, "\"M_words\":300"));
}

TEST_CASE("an unknown key is named with its line, column and nearest key") {
  const Outcome got = with_plan("# a plan\n\n\n\n\nN = 64\n    Mx = 300\n");
  CHECK(got.code == 2);
  CHECK(contains(got.err, ".toml:7:5: unknown key \"Mx\"; did you mean \"M\"?"));
  CHECK(with_plan("from = \"x\"\n").code == 2);
  CHECK(with_plan("from = \"x\"\n").err.find("did you mean \"from\"") == std::string::npos);
  CHECK(with_plan("help = true\n").code == 2);
  for (const char* const text : {"[table]\nN = 1\n", "[=\nN = 1\n", "N = 1\n  [\n", "\xEF\xBB\xBF[!]\n"}) {
    CHECK(with_plan(text).code == 2);
    CHECK(contains(with_plan(text).err, "a plan has no tables"));
  }
  for (const char* const text : {"\xC3\xA9 = 1\n", "N = 64 \xEF\xB2\xBF\n", "d\xC2\xA0= 8\n"}) {
    CHECK(with_plan(text).code == 3);
    CHECK(contains(with_plan(text).err, "a character beyond ASCII"));
  }
  CHECK(with_plan("# \xC3\xA9\nN = 64\nd = 8\nM = 300\n").code == 0);
  CHECK(with_plan("resume = true\n").code == 2);
}

TEST_CASE("what toml++ takes on trust in a list is refused and does not end the program") {
  for (const char* const text :
       {"N = [# a\n}\n", "N = [\n# a\n}\nd = 8\n", "N = [1, # a\n}\n", "N = [#\n,\n"}) {
    INFO(text);
    const Outcome got = with_plan(text);
    CHECK(got.code == 3);
    CHECK(contains(got.err, ".toml"));
  }
}

TEST_CASE("a date or a time is refused, and so is a text that does not end in its line") {
  for (const char* const text :
       {"N = 1979-05-27\n", "N = 12:30:00\n", "N = 1979-05-27T*7\n", "N = [\"a\", 1979-05-27 x]\n"}) {
    CHECK(with_plan(text).code == 2);
    CHECK(contains(with_plan(text).err, ".toml:1:1: dates and times are no values"));
  }
  for (const char* const text : {"N = '''8'''\n", "N = \"\"\"\n8\"\"\"\n"})
    CHECK(contains(with_plan(text).err, ".toml:1:1: a text ends in its line"));
  CHECK(
      with_plan("N = \"16:64:x2,8\" # 1-2: it's\nd = '8'\nM = 300\nformat = \"csv\"\nscale = 1e-1\n").code !=
      3);
}

TEST_CASE("a value of the wrong kind is named with its place") {
  const std::string rest = "\nd = 8\nM = 300\n";
  for (const std::string value :
       {"{a=1}", "[[1]]", "true", "[]", "\"\"", "-4", "0", "1.5", "nan", "inf", "\"abc\"", "[64, {}]"}) {
    const Outcome got = with_plan("N = " + value + rest);
    INFO(value, "\n", got.err);
    CHECK(got.code == 2);
    CHECK(contains(got.err, ".toml:1:5: N"));
  }
  CHECK(contains(with_plan("lse = 1\nN = 64" + rest).err, "lse: must be true or false"));
}

TEST_CASE("a file that is no TOML is named with its line") {
  for (const std::string text : {"N = ", "N = 64\nN = 65\n", "= 3\n", "N = [1\n", "N = \"abc\n", "\xff\xfe\n",
                                 "N 64\n", "N = 99999999999999999999\n"}) {
    const Outcome got = with_plan(text);
    INFO(text, "\n", got.err);
    CHECK(got.code == 3);
    CHECK(contains(got.err, ".toml:"));
  }
}

TEST_CASE("deep and large plans are refused before the library sees them") {
  std::string dotted = "a";
  for (int i = 0; i < 15; ++i) dotted += ".a";
  CHECK(contains(with_plan(dotted + " = 1\n").err, "unknown key"));
  CHECK(contains(with_plan(dotted + ".a = 1\n").err, "at most 16 parts"));
  std::string many = "a";
  for (int i = 0; i < 30'000; ++i) many += ".a";
  CHECK(with_plan(many + " = 1\n").code == 3);
  CHECK(
      contains(with_plan("N = " + std::string(17, '[') + std::string(17, ']') + "\n").err, "nested deeper"));
  CHECK(with_plan("N = " + std::string(30'000, '[') + "\n").code == 3);
  CHECK(with_plan("N = " + std::string(30'000, '{') + "\n").code == 3);
  const std::string limit = "#" + std::string(64 * 1024 - 2, 'x') + "\n";
  CHECK(contains(with_plan(limit).err, "--N is missing"));
  const Outcome larger = with_plan("#" + limit);
  CHECK(larger.code == 3);
  CHECK(contains(larger.err, "65536"));
  CHECK(contains(with_plan("# ................................\n").err, "--N is missing"));
}
