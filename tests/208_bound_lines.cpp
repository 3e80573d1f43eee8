// Certificates of the bounds of graphs: the whole line that the checker prints, and its limits.
#include "check_support.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr const char* hourglass =
    "redblue-graph 1 hourglass\nin a\nval b = 0\nval c = 0\nval d = 1 2\nval e = 3 1\nval f = 4 2\nout 5\n";
constexpr const char* two = "redblue-graph 1 g\nin a\nin b\nval c = 0 1\nval d = 2\nval e = 2\nout 3 4\n";
constexpr const char* sum = "redblue-graph 1 sum\nin a\nin b\nacc c = 0 | 1\nout 2\n";

std::string said(const std::string& graph, const char* kind, const char* rules, std::uint64_t M,
                 const std::string& claim, const std::string& body) {
  return verdict_on(graph, std::string("redblue-certificate 1\nkind ") + kind + "\ngraph " +
                               digest_text(digest(graph)) + "\nrules " + rules + "\nM " + std::to_string(M) +
                               "\nclaim " + claim + "\n" + body)
      .text;
}

struct Line {
  const char* claim;
  std::string body;
  const char* text;
};

std::string inputs(unsigned n) {
  std::string text;
  for (unsigned i = 0; i < n; ++i) text += "in a\n";
  return text;
}

}  // namespace

TEST_CASE("every line about a wavefront is the one that is written here") {
  const auto judge = [](const char* claim, const std::string& body) {
    return said(hourglass, "wavefront", "one_shot", 2, claim, body);
  };
  const std::string piece = "piece 3 depth 0 4\n", cut = "cut 1 2 3\n";
  for (const Line& l : {
           Line{"lower 2", piece + cut + "path 3 4\npath 3 1 4\npath 3 2 5 4\nend 5\n",
                "VALID wavefront one_shot M=2 lower=2"},
           Line{"lower 0", "piece 3 depth 5 4\n", "INVALID line 7 move 1: piece: outside: vertex 3"},
           Line{"lower 0", "piece 3 depth 2 2\ncut\nend 2\n", "VALID wavefront one_shot M=2 lower=0"},
           Line{"lower 0", "piece 3\n", "UNREADABLE certificate line 7: ' depth ' expected"},
           Line{"lower 0", "piece,3\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 0", "pie 3\n", "UNREADABLE certificate line 7: 'piece' expected"},
           Line{"lower 0", "piece 3 depth 0\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 0", "piece 3 depth 0 4 \n", "UNREADABLE certificate line 7: the line should end here"},
           Line{"lower 0", "piece 6 depth 0 4\n", "UNREADABLE certificate line 7: the graph has no vertex 6"},
           Line{"lower 0", piece + "kut\n", "UNREADABLE certificate line 8: 'cut' expected"},
           Line{"lower 0", piece + "cut 1 1\n", "INVALID line 8 move 2: cut: twice: vertex 1"},
           Line{"lower 0", piece + "cut 1 2\n", "INVALID line 8 move 2: cut: cut: vertex 4"},
           Line{"lower 0", piece + "cut 1 2 6\n", "UNREADABLE certificate line 8: the graph has no vertex 6"},
           Line{"lower 0", piece + "cut 1 2 \n", "UNREADABLE certificate line 8: a number expected"},
           Line{"lower 0", piece + cut + "pat\n", "UNREADABLE certificate line 9: 'path' expected"},
           Line{"lower 0", piece + cut + "path\n", "UNREADABLE certificate line 9: ' ' expected"},
           Line{"lower 0", piece + cut + "path 3 4,\n",
                "UNREADABLE certificate line 9: the line should end here"},
           Line{"lower 0", piece + cut + "path 4\n", "INVALID line 9 move 3: path: start: vertex 4"},
           Line{"lower 0", piece + cut + "path 3 5\n", "INVALID line 9 move 3: path: edge: vertex 5"},
           Line{"lower 0", piece + cut + "path 3 1 5\n", "INVALID line 9 move 3: path: edge: vertex 5"},
           Line{"lower 0", piece + cut + "path 3 2\n", "INVALID line 9 move 3: path: end: vertex 2"},
           Line{"lower 0", piece + cut + "path 3 4\npath 3 4\n",
                "INVALID line 10 move 4: path: twice: vertex 3"},
           Line{"lower 0", "piece 3 depth 0 3\n" + cut + "path 3 2 5\n",
                "INVALID line 9 move 3: path: outside: vertex 5"},
           Line{"lower 0", "piece 3 depth 2 3\ncut 3\npath 3 4\npiece 1 depth 1 2\ncut 1\npath 1 3\nend 6\n",
                "INVALID line 12 move 6: path: shared: vertex 3"},
           Line{"lower 2", "piece 1 depth 1 2\ncut 1\npath 1 3\npiece 3 depth 2 3\ncut 3\npath 3 4\nend 6\n",
                "INVALID line 12 move 6: path: shared: vertex 3"},
           Line{"lower 3", "compulsory 2\nend 1\n", "INVALID line 8 move 2: end: claim: the pieces prove 2"},
           Line{"lower 2", "compulsory 3\nend 1\n", "INVALID line 7 move 1: compulsory: compulsory: 2 words"},
           Line{"lower 2", "compulsory,2\nend 1\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 2", "compulsor 2\nend 1\n", "UNREADABLE certificate line 7: 'compulsory' expected"},
           Line{"lower 2", "compulsory 2\nend 2\n", "UNREADABLE certificate line 8: the lines before"},
           Line{"size 2", "end 1\n", "UNREADABLE certificate line 6: 'lower' expected"},
       })
    CHECK(judge(l.claim, l.body) == l.text);
  CHECK(said(hourglass, "wavefront", "classic", 2, "lower 0", "end 0\n") ==
        "INVALID line 4 move 0: rules: rules: one_shot, or partial for a graph of val only");
  CHECK(said(hourglass, "wavefront", "one_shot", 3, "lower 0",
             piece + cut + "path 3 4\npath 3 1 4\npath 3 2 5 4\nend 5\n") ==
        "VALID wavefront one_shot M=3 lower=0");
}

