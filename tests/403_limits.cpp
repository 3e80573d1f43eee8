// Every numeric limit at L-1, L and L+1, through the program.
#include <string>
#include <vector>

#include "support/process.hpp"
#include <doctest/doctest.h>

using namespace redblue::tests;

namespace {

/// 2^power + offset, for powers up to 63.
std::string number(int power, int offset) {
  return std::to_string((std::uint64_t{1} << power) +
                        static_cast<std::uint64_t>(static_cast<std::int64_t>(offset)));
}

int code(const std::string& line) {
  const Outcome got = call_line(line);
  INFO(line, "\n", got.err);
  CHECK(got.signal == 0);
  return got.code;
}

}  // namespace

TEST_CASE("extents reach 2^32 rows, 2^20 columns and 2^53 words and no further") {
  const std::string best = "count --algorithm best ";
  for (const std::string N : {"--N ", "--Nq 1 --Nk ", "--Nk 1 --Nq "}) {
    CHECK(code(best + N + number(32, -1) + " --d 64 --M 1Mi") == 0);
    CHECK(code(best + N + number(32, 0) + " --d 64 --M 1Mi") == 0);
    CHECK(code(best + N + number(32, 1) + " --d 64 --M 1Mi") == 2);
  }
  for (const std::string d : {"--d ", "--dk 1 --dv ", "--dv 1 --dk "}) {
    CHECK(code(best + "--N 64 --M 1Gi " + d + number(20, -1)) == 0);
    CHECK(code(best + "--N 64 --M 1Gi " + d + number(20, 0)) == 0);
    CHECK(code(best + "--N 64 --M 1Gi " + d + number(20, 1)) == 2);
  }
  CHECK(code(best + "--N 64 --d 8 --M " + number(53, -1)) == 0);
  CHECK(code(best + "--N 64 --d 8 --M " + number(53, 0)) == 0);
  CHECK(code(best + "--N 64 --d 8 --M " + number(53, 1)) == 2);
}

TEST_CASE("the largest of everything at once neither wraps nor aborts") {
  const std::string largest =
      "--N " + number(32, 0) + " --d " + number(20, 0) + " --heads 65536 --batch 65536 ";
  for (const std::string M : {"100", "64Ki", "1Gi", "9007199254740992"})
    for (const std::string bits : {"1", "128"}) {
      const Outcome got = call_line("count " + largest + "--M " + M + " --bits " + bits + " --format jsonl");
      INFO(M, "\n", got.err);
      CHECK(got.code == 0);
      CHECK(got.out.find(":\"-") == std::string::npos);
      CHECK(got.out.find(":-") == std::string::npos);
    }
}

TEST_CASE("the smallest of everything is a problem too") {
  CHECK(code("count --N 1 --d 1 --M 100") == 0);
  CHECK(code("count --algorithm best --N 1 --d 1 --M 1") == 4);
  CHECK(code("count --N 1 --d 1 --M 1") == 4);
  CHECK(code("verify --N 1 --d 1 --M 100") == 0);
  CHECK(code("bound --N 1 --d 1 --M 1") == 0);
}

TEST_CASE("multipliers, bits and windows stop at their limits") {
  const std::string point = "count --algorithm flash_attention_2 --N 64 --d 8 --M 300 ";
  for (const std::string flag : {"--heads ", "--batch "}) {
    CHECK(code(point + flag + "65535") == 0);
    CHECK(code(point + flag + "65536") == 0);
    CHECK(code(point + flag + "65537") == 2);
    CHECK(code(point + flag + "1") == 0);
    CHECK(code(point + flag + "0") == 2);
  }
  for (const std::string prefix : {"--bits ", "--bits Q="}) {
    CHECK(code(point + prefix + "127") == 0);
    CHECK(code(point + prefix + "128") == 0);
    CHECK(code(point + prefix + "129") == 2);
    CHECK(code(point + prefix + "1") == 0);
    CHECK(code(point + prefix + "0") == 2);
  }
  CHECK(code(point + "--mask window:0") == 0);
  CHECK(code(point + "--mask window:4294967295") == 0);
  CHECK(code(point + "--mask window:4294967296") == 0);
  CHECK(code(point + "--mask window:4294967297") == 2);
  CHECK(code(point + "--scale 1e100") == 0);
  CHECK(code(point + "--scale 1.1e100") == 2);
}

TEST_CASE("the smallest feasible M passes and one word less is refused with that number") {
  for (const std::string id : {"standard", "flash_attention", "flash_attention_2", "square_tiling",
                               "two_phase", "flash_streamed", "fused_tile", "best"})
    for (const std::string shape : {"--N 64 --d 8", "--Nq 7 --Nk 19 --dk 5 --dv 3"}) {
      const Outcome small = call_line("count --algorithm " + id + " " + shape + " --M 1");
      INFO(id, " ", small.err);
      REQUIRE(small.code == 4);
      const std::string mark = "needs at least ";
      const std::size_t at = small.err.find(mark);
      REQUIRE(at != std::string::npos);
      const int least = std::stoi(small.err.substr(at + mark.size()));
      CHECK(code("count --algorithm " + id + " " + shape + " --M " + std::to_string(least)) == 0);
      CHECK(code("count --algorithm " + id + " " + shape + " --M " + std::to_string(least - 1)) == 4);
    }
}
