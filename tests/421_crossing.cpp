// Winners and crossings against a search that looks at every schedule at every value.
#include <cmath>

#include "figure_support.hpp"
#include "fixed_seed.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/crossing.hpp>

using namespace redblue::cli;
using redblue::sim::Int128;

namespace {

std::vector<Contender> random_field(std::size_t contenders, std::size_t grid) {
  std::vector<Contender> field;
  for (std::size_t c = 0; c < contenders; ++c) {
    Contender contender{std::string(1, static_cast<char>('a' + c)), {}};
    for (std::size_t i = 0; i < grid; ++i) contender.io.push_back(*rc::gen::inRange(0, 9) - 1);
    for (Int128& io : contender.io) io = io == 0 ? Contender::unfit : io;
    field.push_back(contender);
  }
  return field;
}

/// The least io at grid value i, or unfit.
Int128 least(const std::vector<Contender>& field, std::size_t i) {
  Int128 best = Contender::unfit;
  for (const Contender& c : field)
    if (c.fits(i) && (best == Contender::unfit || c.io[i] < best)) best = c.io[i];
  return best;
}

}  // namespace

TEST_CASE("the winner always has the least io and changes only when it no longer has") {
  CHECK(redblue::test::holds("winners", 3000, [] {
    const auto grid = static_cast<std::size_t>(*rc::gen::inRange(1, 9));
    const auto field = random_field(static_cast<std::size_t>(*rc::gen::inRange(1, 5)), grid);
    const auto winner = winners(field, grid);
    std::size_t last = field.size();
    for (std::size_t i = 0; i < grid; ++i) {
      const Int128 best = least(field, i);
      RC_ASSERT((winner[i] == field.size()) == (best == Contender::unfit));
      if (winner[i] == field.size()) continue;
      RC_ASSERT(field[winner[i]].io[i] == best);
      if (last != field.size() && winner[i] != last) RC_ASSERT(field[last].io[i] != best);
      last = winner[i];
    }
  }));
}

TEST_CASE("there is a crossing exactly where the winner changes, between the two values") {
  CHECK(redblue::test::holds("crossings", 3000, [] {
    const auto size = static_cast<std::size_t>(*rc::gen::inRange(1, 9));
    const auto field = random_field(static_cast<std::size_t>(*rc::gen::inRange(1, 5)), size);
    std::vector<double> grid;
    for (std::size_t i = 0; i < size; ++i) grid.push_back(std::ldexp(1.0, static_cast<int>(i) + 8));
    const auto winner = winners(field, size);
    const auto found = crossings(grid, field);
    std::size_t next = 0, last = size;
    for (std::size_t i = 0; i < size; ++i) {
      if (winner[i] == field.size()) continue;
      if (last != size && winner[i] != winner[last]) {
        RC_ASSERT(next < found.size());
        const Crossing& c = found[next++];
        RC_ASSERT(c.from == field[winner[last]].name && c.to == field[winner[i]].name);
        RC_ASSERT(c.before == last && c.x >= grid[last] * (1 - 1e-12) && c.x <= grid[i] * (1 + 1e-12));
      }
      last = i;
    }
    RC_ASSERT(next == found.size());
  }));
}

TEST_CASE("two straight lines in log-log cross where they meet") {
  // 2^40 / M and 2^50 / M^2 meet at M = 2^10, between the grid values 2^9 and 2^11.
  std::vector<double> grid;
  Contender flat{"flat", {}}, steep{"steep", {}};
  for (const int e : {5, 7, 9, 11, 13}) {
    grid.push_back(std::ldexp(1.0, e));
    flat.io.push_back(Int128{1} << (40 - e));
    steep.io.push_back(Int128{1} << (50 - 2 * e));
  }
  const auto found = crossings(grid, {flat, steep});
  REQUIRE(found.size() == 1);
  CHECK(found[0].x == doctest::Approx(1024));
  CHECK(found[0].from == "flat");
  CHECK(found[0].to == "steep");
}

TEST_CASE("a schedule that starts to fit as the best crosses at its first value") {
  const Contender always{"always", {100, 100, 100}}, late{"late", {Contender::unfit, 50, 40}};
  const auto found = crossings({1, 2, 4}, {always, late});
  REQUIRE(found.size() == 1);
  CHECK(found[0].x == 2);
}

TEST_CASE("counts that differ only beyond the precision of a double have the right winner") {
  const Int128 big = Int128{1} << 90;
  CHECK(winners({{"a", {big + 1}}, {"b", {big}}}, 1) == std::vector<std::size_t>{1});
}

TEST_CASE("the sandwich and the crossings of a group agree with each other") {
  using namespace redblue::figure_test;
  for (const PointGroup& group : by_shape(sample_points())) {
    const auto rows = sandwich(group);
    const auto changes = measured_crossings(group);
    std::size_t changed = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      REQUIRE(rows[i].best != nullptr);
      CHECK(rows[i].M > rows[i - 1].M);
      if (rows[i].best->label() != rows[i - 1].best->label()) ++changed;
    }
    CHECK(changes.size() == changed);
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].from == "two_phase");
    CHECK(changes[0].to == "flash_streamed");
    // 2^36 + 2^45/M = 2^48/M at M = 7 * 2^9 = 3584.
    CHECK(changes[0].x == doctest::Approx(3584).epsilon(0.03));
  }
}