TEST_CASE("every line about a dominator is the one that is written here") {
  for (const Line& l : {
           Line{"size 1", "set 3 4\ndominator 2\npath 0 2 3\nend 3\n", "VALID dominator classic M=1 size=1"},
           Line{"size 2", "set 3 4\ndominator 2\npath 0 2 3\nend 3\n",
                "INVALID line 10 move 4: end: claim: 1 vertices"},
           Line{"size 1", "set 3 4\ndominator 4\npath 0 2 3\nend 3\n",
                "INVALID line 8 move 2: dominator: reached: vertex 3"},
           Line{"size 1", "set 3 4\ndominator 2 2\n", "INVALID line 8 move 2: dominator: twice: vertex 2"},
           Line{"size 1", "set 4 3 4\n", "INVALID line 7 move 1: set: twice: vertex 4"},
           Line{"size 1", "set\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"size 1", "sets 3\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"size 1", "sit 3\n", "UNREADABLE certificate line 7: 'set' expected"},
           Line{"size 1", "set 5\n", "UNREADABLE certificate line 7: the graph has no vertex 5"},
           Line{"size 1", "set 3\ndom 2\n", "UNREADABLE certificate line 8: 'dominator' expected"},
           Line{"size 1", "set 3\ndominator 2\npath 2 3\n", "INVALID line 9 move 3: path: start: vertex 2"},
           Line{"size 1", "set 3\ndominator 2\npath 0 3\n", "INVALID line 9 move 3: path: edge: vertex 3"},
           Line{"size 1", "set 3\ndominator 2\npath 0 2\n", "INVALID line 9 move 3: path: end: vertex 2"},
           Line{"size 0", "set 2\ndominator\nend 2\n", "INVALID line 8 move 2: dominator: reached: vertex 2"},
           Line{"size 0", "set 0\ndominator\nend 2\n", "INVALID line 8 move 2: dominator: reached: vertex 0"},
           Line{"size 1", "set 3\ndominator 2\npath\nend 3\n", "UNREADABLE certificate line 9: ' ' expected"},
           Line{"size 2", "set 3 4\ndominator 3 4\npath 0 2 3\npath 1 2 4\n",
                "INVALID line 10 move 4: path: shared: vertex 2"},
           Line{"size 1", "set 3\ndominator 2\npath 0 2 3\nend 4\n",
                "UNREADABLE certificate line 10: a line each for the set, the dominator and the paths"},
           Line{"lower 1", "set 3\n", "UNREADABLE certificate line 6: 'size' expected"},
       })
    CHECK(said(two, "dominator", "classic", 1, l.claim, l.body) == l.text);
}

