// Every number of theory 7.2, each with a play that the trusted checker calls valid.
#include "find_support.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

struct Known {
  const char* graph;
  Rules rules;
  std::int64_t M;
  std::int64_t io;
};

constexpr Known known[] = {
    {"attention:2,1", Rules::partial, 3, 16},    {"attention:2,1", Rules::partial, 4, 10},
    {"attention:2,1", Rules::partial, 5, 9},     {"attention:2,1", Rules::partial, 6, 8},
    {"attention:2,1+l", Rules::partial, 3, 19},  {"attention:2,1+l", Rules::partial, 4, 12},
    {"attention:2,1+l", Rules::partial, 5, 10},  {"attention:2,1+l", Rules::partial, 6, 9},
    {"attention:2,1+l", Rules::partial, 7, 8},   {"attention:2,2+l", Rules::one_shot, 6, 23},
    {"attention:2,2+l", Rules::one_shot, 7, 21}, {"attention:2,2+l", Rules::one_shot, 8, 19},
    {"attention:2,2+l", Rules::one_shot, 9, 16}, {"attention:2,2+l", Rules::classic, 6, 23},
    {"attention:2,2+l", Rules::classic, 7, 21},  {"attention:2,2+l", Rules::classic, 8, 17},
    {"attention:2,2+l", Rules::classic, 9, 16},  {"attention:3,1", Rules::partial, 3, 36},
    {"attention:3,1", Rules::partial, 4, 20},    {"attention:3,1", Rules::partial, 5, 18},
    {"attention:3,1", Rules::partial, 6, 16},    {"attention:3,1", Rules::partial, 7, 14},
    {"attention:3,1", Rules::partial, 8, 13},    {"attention:3,1", Rules::partial, 9, 12},
    {"matmul:2,2,2", Rules::partial, 3, 17},     {"matmul:2,2,2", Rules::partial, 4, 14},
    {"matmul:2,2,2", Rules::partial, 5, 13},     {"matmul:2,2,2", Rules::partial, 6, 12},
};

}  // namespace

TEST_CASE("the search reproduces every optimum of theory 7.2") {
  for (const Known& k : known) {
    CAPTURE(k.graph);
    CAPTURE(k.M);
    CHECK(checked_optimum(named_graph(k.graph), k.rules, k.M) == k.io);
  }
}

TEST_CASE(
    "attention of 2 x 2 with row sums is infeasible at M = 5 in the classic games, and at no larger M") {
  for (const Rules rules : {Rules::one_shot, Rules::classic}) {
    const NamedGraph graph = named_graph("attention:2,2+l");
    CHECK(Game(graph.dag, rules, 5).smallest_M() == 6);
    CHECK(finder::plain_optimum(Game(graph.dag, rules, 5), {.most = 100'000}).io == std::nullopt);
  }
}

TEST_CASE("the plain twin agrees on attention of 2 x 1 without row sums") {
  const NamedGraph graph = named_graph("attention:2,1");
  for (const auto& [M, io] : {std::pair{3, 16}, std::pair{4, 10}})
    CHECK(finder::plain_optimum(Game(graph.dag, Rules::partial, M), {.most = 20'000'000}).io == io);
}

TEST_CASE("recomputation never hurts and terms never hurt") {
  for (const char* name :
       {"attention:2,1", "attention:2,1+l", "matmul:2,2,1", "tree:2", "pyramid:2", "diamond:3", "fft:2"}) {
    const NamedGraph graph = named_graph(name);
    for (std::int64_t M = 3; M <= 8; ++M) {
      const auto at = [&](Rules rules) {
        return M < Game(graph.dag, rules, M).smallest_M() ? INT64_MAX : checked_optimum(graph, rules, M);
      };
      const std::int64_t one_shot = at(Rules::one_shot), classic = at(Rules::classic),
                         partial = at(Rules::partial), strongest = at(Rules::partial_recompute);
      CAPTURE(name);
      CAPTURE(M);
      CHECK(std::min({one_shot, classic, partial, strongest}) > 0);
      CHECK(classic <= one_shot);
      CHECK(partial <= one_shot);
      CHECK(strongest <= classic);
      CHECK(strongest <= partial);
    }
  }
}
