// What shifts of a spectral certificate add up to, to the last unit, and what rounding takes off.
#include <array>

#include "check_support.hpp"
#include "spectral_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/check/inertia.hpp>

using namespace redblue::test;
namespace sim = redblue::sim;
namespace check = redblue::proofs_check::check;

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
  // Half of it in the sharp form, where the first part pays no M and ten words are compulsory.
  Parts sharp{.M = "1",
              .claim = "11",
              .form = "sharp",
              .parts = "2",
              .order = "0 1 2 3 4 5 6 7 8 9",
              .shifts = {shift(0.4999, 1)}};
  CHECK(verdict_on(dense, certificate(dense, sharp)).status == Status::valid);
  sharp.claim = "12";
  CHECK(verdict_on(dense, certificate(dense, sharp)).status == Status::invalid);
  // Four parts of 3, 3, 2 and 2: seven vertices are not in the first.
  Parts four{.claim = "7", .parts = "4", .order = "0 1 2 3 4 5 6 7 8 9", .shifts = {shift(0.9999, 1)}};
  CHECK(verdict_on(dense, certificate(dense, four)).status == Status::valid);
  four.claim = "8";
  CHECK(verdict_on(dense, certificate(dense, four)).status == Status::invalid);
  // Two parts of 2 and 1; the eigenvalues are 0, 1 and 3.
  const std::string path = "redblue-graph 1 path\nin a\nval b = 0\nval c = 1\nout 2\n";
  Parts two_parts{.claim = "1", .parts = "2", .order = "0 1 2", .shifts = {shift(0.9999, 1)}};
  CHECK(verdict_on(path, certificate(path, two_parts)).status == Status::valid);
  two_parts.claim = "2";
  CHECK(verdict_on(path, certificate(path, two_parts)).status == Status::invalid);
}

TEST_CASE(
    "eigenvalues are counted below the shift itself, with half the weights of inputs in the sharp form") {
  // The largest of the star is 4/3, a third of a unit above this shift.
  Parts third = good_star;
  third.shifts[1] = "shift 375299968947541 3";
  CHECK(verdict_on(star, certificate(star, third)).status == Status::valid);
  third.shifts[1] = "shift 375299968947542 3";
  CHECK(verdict_on(star, certificate(star, third)).rule == "count");
  // At 2, one unit on, the last pivot is 0.
  const std::string arrow = "redblue-graph 1 arrow\nin a\nval b = 0\nout 1\n";
  const Parts below_2{.claim = "2",
                      .parts = "2",
                      .order = "0 1",
                      .shifts = {"shift " + std::to_string((std::uint64_t{1} << 49) - 1) + " 1"}};
  CHECK(verdict_on(arrow, certificate(arrow, below_2)).text == "VALID spectral one_shot M=0 lower=2");
  // The eigenvalues of the star are 0, 1/6, 1/6, 2/3 then; four words are compulsory.
  Parts sharp{.claim = "5",
              .form = "sharp",
              .parts = "4",
              .order = "1 2 3 0",
              .shifts = {shift(0.1666, 1), shift(0.6666, 3)}};
  CHECK(verdict_on(star, certificate(star, sharp)).text == "VALID spectral one_shot M=0 lower=5");
  sharp.shifts = {shift(0.333, 1)};
  CHECK(verdict_on(star, certificate(star, sharp)).rule == "count");
}

TEST_CASE("a shift no larger than what is lost is refused") {
  int just_larger = 0;  // less than one unit above the shift
  for (Vertex leaves = 3; leaves < 60; ++leaves) {
    std::string graph = "redblue-graph 1 star\nin a\n", order, out;
    sim::Dag dag;
    dag.add_input();
    std::vector<Vertex> vertices;
    for (Vertex v = 1; v <= leaves; ++v) {
      graph += "val b = 0\n";
      order += std::to_string(v) + " ";
      out += " " + std::to_string(v);
      dag.add_val(std::array{Vertex{0}});
      vertices.push_back(v);
    }
    graph += "out" + out + "\n";
    vertices.push_back(0);
    const double lost = check::Inertia(dag, vertices, 1).at(0x1p-48).lost * 0x1p48;
    just_larger += lost >= 1 && lost < 2 ? 1 : 0;
    const Parts p{.claim = "0", .parts = "2", .order = order + "0", .shifts = {"shift 1 1"}};
    const std::string said = verdict_on(graph, certificate(graph, p)).text;
    CHECK_MESSAGE(said.ends_with(lost < 1 ? "lower=0" : "residual: it is as large as the shift"), said);
  }
  CHECK(just_larger > 0);
}
