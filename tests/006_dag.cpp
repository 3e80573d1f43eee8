#include <array>

#include <doctest/doctest.h>

#include <redblue/sim/dag.hpp>

using namespace redblue::sim;

TEST_CASE("a graph gives back its terms, marks and outputs") {
  Dag g;
  const Vertex a = g.add_input();
  const Vertex b = g.add_input();
  const Vertex zero = g.add_val({});
  const Vertex v = g.add_val(std::array{a, zero}, zero);
  const Vertex s = g.add_acc();
  g.add_term(std::array{a, b});
  g.add_term(std::array{v});
  g.add_term(std::array{b}, true);
  g.add_output(s);

  CHECK(g.size() == 5);
  CHECK(g.kind(a) == Dag::Kind::input);
  CHECK(g.operands(a).empty());
  CHECK(g.operands(zero).empty());
  CHECK(g.term_count(zero) == 1);
  CHECK(g.in_place(v) == zero);
  CHECK(g.in_place(s) == no_vertex);
  CHECK(g.term_count(s) == 3);
  CHECK(g.term(s, 0).size() == 2);
  CHECK(g.term(s, 1)[0] == v);
  CHECK_FALSE(g.term_is_last(s, 1));
  CHECK(g.term_is_last(s, 2));
  CHECK(g.operands(s).size() == 4);
  CHECK(g.operands(s)[2] == v);
  CHECK(g.outputs() == std::vector<Vertex>{s});
}
