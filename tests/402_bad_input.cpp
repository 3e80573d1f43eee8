// Bad input as a user would type it: exit code 2, one line that names the flag, never a crash.
#include <algorithm>
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>

using namespace redblue::tests;

namespace {

struct Bad {
  std::vector<std::string> arguments;
  std::string named;  ///< must be part of the message
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& w : words) text += (text.empty() ? "" : " ") + w.substr(0, 60);
  return text;
}

void refuse(const Bad& bad) {
  const Outcome got = call(bad.arguments);
  INFO("redblue ", joined(bad.arguments), "\n", got.err.substr(0, 400));
  CHECK(got.signal == 0);
  CHECK(got.code == 2);
  CHECK(got.out == "");
  CHECK(got.err.find(bad.named) != std::string::npos);
  CHECK(std::count(got.err.begin(), got.err.end(), '\n') <= 13);
}

/// A whole command with one flag replaced.
std::vector<std::string> count_with(const std::string& flag, const std::string& value) {
  std::vector<std::string> words{"count", flag, value};
  const std::vector<std::pair<std::string, std::string>> rest{{"--N", "64"}, {"--d", "8"}, {"--M", "300"}};
  for (const auto& [name, text] : rest)
    if (name != flag) words.insert(words.end(), {name, text});
  return words;
}

const std::vector<std::string> bad_numbers{"",
                                           "0",
                                           "-1",
                                           "-64",
                                           "+64",
                                           "1.5",
                                           "6.4e1",
                                           "1e6",
                                           "nan",
                                           "NaN",
                                           "inf",
                                           "-inf",
                                           "abc",
                                           "0x40",
                                           "64x",
                                           "64 ",
                                           " 64",
                                           "6 4",
                                           "64K",
                                           "64kB",
                                           "Ki",
                                           "64KiB",
                                           "64Kib",
                                           "64,",
                                           ",64",
                                           "64,,128",
                                           ",",
                                           "64;128",
                                           "64,abc",
                                           "64,0",
                                           "64,-1",
                                           "::",
                                           ":",
                                           "64:",
                                           ":64",
                                           "64:128",
                                           "64:128:",
                                           "64::x2",
                                           "64:128:x",
                                           "64:128:x0",
                                           "64:128:x1",
                                           "64:128:x-2",
                                           "64:128:+",
                                           "64:128:+0",
                                           "64:128:+-1",
                                           "64:128:log",
                                           "64:128:log0",
                                           "64:128:log-3",
                                           "64:128:y2",
                                           "64:128:2",
                                           "64:128:x2:x2",
                                           "128:64:x2",
                                           "128:64:+1",
                                           "128:64:log4",
                                           "64:128:x1.5",
                                           "9223372036854775807",
                                           "9223372036854775808",
                                           "18446744073709551615",
                                           "18446744073709551616",
                                           "340282366920938463463374607431768211455",
                                           "340282366920938463463374607431768211456",
                                           "99999999999999999999999999999999999999999999999999",
                                           "9007199254740993",
                                           "8388609Gi",
                                           "$(id)",
                                           "`id`",
                                           "%s%s%n",
                                           "../../etc/passwd",
                                           "true",
                                           "null",
                                           "[]",
                                           "{}",
                                           "\"64\"",
                                           "'64'",
                                           "64\n",
                                           "64\t",
                                           "\xff\xfe",
                                           "\xe2\x91\xa0"};

}  // namespace

TEST_CASE("every numeric axis refuses what is no value, list or range") {
  for (const std::string flag : {"--N", "--d", "--M"})
    for (const std::string& value : bad_numbers) refuse({count_with(flag, value), flag});
}

TEST_CASE("the rectangular axes refuse the same") {
  for (const std::string flag : {"--Nq", "--Nk", "--dk", "--dv"})
    for (std::size_t i = 0; i < bad_numbers.size(); i += 2) refuse({count_with(flag, bad_numbers[i]), flag});
}

