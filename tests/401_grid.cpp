#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/cli/grid.hpp>

using namespace redblue;
using cli::Flags;
using cli::Grid;

namespace {

Flags flags(const std::vector<std::pair<std::string, std::string>>& given) {
  Flags all;
  for (const auto& [name, text] : given) all.set(name, {"--" + name, text, ""});
  return all;
}

Grid grid(const std::vector<std::pair<std::string, std::string>>& given,
          std::size_t most = Grid::default_most) {
  return Grid(cli::run_spec(flags(given)).axes, most);
}

std::string refusal(const std::vector<std::pair<std::string, std::string>>& given, std::size_t most = 1000) {
  try {
    (void)grid(given, most);
  } catch (const cli::UsageError& e) {
    return e.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("--N moves queries and keys together, --Nq and --Nk apart") {
  CHECK(grid({{"N", "1:4:x2"}, {"d", "8"}, {"M", "100"}}).shapes().size() == 3);
  const Grid apart = grid({{"Nq", "1,2"}, {"Nk", "4,8,16"}, {"d", "8"}, {"M", "100"}});
  CHECK(apart.shapes().size() == 6);
  CHECK(apart.shapes()[1].Nq == 1);
  CHECK(apart.shapes()[1].Nk == 8);
  const Grid decode = grid({{"N", "64"}, {"Nq", "1"}, {"dk", "8"}, {"dv", "4"}, {"M", "100"}});
  CHECK(decode.shapes() == std::vector<sim::AttentionShape>{{1, 64, 8, 4, {}}});
}

TEST_CASE("a grid is the product of its axes, M evaluated at each shape") {
  const Grid g = grid({{"N", "16,32"}, {"d", "4,8"}, {"M", "d^2,2*N*d"}});
  REQUIRE(g.shapes().size() == 4);
  CHECK(g.size() == 8);
  CHECK(g.Ms(0) == std::vector<sim::Words>{sim::Words{16}, sim::Words{128}});
  CHECK(g.Ms(3) == std::vector<sim::Words>{sim::Words{64}, sim::Words{512}});
}

TEST_CASE("--zip pairs axes of one length and repeats single values") {
  const Grid g = grid({{"N", "16,32,32"}, {"d", "4"}, {"M", "100,200,100"}, {"zip", ""}});
  REQUIRE(g.shapes().size() == 3);
  CHECK(g.size() == 3);
  CHECK(g.Ms(2) == std::vector<sim::Words>{sim::Words{100}});
  CHECK(refusal({{"N", "16,32,64"}, {"d", "4"}, {"M", "100,200"}, {"zip", ""}}).find("--M: 2 values") == 0);
  CHECK(refusal({{"N", "16,32,64"}, {"d", "4,8"}, {"M", "100"}, {"zip", ""}}).find("--d: 2 values") == 0);
}

TEST_CASE("too many points are refused before anything is expanded") {
  CHECK(refusal({{"N", "1:10:+1"}, {"d", "1:10:+1"}, {"M", "1:10:+1"}}) == "accepted");
  CHECK(refusal({{"N", "1:10:+1"}, {"d", "1:10:+1"}, {"M", "1:11:+1"}}).find("1100 points, more than 1000") ==
        0);
  CHECK(
      refusal({{"N", "1:4294967296:+1"}, {"d", "1:1048576:+1"}, {"M", "1:2^53:+1"}}).find("more than 1000") !=
      std::string::npos);
  CHECK(refusal({{"N", "4"}, {"d", "4"}, {"M", "1:9007199254740992:+1"}}).find("more than 1000") !=
        std::string::npos);
}

TEST_CASE("a missing axis is named with an example") {
  CHECK(refusal({{"d", "8"}, {"M", "100"}}).find("--N is missing") == 0);
  CHECK(refusal({{"N", "8"}, {"M", "100"}}).find("--d is missing") == 0);
  CHECK(refusal({{"N", "8"}, {"d", "100"}}).find("--M is missing") == 0);
  CHECK(refusal({{"Nq", "8"}, {"d", "100"}, {"M", "9"}}).find("--Nk is missing") == 0);
  CHECK(refusal({{"Nk", "8"}, {"d", "100"}, {"M", "9"}}).find("--Nq is missing") == 0);
  CHECK(refusal({{"N", "8"}, {"dk", "100"}, {"M", "9"}}).find("--dv is missing") == 0);
  CHECK(refusal({{"N", "8"}, {"dv", "100"}, {"M", "9"}}).find("--dk is missing") == 0);
}

TEST_CASE("a mask needs as many keys as queries") {
  CHECK(refusal({{"Nq", "8"}, {"Nk", "8"}, {"d", "4"}, {"M", "99"}, {"mask", "causal"}}) == "accepted");
  CHECK(refusal({{"Nq", "9"}, {"Nk", "8"}, {"d", "4"}, {"M", "99"}, {"mask", "causal"}}) ==
        "--mask causal: needs Nq <= Nk, but Nq = 9 and Nk = 8");
  CHECK(refusal({{"Nq", "9"}, {"Nk", "8"}, {"d", "4"}, {"M", "99"}, {"mask", "window:3"}}) ==
        "--mask window:3: needs Nq <= Nk, but Nq = 9 and Nk = 8");
}