TEST_CASE("the last of 193 vertices is one as any other") {
  std::string graph = "redblue-graph 1 chain\nin a\n", path = "0", piece;
  for (unsigned v = 1; v < 193; ++v)
    graph += "val a = " + std::to_string(v - 1) + "\n", path += " " + std::to_string(v);
  graph += "out 192\n";
  CHECK(said(graph, "dominator", "classic", 1, "size 1",
             "set 192\ndominator 192\npath " + path + "\nend 3\n") == "VALID dominator classic M=1 size=1");
  CHECK(said(graph, "wavefront", "one_shot", 0, "lower 4",
             "compulsory 2\npiece 190 depth 190 191\ncut 190\npath 190 191\nend 4\n") ==
        "VALID wavefront one_shot M=0 lower=4");
  CHECK(said(graph, "wavefront", "one_shot", 0, "lower 2",
             "piece 191 depth 191 192\ncut 191\npath 191 192\nend 3\n") ==
        "VALID wavefront one_shot M=0 lower=2");
  CHECK(said(graph, "hong_kung", "classic", 1, "lower 0", "by search\n") ==
        "NOT CHECKED: limit: 16 vertices");
  CHECK(said(graph, "spectral", "one_shot", 1, "lower 2",
             "form sharp\nparts 1\norder " + path + "\nend 3\n") == "VALID spectral one_shot M=1 lower=2");
}