TEST_CASE("N and d take no expressions and M takes only sound ones") {
  for (const std::string flag : {"--N", "--d"})
    for (const std::string value : {"d^2", "N", "2*64", "(64)", "64/2", "N:d:x2"})
      refuse({count_with(flag, value), flag});
  for (const std::string value : {"d^",        "^2",
                                  "d^d",       "d^-1",
                                  "d^1.5",     "d^61",
                                  "d**2",      "d//2",
                                  "2d",        "d2",
                                  "D^2",       "n",
                                  "M",         "x",
                                  "d^2/",      "*d",
                                  "(d",        "d)",
                                  "()",        "((((((((((((((((((d))))))))))))))))))",
                                  "d^2/0",     "d-d",
                                  "d-100",     "d/(N-64)",
                                  "d^60*d^60", "N*N*N*N*N*N*N*N*N*N*N*N",
                                  "d^2:d:x2",  "d^2:4*d^2",
                                  "d:N",       "d:N:xd",
                                  "d:N:+d",    "d:N:logd",
                                  "sqrt(d)",   "d!",
                                  "d%2",       "d&1",
                                  "d=2",       "-d",
                                  "--d",       "1/2",
                                  "d/9"})
    refuse({count_with("--M", value), "--M"});
}

TEST_CASE("multipliers refuse zero, negatives and what is too large") {
  for (const std::string flag : {"--heads", "--batch"})
    for (const std::string value :
         {"", "0", "-1", "1.5", "65537", "1M", "18446744073709551616", "nan", "x", "1,2", "1:2:+1", "2^2"})
      refuse({count_with(flag, value), flag});
}

TEST_CASE("bits name tensors and widths") {
  for (const std::string value : {"",
                                  "0",
                                  "129",
                                  "-8",
                                  "8.5",
                                  "nan",
                                  "Q",
                                  "Q=",
                                  "=8",
                                  "Q=0",
                                  "Q=129",
                                  "Q=8,",
                                  ",Q=8",
                                  "Q=8,,K=8",
                                  "Q=8,Q=8",
                                  "X=8",
                                  "q=8",
                                  "Q=8;K=8",
                                  "Q=8,K",
                                  "Q==8",
                                  "Q=8=8",
                                  "18446744073709551616",
                                  "Q=18446744073709551616",
                                  "STATS=8"})
    refuse({count_with("--bits", value), "--bits"});
}

TEST_CASE("tiles are best, published, kernel or two sizes") {
  for (const std::string value : {"",
                                  "bset",
                                  "BEST",
                                  "8",
                                  "8,",
                                  ",8",
                                  "8,8,8",
                                  "0,8",
                                  "8,0",
                                  "-8,8",
                                  "8,-8",
                                  "8x8",
                                  "a,b",
                                  "8.5,8",
                                  "nan,nan",
                                  "65,8",
                                  "8,65",
                                  "4294967297,1",
                                  "18446744073709551616,1",
                                  "kernels",
                                  "8;8",
                                  "8, 8"}) {
    std::vector<std::string> words = count_with("--tiles", value);
    words.insert(words.end(), {"--algorithm", "flash_attention_2"});
    refuse({words, "--tiles"});
  }
}

TEST_CASE("tile sizes are for the schedules that have them") {
  for (const std::string id : {"standard", "square_tiling", "two_phase", "flash_streamed"}) {
    std::vector<std::string> words = count_with("--tiles", "8,8");
    words.insert(words.end(), {"--algorithm", id});
    refuse({words, id});
  }
  for (const std::string id :
       {"standard", "two_phase", "flash_streamed", "flash_attention_2", "fused_tile"}) {
    std::vector<std::string> words = count_with("--tiles", "published");
    words.insert(words.end(), {"--algorithm", id});
    refuse({words, id});
  }
}

