// What shifts of a spectral certificate add up to, to the last unit, and what rounding takes off.
#include "check_support.hpp"
#include "spectral_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

TEST_CASE("what rounding loses is taken off, however much it is, and shifts that add nothing are left out") {
  // Eigenvalues 0, 1/4 three times, 5/4. The leaf first: its pivot is nearly 0, and the next entries are
  // large.
  const std::string five =
      "redblue-graph 1 five\nin a\nval b = 0\nval c = 0\nval d = 0\nval e = 0\nout 1 2 3 4\n";
  const auto verdict = [&](const std::vector<std::string>& shifts, const char* claim) {
    const Parts p{.claim = claim, .parts = "5", .order = "1 0 2 3 4", .shifts = shifts};
    return verdict_on(five, certificate(five, p)).text;
  };
  const auto says_one = [&](const std::vector<std::string>& shifts) {
    CHECK(verdict(shifts, "1") == "VALID spectral one_shot M=0 lower=1");
    CHECK(verdict(shifts, "2").ends_with("claim: 1 words are proven"));
  };
  // 4 (1/4 - 2^-41) + (1/4 + 2^-38) - (1/4 - 2^-41) would be more than 1; some 2^-15 are lost of each.
  says_one({shift(0.25 - 0x1p-41, 1), shift(0.25 + 0x1p-38, 4)});
  // The second loses more than it is above the first.
  says_one({shift(0.25 - 0x1p-20, 1), shift(0.25 + 0x1p-41, 4)});
}

TEST_CASE("shifts one unit apart add up to the last unit, and M is paid for every part") {
  const std::uint64_t one = std::uint64_t{1} << 48;
  const auto two = [&](std::uint64_t first, std::uint64_t second) {
    Parts p = good_star;
    p.shifts = {"shift " + std::to_string(first) + " 3", "shift " + std::to_string(second) + " 3"};
    return verdict_on(star, certificate(star, p)).status;
  };
  CHECK(two(one + 1, one + 2) == Status::valid);
  CHECK(two(one / 2, one + 2) == Status::valid);
  CHECK(two(one / 2, one + 1) == Status::invalid);
  // Five inputs, each an operand of five others: the second eigenvalue is 1, so 5 - 2 * 2 words for two
  // parts.
  std::string dense = "redblue-graph 1 dense\nin a\nin b\nin c\nin d\nin e\n";
  for (int v = 0; v < 5; ++v) dense += "val x = 0 1 2 3 4\n";
  dense += "out 5 6 7 8 9\n";
  const auto at = [&](const char* claim) {
    return verdict_on(dense, certificate(dense, {.M = "1",
                                                 .claim = claim,
                                                 .parts = "2",
                                                 .order = "0 1 2 3 4 5 6 7 8 9",
                                                 .shifts = {shift(0.99, 1)}}))
        .text;
  };
  CHECK(at("1") == "VALID spectral one_shot M=1 lower=1");
  CHECK(at("2").ends_with("claim: 1 words are proven"));
}