TEST_CASE("every line about parts is the one that is written here") {
  for (const Line& l : {
           Line{"lower 0", "by search\nparts 1\nend 2\n", "VALID hong_kung classic M=1 lower=0"},
           Line{"lower 0", "by search\nparts 2\nend 2\n", "INVALID line 8 move 2: parts 2: parts: 1"},
           Line{"lower 1", "by search\nparts 1\nend 2\n",
                "INVALID line 9 move 3: end: claim: the parts prove another number"},
           Line{"lower 0", "by search\nparts 1\nend 3\n", "UNREADABLE certificate line 9: 2 lines before"},
           Line{"lower 0", "by search\npart 1\nend 2\n", "UNREADABLE certificate line 8: 'parts ' expected"},
           Line{"lower 0", "bi search\n", "UNREADABLE certificate line 7: 'by ' expected"},
           Line{"lower 0", "by search \n", "UNREADABLE certificate line 7: the line should end here"},
           Line{"lower 0", "by heart\n",
                "UNREADABLE certificate line 7: search, tree, fft, matmul, attention or scores"},
           Line{"lower 0", "by tree 1\n", "UNREADABLE certificate line 7: the line should end here"},
           Line{"lower 0", "by tree\n", "INVALID line 7 move 1: by tree: family: the graph is none of it"},
           Line{"lower 0", "by fft\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 0", "by matmul 1 1\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 0", "by attention 1\n", "UNREADABLE certificate line 7: ' ' expected"},
           Line{"lower 0", "by scores x\n", "UNREADABLE certificate line 7: a number expected"},
           Line{"size 0", "by search\n", "UNREADABLE certificate line 6: 'lower' expected"},
       })
    CHECK(said(hourglass, "hong_kung", "classic", 1, l.claim, l.body) == l.text);
  CHECK(said(hourglass, "hong_kung", "classic", 0, "lower 0", "by search\nparts 1\nend 2\n") ==
        "INVALID line 5 move 0: M 0: M: at least one word");
  CHECK(said(sum, "hong_kung", "partial", 1, "lower 0", "by search\n") ==
        "INVALID line 4 move 0: rules: rules: a graph with acc: classic or one_shot");
  for (const char* more :
       {"val d = 2\nout 3\n", "val d = 2\nval e = 3\nout 4\n"}) {  // a sum that is not last
    const std::string graph = std::string("redblue-graph 1 sum\nin a\nin b\nacc c = 0 | 1\n") + more;
    CHECK(said(graph, "hong_kung", "partial", 1, "lower 0", "by search\n") ==
          "INVALID line 4 move 0: rules: rules: a graph with acc: classic or one_shot");
    CHECK(
        said(graph, "spectral", "partial", 1, "lower 0", "") ==
        "INVALID line 4 move 0: rules partial: rules: one_shot expected, or partial for a graph without acc");
    CHECK(said(graph, "wavefront", "partial", 1, "lower 0", "") ==
          "INVALID line 4 move 0: rules: rules: one_shot, or partial for a graph of val only");
  }
  for (const Line& l : {
           Line{"lower 0", "by search\nX 2\nlargest 5\nend 3\n", "VALID x_partition classic M=1 lower=0"},
           Line{"lower 0", "by search\nX 1\nlargest 5\n", "INVALID line 8 move 2: X 1: X: more than M"},
           Line{"lower 0", "by search\nY 2\n", "UNREADABLE certificate line 8: 'X ' expected"},
           Line{"lower 0", "by search\nX 2\nlargest 4\n", "INVALID line 9 move 3: largest 4: largest: 5"},
           Line{"lower 0", "by search\nX 2\nlarge 5\n", "UNREADABLE certificate line 9: 'largest ' expected"},
           Line{"lower 1", "by search\nX 2\nlargest 5\nend 3\n",
                "INVALID line 10 move 4: end: claim: the parts prove another number"},
           Line{"lower 0", "by search\nX 2\nlargest 5\nend 2\n",
                "UNREADABLE certificate line 10: 3 lines before"},
       })
    CHECK(said(hourglass, "x_partition", "classic", 1, l.claim, l.body) == l.text);
  // The last vertex must be a part of its own: a part with the one before it leaves three without a use.
  CHECK(said("redblue-graph 1 g\nin z\nin y\nin p\nval e = 0 1\nval a = 2 3\nval b = 2 3\nval c = 2 3\nval u "
             "= 4 5 6\n"
             "val v = 7 0\nout 8\n",
             "hong_kung", "classic", 1, "lower 2",
             "by search\nparts 3\nend 2\n") == "VALID hong_kung classic M=1 lower=2");
  // No input reaches a constant, so that no dominator needs it.
  CHECK(said("redblue-graph 1 g\nval c =\nin p\nval u = 0 1\nout 2\n", "x_partition", "classic", 0, "lower 0",
             "by search\nX 1\nlargest 2\nend 3\n") == "VALID x_partition classic M=0 lower=0");
  const std::string product = "redblue-graph 1 p\nin a\nin b\nval c = 0 1\nout 2\n";
  CHECK(said(product, "x_partition", "classic", 1, "lower 0", "by matmul 1 1 1\nX 3\nlargest 2\nend 3\n") ==
        "INVALID line 8 move 2: X: X: the formula holds from 4 on");
  CHECK(said(product, "x_partition", "classic", 1, "lower 0", "by matmul 1 1 1\nX 4\nlargest 4\nend 3\n") ==
        "VALID x_partition classic M=1 lower=0");
  CHECK(said(product, "hong_kung", "classic", 1, "lower 0", "by matmul 1 1 1\nparts 1\nend 2\n") ==
        "INVALID line 8 move 2: X: X: the formula holds from 4 on");
}