TEST_CASE("masks are none, causal or a window") {
  for (const std::string value : {"", "casual", "Causal", "window", "window:", "window:-1", "window:1.5",
                                  "window:x", "window:4294967297", "window:18446744073709551616", "window: 3",
                                  "window:3,4", "none,causal", "windows:3", "full"})
    refuse({count_with("--mask", value), "--mask"});
  refuse({{"count", "--Nq", "9", "--Nk", "8", "--d", "8", "--M", "300", "--mask", "causal"}, "Nq = 9"});
  for (const std::string id : {"square_tiling", "two_phase", "flash_streamed", "fused_tile"}) {
    std::vector<std::string> words = count_with("--mask", "causal");
    words.insert(words.end(), {"--algorithm", id});
    refuse({words, id});
  }
}

TEST_CASE("algorithms are named by their ids") {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "--algorithm"},
      {",", "--algorithm"},
      {"best,", "--algorithm"},
      {",best", "--algorithm"},
      {"best,,all", "--algorithm"},
      {"flash_atention_2", "did you mean flash_attention_2?"},
      {"flash_attenton_2", "did you mean flash_attention_2?"},
      {"Best", "did you mean best?"},
      {"al", "did you mean all?"},
      {"two-phase", "did you mean two_phase?"},
      {"none", "none"},
      {"standard;two_phase", "no such algorithm"},
      {"standard two_phase", "no such algorithm"},
      {"all,zzz", "zzz: no such algorithm"},
      {"*", "no such algorithm"},
      {"../standard", "no such algorithm"}};
  for (const auto& [value, named] : cases) refuse({count_with("--algorithm", value), named});
}

TEST_CASE("rules, statistics, starts, scales and formats are from their lists") {
  for (const std::string value :
       {"", "fms", "FMA", "any", "classical", "one-shot", "fma,classic", "partial_recomputation"})
    refuse({count_with("--rules", value), "--rules"});
  for (const std::string value : {"", "min", "MAX", "max,sum", "2"})
    refuse({count_with("--stats", value), "--stats"});
  for (const std::string value : {"", "slwo", "chip", "on-chip", "0"})
    refuse({count_with("--init", value), "--init"});
  for (const std::string value :
       {"", "nan", "NaN", "inf", "-inf", "1e400", "1e101", "-1e101", "x", "1,5", "0x1p3z", "1/8", " 1", "1 "})
    refuse({count_with("--scale", value), "--scale"});
  for (const std::string value : {"", "xml", "JSON", "html", "csv,json", "jsonln", "svg"})
    refuse({count_with("--format", value), "--format"});
}

