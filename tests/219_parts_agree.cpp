// Parts of graphs: the checker finds again what the finder found.
#include "find_support.hpp"
#include "player.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/find/parts.hpp>

using namespace redblue;
using namespace redblue::test;

namespace {

/// The finder's parts of the graph, which the checker must call valid.
void check_parts(const NamedGraph& graph) {
  const std::string text = graph_text(graph);
  const auto all = finder::AllParts::of(graph.dag);
  if (!all) return;  // more closed sets than are tried
  std::int64_t computed = 0;
  for (Vertex v = 0; v < graph.dag.size(); ++v) computed += graph.dag.kind(v) == Kind::input ? 0 : 1;
  const auto judge = [&](const char* kind, int M, std::int64_t claim, const std::string& body) {
    const Verdict v =
        verdict_on(text, certificate_header(kind, "graph " + digest_text(digest(text)), Rules::classic,
                                            sim::Words{M}, "lower " + std::to_string(claim)) +
                             body);
    REQUIRE_MESSAGE(v.status == Status::valid, text << body << v.text);
  };
  for (int X = 1; X <= 4; ++X) {
    const auto largest = std::max<std::int64_t>(all->largest_part(X), 1),
               parts = (computed + largest - 1) / largest;
    judge("x_partition", X - 1, std::max<std::int64_t>(parts - 1, 0),
          "by search\nX " + std::to_string(X) + "\nlargest " + std::to_string(largest) + "\nend 3\n");
    const std::int64_t least = all->least_parts(2 * X);
    judge("hong_kung", X, std::max<std::int64_t>(X * (least - 1), 0),
          "by search\nparts " + std::to_string(least) + "\nend 2\n");
  }
}

}  // namespace

TEST_CASE("on every graph of up to 5 vertices the checker finds the parts that the finder does") {
  each_graph(5, [](const std::vector<unsigned>& masks) { check_parts(graph_of(masks, false)); });
}

TEST_CASE(
    "on random graphs of up to 12 vertices, and where a value needs no operand, the parts are the same") {
  Random r(20261126);
  for (int i = 0; i < 400; ++i)
    check_parts(random_graph(r, static_cast<Vertex>(r.between(6, 12)), r.between(2, 20)));
  for (const char* values :
       {"val a =\nout 0\n", "val a =\nval b =\nout 0 1\n", "val a =\nval b = 0\nval c = 1\nout 2\n",
        "val a =\nval b =\nval c = 0 1\nout 2\n", "val a =\nin b\nval c = 0 1\nout 2\n",
        "val a =\nval b =\nval c = 0\nval d = 1\nval e = 2 3\nout 4\n"})
    check_parts(proofs_check::parse_graph_text(std::string("redblue-graph 1 values\n") + values));
}
