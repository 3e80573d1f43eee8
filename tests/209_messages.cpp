// What the checker says: one example of every line that it can print about a file.
#include "check_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

namespace {

const std::string graph = "redblue-graph 1 two\nin a\nin b\nacc s = 0 | 1 *\nval t = !2 0\nout 3\n";

std::string header(const std::string& kind, const std::string& claim) {
  return "redblue-certificate 1\nkind " + kind + "\ngraph " + digest_text(digest(graph)) +
         "\nrules partial\nM 3\nclaim " + claim + "\n";
}

const std::string play =
    header("pebbling", "io 3") + "L 0\nC 2 0\nL 1\nC 2 1\nD 1\nC 3 !\nS 3\nD 3\nD 0\nend 9\n";
const std::string search =
    header("exhausted", "lower 1") + "search plain\nlayer 0 1 0000000000000000\nend 2\n";
const std::string count =
    "redblue-certificate 1\nkind counting\nshape 4 4 1 1\nrules partial_recompute\nM 3\nclaim lower "
    "23\nbound "
    "phase_pv\nX 6\nitems 16\nfirst 2\nfull 5\ncharges 23\nend 6\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

struct Example {
  const char* from;
  const char* to;
  const char* line;
};

void said(const std::string& certificate, const Example& e, const std::string& graph_file = graph) {
  CHECK(verdict_on(graph_file, replaced(certificate, e.from, e.to)).text == e.line);
}

}  // namespace

TEST_CASE("a rule belongs to what is invalid, and a line to what is wrong") {
  const Verdict good = verdict_on(graph, play), bad = verdict_on(graph, replaced(play, "C 3 !", "C 3"));
  const Verdict cut = verdict_on(graph, replaced(play, "end 9\n", "end 9"));
  CHECK(good.status == Status::valid);
  CHECK(good.rule.empty());
  CHECK(good.line == 0);
  CHECK(bad.status == Status::invalid);
  CHECK(bad.rule == "not_empty");
  CHECK(bad.line == 16);
  CHECK(cut.status == Status::unreadable);
  CHECK(cut.rule.empty());
  CHECK(cut.line == 16);
}

TEST_CASE("a file that cannot be opened is named") {
  const Verdict none = redblue::proofs_check::check::check_files("-", "/nonexistent/c.txt");
  CHECK(none.status == Status::unreadable);
  CHECK(none.text == "UNREADABLE certificate line 1: cannot open /nonexistent/c.txt");
}

TEST_CASE("every line about a pebbling is the one that is written here") {
  const Example examples[] = {
      {"L 0", "L 0", "VALID pebbling partial M=3 io=3"},
      {"redblue", "red", "UNREADABLE certificate line 1: 'redblue-certificate 1' expected"},
      {"kind ", "", "UNREADABLE certificate line 2: 'kind ' expected"},
      {"pebbling", "peb", "UNREADABLE certificate line 2: no such kind"},
      {"pebbling", "", "UNREADABLE certificate line 2: a word expected"},
      {"pebbling", "z", "UNREADABLE certificate line 2: no such kind"},
      {"pebbling", "`", "UNREADABLE certificate line 2: a word expected"},
      {"pebbling", "{", "UNREADABLE certificate line 2: a word expected"},
      {"pebbling", "a0123456789_0123456789_0123456789",
       "UNREADABLE certificate line 2: a word of more than 32 letters"},
      {"pebbling", "a0123456789_0123456789_012345678", "UNREADABLE certificate line 2: no such kind"},
      {"pebbling", "pebbling ", "UNREADABLE certificate line 2: the line should end here"},
      {"graph ", "grape ", "UNREADABLE certificate line 3: 'graph ' expected"},
      {"graph ", "graph G", "UNREADABLE certificate line 3: 16 lower-case hexadecimal digits expected"},
      {"rules ", "rule ", "UNREADABLE certificate line 4: 'rules ' expected"},
      {"rules partial", "rules fma",
       "UNREADABLE certificate line 4: rules are classic, one_shot, partial or partial_recompute"},
      {"M 3", "N 3", "UNREADABLE certificate line 5: 'M ' expected"},
      {"M 3", "M 9223372036854775808", "UNREADABLE certificate line 5: a number of 2^63 or more"},
      {"M 3", "M 9223372036854775807", "VALID pebbling partial M=9223372036854775807 io=3"},
      {"M 3", "M x", "UNREADABLE certificate line 5: a number expected"},
      {"M 3", "M 03", "UNREADABLE certificate line 5: a number with a leading zero"},
      {"claim io", "c", "UNREADABLE certificate line 6: 'claim ' expected"},
      {"claim io", "claim lower", "UNREADABLE certificate line 6: 'io' expected"},
      {"claim io 3", "claim io,3", "UNREADABLE certificate line 6: ' ' expected"},
      {"claim io 3", "claim io 4", "INVALID line 16 move 10: end 9: claim: 3 loads and stores, claimed 4"},
      {"L 0", "M 0", "UNREADABLE certificate line 7: a line is L, S, D, C or end"},
      {"L 0", "L,0", "UNREADABLE certificate line 7: ' ' expected"},
      {"L 0", "L 4", "UNREADABLE certificate line 7: the graph has no vertex 4"},
      {"C 2 0", "C 2 2", "UNREADABLE certificate line 8: vertex 2 has no term 2"},
      {"C 3 !", "C 3 !!", "UNREADABLE certificate line 12: the line should end here"},
      {"end 9", "ene 9", "UNREADABLE certificate line 16: 'end ' expected"},
      {"end 9", "end 8", "UNREADABLE certificate line 16: there are 9 moves"},
      {"end 9\n", "end 9\n\n", "UNREADABLE certificate line 17: the file goes on after its last line"},
  };
  for (const Example& e : examples) said(play, e);
}