TEST_CASE("flags are spelt with two dashes, once, with their value") {
  const std::vector<Bad> cases{
      {{}, "usage"},
      {{""}, "''"},
      {{"cuont"}, "did you mean count?"},
      {{"Count"}, "did you mean count?"},
      {{"pebble"}, "pebble"},
      {{"check"}, "check"},
      {{"graph"}, "graph"},
      {{"prove"}, "prove"},
      {{"trace"}, "trace"},
      {{"cache"}, "cache"},
      {{"confirm"}, "confirm"},
      {{"--nope"}, "--nope"},
      {{"-x"}, "-x"},
      {{"count", "--n", "64"}, "did you mean --N?"},
      {{"count", "--agorithm", "all"}, "did you mean --algorithm?"},
      {{"count", "-N", "64"}, "-N"},
      {{"count", "-"}, "-"},
      {{"count", "--"}, "--N is missing"},
      {{"count", "---N", "64"}, "---N"},
      {{"count", "--N"}, "--N: a value is missing"},
      {{"count", "--N", "--d", "8"}, "--N: a value is missing"},
      {{"count", "--N", "64", "--N", "64", "--d", "8", "--M", "300"}, "--N: given twice"},
      {{"count", "--lse=1"}, "--lse: takes no value"},
      {{"count", "--N=", "--d", "8", "--M", "300"}, "--N"},
      {{"count", "64"}, "64"},
      {{"count", "a.csv"}, "a.csv"},
      {{"count", "--N", "64"}, "--d is missing"},
      {{"count", "--N", "64", "--d", "8"}, "--M is missing"},
      {{"count"}, "--N is missing"},
      {{"count", "--resume"}, "--resume"},
      {{"count", "--shard", "1/2"}, "--shard"},
      {{"bound", "--algorithm", "all"}, "--algorithm"},
      {{"bound"}, "--N is missing"},
      {{"verify"}, "--N is missing"},
      {{"explain"}, "--N is missing"},
      {{"list", "nothing"}, "nothing"},
      {{"list", "algorithm"}, "did you mean algorithms?"},
      {{"list", ""}, "no such catalog"},
      {{"list", "bounds", "games"}, "games"},
      {{"list", "policies"}, "policies"},
      {{"completion"}, "bash, zsh or fish"},
      {{"completion", "tcsh"}, "tcsh"},
      {{"completion", "bash", "zsh"}, "one shell"},
      {{"graph", ""}, "name a graph"},
      {{"graph", "fft:2", "--output", ""}, "--output ''"},
      {{"graph", "--graph", ""}, "--graph ''"},
      {{"pebble", "--graph", "fft:2", "--M", "4", "--certificate", ""},
       "--certificate '': a name is missing"},
      {{"pebble", "--graph", "fft:2", "--M", "4", "--lower-certificate="}, "--lower-certificate ''"},
      {{"doctor", "all"}, "all"},
      {{"doctor", "--format", "csv"}, "--format"},
      {{"explain", "--N", "64", "--d", "8", "--M", "300", "--format", "json"}, "--format"},
      {{"verify", "--N", "64", "--d", "8", "--M", "300", "--format", "csv"}, "--format"},
      {{"count", "--N", "64,128", "--d", "8", "--M", "300"}, "these are 2"},
      {{"count", "--N", "64", "--d", "8", "--M", "300,400"}, "these are 2"},
      {{"bound", "--N", "1:64:+1", "--d", "8", "--M", "300"}, "these are 64"},
      {{"count", "--N", "64", "--d", "8", "--M", "300", "--counted", "--executed"}, "--counted"},
      {{"bound", "--graph", "attention:3,1"}, "--graph"},
      {{"bound", "--graph", "matmul:2,2,2"}, "--graph"},
      {{"count", "--algorithm", "flash_streamed", "--stats", "none", "--lse", "--N", "64", "--d", "8", "--M",
        "300"},
       "--lse"},
      {{"count", "--algorithm", "standard", "--stats", "sum", "--N", "64", "--d", "8", "--M", "300"},
       "standard"}};
  for (const Bad& bad : cases) refuse(bad);
}

TEST_CASE("long nonsense is refused in one short message") {
  for (const std::string flag : {"--N", "--M", "--algorithm", "--mask", "--bits", "--tiles", "--rules",
                                 "--format", "--scale", "--heads"})
    for (const char c : {'9', ',', '(', 'x', ':', '\x1b', '='}) {
      const Outcome got = call(count_with(flag, std::string(120'000, c)));
      INFO(flag, " ", c);
      CHECK(got.code == 2);
      CHECK(got.err.size() < 4000);
      CHECK(got.err.find(flag) != std::string::npos);
    }
}

TEST_CASE("runs that nobody would wait for are refused with their cost") {
  const Outcome counted = call_line("count --algorithm flash_attention_2 --N 1G --d 64 --M 16Ki --counted");
  CHECK(counted.code == 2);
  CHECK(counted.err.find("--long") != std::string::npos);
  const Outcome executed = call_line("count --algorithm flash_attention_2 --N 1M --d 64 --M 16Ki --executed");
  CHECK(executed.code == 2);
  CHECK(executed.err.find("multiply-adds") != std::string::npos);
  const Outcome thin =
      call_line("count --algorithm flash_attention_2 --Nq 1 --Nk 4G --d 1 --M 16Ki --executed");
  CHECK(thin.code == 2);
  CHECK(thin.err.find("--long") != std::string::npos);
  const Outcome verified = call_line("verify --N 4096 --d 64 --M 16Ki");
  CHECK(verified.code == 2);
  CHECK(verified.err.find("smaller N or d") != std::string::npos);
}