TEST_CASE("parts are searched up to 16 vertices and 2^12 closed sets, and X goes to 2^30") {
  const auto largest = [](const std::string& vertices, const std::string& outputs, std::uint64_t part) {
    return said("redblue-graph 1 g\n" + vertices + "out" + outputs + "\n", "x_partition", "classic", 0,
                "lower 0", "by search\nX 99\nlargest " + std::to_string(part) + "\nend 3\n");
  };
  const auto chain = [&](unsigned n) {
    std::string vertices = inputs(1);
    for (unsigned v = 1; v < n; ++v) vertices += "val a = " + std::to_string(v - 1) + "\n";
    return largest(vertices, " " + std::to_string(n - 1), n - 1);
  };
  CHECK(chain(16) == "VALID x_partition classic M=0 lower=0");
  CHECK(chain(17) == "NOT CHECKED: limit: 16 vertices");
  const auto apart = [&](unsigned n) {
    std::string vertices, outputs;
    for (unsigned v = 0; v < n; ++v) vertices += "val a =\n", outputs += " " + std::to_string(v);
    return largest(vertices, outputs, n);
  };
  CHECK(apart(12) == "VALID x_partition classic M=0 lower=0");
  CHECK(apart(13) == "NOT CHECKED: limit: 2^12 sets closed under operands");
  // 17 sets of four and what uses all of them; 241 = 16 (2 (2 * 3 + 1) + 1) + 1 of the others.
  const std::string parts = inputs(4) +
                            "val a = 0 1 2 3\nin c\nval d = 5\nin e\nval f = 6 7\nin g\nval h = 8 9\n" +
                            inputs(4) + "val m = 10 11 12 13 14\n";
  CHECK(largest(parts, " 4 15", 1) == "NOT CHECKED: limit: 2^12 sets closed under operands");
  // Inputs without a use are no vertices of it.
  std::string unused;
  for (unsigned v = 1; v < 40; ++v) unused += " " + std::to_string(v);
  CHECK(largest(inputs(40) + "val a = 0\n", unused + " 40", 1) == "VALID x_partition classic M=0 lower=0");
  const std::string tree = "redblue-graph 1 t\nin a\nin b\nval c = 0 1\nout 2\n";
  const std::uint64_t most = std::uint64_t{1} << 30;
  const auto x = [&](std::uint64_t X) {
    return said(tree, "x_partition", "classic", X - 1, "lower 0",
                "by tree\nX " + std::to_string(X) + "\nlargest " + std::to_string(2 * X - 1) + "\nend 3\n");
  };
  CHECK(x(most).starts_with("VALID"));
  CHECK(x(most + 1) == "NOT CHECKED: limit: X of 2^30");
  const auto hong_kung = [&](std::uint64_t M, const char* by) {
    return said(tree, "hong_kung", "classic", M, "lower 0", std::string("by ") + by + "\nparts 1\nend 2\n");
  };
  CHECK(hong_kung(most / 2, "tree").starts_with("VALID"));
  CHECK(hong_kung(most / 2 + 1, "tree") == "NOT CHECKED: limit: X of 2^30");
  CHECK(hong_kung(most, "search").starts_with("VALID"));
  CHECK(hong_kung(most + 1, "search") == "NOT CHECKED: limit: M of 2^30");
  CHECK(hong_kung((std::uint64_t{1} << 63) - 1, "search") == "NOT CHECKED: limit: M of 2^30");
}

TEST_CASE("pieces of a wavefront are checked up to 2^28 operands looked at and no further") {
  // 200 inputs, each used by 200 values: a piece without a cut looks at 200 * 200 operands and as many uses.
  std::string operands, outputs;
  for (unsigned v = 0; v < 200; ++v)
    operands += " " + std::to_string(v), outputs += " " + std::to_string(200 + v);
  std::string graph = "redblue-graph 1 dense\n" + inputs(200);
  for (unsigned v = 0; v < 200; ++v) graph += "val a =" + operands + "\n";
  graph += "out" + outputs + "\n";
  const auto pieces = [&](std::uint64_t n) {
    std::string body;
    for (std::uint64_t i = 0; i < n; ++i) body += "piece 200 depth 0 1\ncut\n";
    return said(graph, "wavefront", "one_shot", 1, "lower 0", body + "end " + std::to_string(2 * n) + "\n");
  };
  constexpr std::uint64_t most = (std::uint64_t{1} << 28) / 80'000;
  CHECK(pieces(most) == "VALID wavefront one_shot M=1 lower=0");
  CHECK(pieces(most + 1) == "NOT CHECKED: limit: 2^28 operands looked at");
}