TEST_CASE("every line about a graph is the one that is written here") {
  const Example examples[] = {
      {"redblue-graph", "graph", "UNREADABLE graph line 1: 'redblue-graph 1 ' expected"},
      {"1 two", "1 ", "UNREADABLE graph line 1: a name or label has 1 to 64 bytes"},
      {"1 two", "1 a123456789b123456789c123456789d123456789e123456789f123456789gggg",
       "INVALID line 3 move 0: graph: graph_mismatch: the certificate is for another graph file"},
      {"1 two", "1 a123456789b123456789c123456789d123456789e123456789f123456789ggggg",
       "UNREADABLE graph line 1: a name or label has 1 to 64 bytes"},
      {"1 two", "1 %0g", "UNREADABLE graph line 1: % is followed by two upper-case hexadecimal digits"},
      {"1 two", "1 %41", "UNREADABLE graph line 1: a plain byte is written as %XX"},
      {"in a", "in a ", "UNREADABLE graph line 2: the line should end here"},
      {"in a", "i a", "UNREADABLE graph line 2: 'in ' expected"},
      {"acc s", "ac s", "UNREADABLE graph line 4: 'acc ' expected"},
      {"val t", "va t", "UNREADABLE graph line 5: 'val ' expected"},
      {"s =", "s", "UNREADABLE graph line 4: ' =' expected"},
      {"0 | 1 *", "0 | 2", "UNREADABLE graph line 4: vertex 2 is not declared before this line"},
      {"0 | 1 *", "0 1 1", "UNREADABLE graph line 4: a term has one or two operands, then perhaps *"},
      {"0 | 1 *", "0 | ", "UNREADABLE graph line 4: a number expected"},
      {"!2 0", "!2 !0", "UNREADABLE graph line 5: two operands are marked"},
      {"out", "outs", "UNREADABLE graph line 6: ' ' expected"},
      {"out 3", "out 3 3", "UNREADABLE graph line 6: an output is listed twice"},
      {"out 3", "out 2",
       "UNREADABLE graph line 6: a vertex is neither an input, nor an operand, nor an output"},
      {"out 3\n", "out 3\n\n", "UNREADABLE graph line 7: the file goes on after its last line"},
      {"in a", "in c",
       "INVALID line 3 move 0: graph: graph_mismatch: the certificate is for another graph file"},
  };
  for (const Example& e : examples) CHECK(verdict_on(replaced(graph, e.from, e.to), play).text == e.line);
}

TEST_CASE("every line about a counting or an exhausted certificate is the one that is written here") {
  const Example counts[] = {
      {"M 3", "M 3", "VALID counting partial_recompute M=3 lower=23"},
      {"shape", "shapes", "UNREADABLE certificate line 3: ' ' expected"},
      {"shape", "form", "UNREADABLE certificate line 3: 'shape' expected"},
      {"4 4 1", "4 0 1", "UNREADABLE certificate line 3: a size from 1 expected"},
      {"bound ", "", "UNREADABLE certificate line 7: 'bound ' expected"},
      {"phase_pv", "phase", "UNREADABLE certificate line 7: no such bound"},
      {"rules partial_recompute", "rules partial",
       "INVALID line 4 move 0: rules partial: rules: phase_pv is proven under other rules"},
      {"X 6", "x 6", "UNREADABLE certificate line 8: 'X ' expected"},
      {"items 16", "items 17", "INVALID line 9 move 3: items 17: items: it is not what the bound gives"},
      {"first 2", "first 3", "INVALID line 10 move 4: first 3: first: it is not what the bound gives"},
      {"full 5", "full 4", "INVALID line 11 move 5: full 4: full: it is not what the bound gives"},
      {"charges 23", "charges 2",
       "INVALID line 12 move 6: charges 2: charges: it is not what the bound gives"},
      {"end 6", "end 7", "UNREADABLE certificate line 13: 'end 6' expected"},
      {"lower 23", "lower 22",
       "INVALID line 13 move 7: end 6: claim: the integers give another bound than 22"},
      {"M 3", "M 9223372036854775807", "NOT CHECKED: limit: numbers too large for 128 bits"},
  };
  for (const Example& e : counts) said(count, e, "");
  said(count,
       {"M 3", "M 3", "UNREADABLE certificate line 3: kind counting has no graph: write - in its place"});
  CHECK(verdict_on("",
                   "redblue-certificate 1\nkind counting\nshape 4 4 1 1\nrules partial_recompute\nM 0\nclaim "
                   "lower 0\nbound phase_pv\nX 1\nitems 16\nfirst 0\nfull 0\ncharges 1\nend 6\n")
            .text == "INVALID line 8 move 2: X: X: this X proves nothing");
  const Example searches[] = {
      {"plain", "other", "VALID exhausted partial M=3 lower=1"},
      {"search ", "", "UNREADABLE certificate line 7: 'search ' expected"},
      {"layer 0", "layer 1", "UNREADABLE certificate line 8: 'layer 0 ' expected"},
      {"layer 0", "layer 0", "INVALID line 8 move 2: layer 0: layer: 1 states, or another digest"},
      {"plain\nlayer 0 1 0000000000000000\nend 2", "other\nlayer 0 1 0000000000000000\nend 3",
       "UNREADABLE certificate line 9: a line each for the search and the layers below the claim"},
  };
  for (const Example& e : searches) said(search, e);
  std::string layers = header("exhausted", "lower 4") + "search other\n";
  for (int cost = 0; cost < 4; ++cost) layers += "layer " + std::to_string(cost) + " 1 0000000000000000\n";
  CHECK(verdict_on(graph, layers + "end 5\n").text ==
        "INVALID line 11 move 5: layer 3: beaten: a play costs only this much");
}
