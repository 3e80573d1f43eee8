// The factor of a Laplacian at its limits: pivots, entries, products.
#include <array>
#include <limits>

#include "check_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/check/inertia.hpp>

using namespace redblue::test;
using check::Inertia;
namespace sim = redblue::sim;

TEST_CASE("a factor with a pivot of 0, or with a pivot or an entry from 2^40 on, says nothing") {
  const auto lost = [](Vertex users, const std::vector<Vertex>& order, double at) {
    sim::Dag dag;
    dag.add_input();
    for (Vertex v = 0; v < users; ++v) dag.add_val(std::array{Vertex{0}});
    return Inertia(dag, order, 1).at(at).lost;
  };
  constexpr double nothing = std::numeric_limits<double>::infinity();
  CHECK(lost(0, {0}, 0) == nothing);
  CHECK(lost(0, {0}, 0x1p-48) < 1);
  for (const double sign : {-1.0, 1.0}) {
    CHECK(lost(1, {0, 1}, sign * 0x1p39) < 1);
    CHECK(lost(1, {0, 1}, sign * 0x1p40 + 1) == (sign > 0 ? nothing : lost(1, {0, 1}, 1 - 0x1p40)));
    CHECK(lost(1, {0, 1}, sign * 0x1p41) == nothing);
  }
  // The first pivot is nearly 0, the entry below it 1/4 of its inverse, and no other number is large.
  CHECK(lost(4, {1, 0, 2, 3, 4}, 0.25 + 0x1p-41) < 1);
  CHECK(lost(4, {1, 0, 2, 3, 4}, 0.25 + 0x1p-43) == nothing);
}

TEST_CASE("a factor has up to 2^21 entries below its diagonal") {
  const auto factor =
      [](Vertex more) {  // stars of 31 uses, their centre first, and one that is eliminated last
        sim::Dag dag;
        for (Vertex star = 0; star < 4228; ++star) {
          const Vertex centre = dag.add_input();
          for (int use = 0; use < 31; ++use) dag.add_val(std::array{centre});
        }
        const Vertex centre = dag.add_input();
        std::vector<Vertex> order;
        for (Vertex use = 0; use < more; ++use) dag.add_val(std::array{centre});
        for (Vertex v = 0; v < dag.size(); ++v)
          if (v != centre) order.push_back(v);
        order.push_back(centre);
        Inertia inertia(dag, order, 1);
      };
  static_assert(4228 * 31 * 32 / 2 + 64 == 1 << 21);
  CHECK_NOTHROW(factor(64));
  CHECK_THROWS_AS(factor(65), check::Stop);
}

TEST_CASE("2^28 products of intervals are what all factorisations together may take") {
  // One input of 115 uses, eliminated before them, leaves 115 * 116 * 117 / 6 products; a row is one more.
  const auto at_most = [](Vertex inputs, int times) {
    sim::Dag dag;
    std::vector<Vertex> order;
    for (Vertex v = 0; v < inputs; ++v) dag.add_input();
    for (Vertex v = 0; v < 115; ++v) dag.add_val(std::array{inputs - 1});
    for (Vertex v = 0; v < dag.size(); ++v) order.push_back(v);
    Inertia inertia(dag, order, 1);
    for (int i = 0; i < times; ++i) REQUIRE(inertia.at(0).lost > 1);  // the first pivot is 0
    CHECK_THROWS_AS((void)inertia.at(0), check::Stop);
  };
  at_most(1899, 1 << 10);        // 2^18 products each time
  at_most(1900, (1 << 10) - 1);  // one more
}
