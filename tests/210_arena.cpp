// The arena: certificates by hand, good and bad, each with the verdict that interface 3a gives it. A checker
// that accepts all, or refuses all, fails here.
#include "player.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

namespace {

// a b -> s = a + b (terms), s -> p = exp(s) in its word, p and c -> t, one output each.
const std::string sums = "redblue-graph 1 sums\nin a\nin b\nacc s = 0 | 1\nval p = !2\nval t = 3 0\nout 4\n";
// Two sums that share inputs; o ends with a starred division.
const std::string stars = "redblue-graph 1 stars\nin a\nin b\nacc l = 0 | 1\nacc o = 0 1 | 1 | 2 *\nout 3\n";
// Values only: x = a b, y = x a in x's word, z = y; y and z are outputs, and so is the input b.
const std::string vals =
    "redblue-graph 1 vals\nin a\nin b\nval x = 0 1\nval y = !2 0\nval z = !3\nout 3 4 1\n";
// A constant, an unused input, an n-ary value with a repeated operand.
const std::string odd = "redblue-graph 1 odd\nin a\nin b\nval c =\nval d = 2 0 0 2\nout 3\n";

// One sum of 18 terms of the same operand; terms 0, 8 and 16 are starred.
const std::string many =
    "redblue-graph 1 many\nin a\nacc s = 0 * | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 * | 0 | 0 | 0 | 0 | 0 | 0 | 0 | "
    "0 * | 0\nout 1\n";

struct HandMade {
  const std::string& graph;
  Rules rules;
  std::int64_t M;
  const char* moves;
  const char* rule;  ///< "" is VALID
  std::size_t move;  ///< of the broken rule
};

constexpr Rules C = Rules::classic, O = Rules::one_shot, P = Rules::partial, R = Rules::partial_recompute;

// clang-format off
const HandMade cases[] = {
    // the straight plays
    {sums, P, 3, "L 0;C 2 0;L 1;C 2 1;D 1;C 3 !;C 4;S 4;D 4;D 3;D 0", "", 0},
    {sums, R, 3, "L 0;C 2 0;L 1;C 2 1;D 1;C 3 !;C 4;S 4;D 4;D 3;D 0", "", 0},
    {sums, C, 3, "L 0;L 1;C 2;D 1;C 3;D 2;C 4;S 4;D 4;D 3;D 0", "", 0},
    {sums, O, 3, "L 0;L 1;C 2;D 1;C 3;D 2;C 4;S 4;D 4;D 3;D 0", "", 0},
    {sums, P, 2, "L 0;C 2 0;L 1;C 2 1;D 1;C 3 !;C 4;S 4;D 4;D 3;D 0", "capacity", 3},
    {sums, O, 2, "L 0;L 1;C 2;D 1;C 3;D 2;C 4;S 4;D 4;D 3;D 0", "capacity", 3},
    {sums, P, 0, "L 0", "capacity", 1},
    {sums, P, 0, "", "output_missing", 1},
    {sums, P, 3, "", "output_missing", 1},
    // L
    {sums, P, 3, "L 0;L 0", "already_red", 2},
    {sums, C, 3, "L 0;L 0", "already_red", 2},
    {sums, P, 3, "L 2", "not_in_slow", 1},
    {sums, R, 3, "L 4", "not_in_slow", 1},
    {sums, O, 1, "L 3", "not_in_slow", 1},
    {sums, P, 1, "L 0;L 1", "capacity", 2},
    {sums, P, 3, "L 0;D 0;L 0;D 0", "output_missing", 5},
    {sums, P, 0, "L 2", "not_in_slow", 1},
    // S
    {sums, P, 3, "S 0", "not_red", 1},
    {sums, P, 3, "L 0;S 0;S 0;D 0", "output_missing", 5},
    {sums, P, 3, "L 0;D 0;S 0", "not_red", 3},
    {sums, C, 3, "S 4", "not_red", 1},
    // D
    {sums, P, 3, "D 0", "not_red", 1},
    {sums, R, 3, "D 2", "not_red", 1},
    {sums, P, 3, "L 0;C 2 0;D 2", "lost", 3},
    {sums, R, 3, "L 0;C 2 0;D 2;D 0", "output_missing", 5},
    {sums, P, 3, "L 0;C 2 0;S 2;D 2;L 2;D 2;D 0", "output_missing", 8},
    {sums, P, 3, "L 0;C 2 0;S 2;L 1;C 2 1;D 2", "lost", 6},
    {sums, P, 3, "L 0;C 2 0;L 1;C 2 1;D 2", "lost", 5},
    {sums, P, 3, "L 0;C 2 0;L 1;C 2 1;S 2;D 2;D 0;D 1", "output_missing", 9},
    {sums, O, 3, "L 0;L 1;C 2;D 2;D 0;D 1", "output_missing", 7},
    {sums, P, 4, "L 0;C 2 0;L 1;C 2 1;C 3;D 2;D 3", "lost", 7},
    {sums, P, 4, "L 0;C 2 0;L 1;C 2 1;C 3;D 2;C 4;D 3;D 4", "lost", 9},
    {sums, P, 4, "L 0;C 2 0;L 1;C 2 1;C 3;D 2;C 4;D 3;S 4;D 4;D 0;D 1", "", 0},
    {vals, P, 5, "L 0;L 1;C 2;C 3;S 3;C 4;S 4;D 4;D 3;D 2;D 1;D 0", "", 0},
    {vals, P, 3, "L 0;L 1;C 2;D 1;C 3 !;D 0;S 3;C 4 !;S 4;D 4", "", 0},
    {vals, P, 3, "L 0;L 1;C 2;D 1;C 3 !;D 0;C 4 !", "lost", 7},
    {vals, R, 3, "L 0;L 1;C 2;D 1;C 3 !;D 0;C 4 !;S 4;D 4", "output_missing", 10},
    {vals, P, 3, "L 0;L 1;C 2;D 1;C 3 !;D 0;S 3;C 4 !;D 4", "lost", 9},
    {vals, P, 4, "L 0;L 1;C 2;C 3;D 3", "lost", 5},
    {vals, C, 4, "L 0;L 1;C 2;C 3;D 3;C 3;S 3;D 1;D 0;D 2;C 4;S 4;D 4;D 3", "", 0},
    {vals, O, 4, "L 0;L 1;C 2;C 3;D 3;C 3", "computed_twice", 6},
    // C: form
    {sums, P, 3, "C 0", "is_input", 1},
    {sums, P, 3, "C 0 0", "is_input", 1},
    {sums, P, 3, "C 1 !", "is_input", 1},
    {sums, C, 3, "L 0;C 0", "is_input", 2},
    {sums, P, 3, "C 2", "form", 1},
    {sums, R, 3, "C 2", "form", 1},
    {sums, P, 3, "C 2 !", "form", 1},
    {sums, C, 3, "C 2 0", "form", 1},
    {sums, O, 3, "C 2 1", "form", 1},
    {sums, C, 3, "C 2 !", "form", 1},
    {sums, C, 3, "C 3 !", "form", 1},
    {sums, O, 3, "C 3 !", "form", 1},
    {sums, P, 3, "C 3 0", "form", 1},
    {sums, R, 3, "C 3 7", "form", 1},
    {sums, P, 3, "C 4 !", "form", 1},
    {sums, R, 3, "C 4 !", "form", 1},
    // C: already red, computed twice
    {odd, P, 3, "C 2;C 2", "already_red", 2},
    {odd, C, 3, "C 2;C 2", "already_red", 2},
    {odd, O, 3, "C 2;C 2", "already_red", 2},
    {odd, O, 3, "C 2;D 2;C 2", "computed_twice", 3},
    {odd, C, 3, "C 2;D 2;C 2;L 0;C 3;S 3;D 0;D 2;D 3", "", 0},
    {odd, R, 3, "C 2;D 2;C 2;L 0;C 3;S 3;D 0;D 2;D 3", "", 0},
    {odd, P, 3, "C 2;D 2", "lost", 2},
    {odd, P, 3, "C 2;S 2;D 2;C 2", "computed_twice", 4},
    {odd, P, 3, "C 2;S 2;D 2;L 2;L 0;C 3;D 2;C 2", "computed_twice", 8},
    {odd, P, 3, "C 2;S 2;C 2", "already_red", 3},
    {odd, P, 3, "C 2;S 2;D 2;L 2;L 0;C 3;S 3;D 3;D 2;D 0", "", 0},
    {odd, P, 2, "C 2;L 0;C 3", "capacity", 3},
    {odd, P, 3, "C 2;C 3", "operand_not_red", 2},
    {odd, P, 3, "L 0;C 3", "operand_not_red", 2},
    {odd, O, 3, "L 0;C 2;C 3;D 2;D 0;D 3", "output_missing", 7},
    {odd, O, 3, "L 0;C 2;C 3;S 3;S 3;D 2;D 0;D 3", "", 0},
    // C v t: terms
    {stars, P, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;C 3 2;S 3;D 3;D 2;D 1;D 0", "", 0},
    {stars, P, 3, "L 0;L 1;C 3 0;C 3 1;S 3;D 3;C 2 1;C 2 0;D 0;D 1;L 3;C 3 2;S 3;D 3;D 2", "", 0},
    {stars, P, 3, "L 0;L 1;C 3 0;C 3 1;D 3", "lost", 5},
    {stars, P, 3, "L 0;L 1;C 3 0;C 3 1;S 3;D 3;C 2 1;C 2 0;D 0;D 1;C 3 2", "not_red", 11},
    {stars, P, 3, "L 0;L 1;C 3 0;C 3 0", "term_done", 4},
    {stars, R, 3, "L 0;L 1;C 3 0;C 3 0", "term_done", 4},
    {stars, P, 4, "L 0;L 1;C 3 0;S 3;D 3;L 3;C 3 0", "term_done", 7},
    {stars, R, 4, "L 0;L 1;C 3 0;S 3;D 3;L 3;C 3 0", "term_done", 7},
    {stars, P, 4, "L 0;L 1;C 3 0;S 3;D 3;C 3 0", "not_red", 6},
    {stars, P, 4, "L 0;L 1;C 3 0;S 3;D 3;C 3 1", "not_red", 6},
    {stars, R, 4, "L 0;L 1;C 3 0;S 3;D 3;C 3 1;C 3 1", "term_done", 7},
    {stars, P, 4, "L 0;L 1;C 3 2", "last", 3},
    {stars, P, 4, "L 0;L 1;C 3 0;C 3 2", "last", 4},
    {stars, P, 4, "L 0;L 1;C 3 0;C 3 1;C 3 2", "operand_not_red", 5},
    {stars, P, 4, "L 0;L 1;C 3 0;C 3 1;C 2 0;C 3 2", "operand_incomplete", 6},
    {stars, R, 4, "L 0;L 1;C 3 0;C 3 1;C 2 0;C 3 2", "operand_incomplete", 6},
    {stars, P, 4, "L 0;C 3 0", "operand_not_red", 2},
    {stars, P, 4, "L 1;C 3 0", "operand_not_red", 2},
    {stars, P, 4, "L 0;C 2 0;S 2;C 2 0", "term_done", 4},
    {stars, C, 4, "L 0;L 1;C 2;C 3;S 3;D 3;D 2;D 1;D 0", "", 0},
    {stars, O, 4, "L 0;L 1;C 2;C 3;S 3;D 3;D 2;D 1;D 0", "", 0},
    {stars, C, 3, "L 0;L 1;C 2;C 3", "capacity", 4},
    {stars, C, 4, "L 0;L 1;C 3", "operand_not_red", 3},
    // two copies of one accumulation (partial_recompute), never added
    {stars, R, 4, "L 0;L 1;C 3 0;S 3;D 3;C 3 1;S 3;D 3;L 3;C 2 0;C 2 1;C 3 2", "last", 12},
    {stars, R, 4, "L 0;L 1;C 3 0;S 3;D 3;C 3 1;D 3;L 3;C 3 1;C 2 0;C 2 1;C 3 2;S 3;D 0;D 1;D 2;D 3", "", 0},
    {stars, R, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;C 3 2;S 3;D 3;C 3 0;D 3;D 2;D 1;D 0", "", 0},
    {stars, R, 4,
     "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;C 3 2;S 3;D 3;C 3 0;S 3;D 3;D 2;D 1;D 0", "output_missing", 16},
    {stars, P, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;S 3;C 3 2;D 3", "lost", 9},
    {stars, P, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;S 3;D 3;D 2;D 1;D 0", "lost", 9},
    {stars, P, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;S 3;D 3;S 2;D 2;D 1;D 0", "output_missing", 13},
    {stars, R, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;S 3;D 3;D 2;D 1;D 0", "output_missing", 12},
    // a stored partial value that went on is void: it cannot be loaded
    {stars, P, 4, "L 0;L 1;C 2 0;S 2;C 2 1;C 3 0;C 3 1;C 3 2;D 2;L 2", "not_in_slow", 10},
    {stars, P, 4, "L 0;L 1;C 2 0;S 2;C 2 1;C 3 0;C 3 1;C 3 2;D 2;S 3;D 3;D 1;D 0", "", 0},
    {stars, R, 4, "L 0;L 1;C 2 0;S 2;C 2 1;C 3 0;C 3 1;C 3 2;D 2;L 2;S 3;D 2;D 3;D 1;D 0", "", 0},
    {stars, P, 4, "L 0;L 1;C 2 0;C 2 1;C 3 0;C 3 1;C 3 2;D 2;C 2 0", "not_red", 9},
    // taking over a word
    {sums, P, 3, "L 0;C 2 0;C 3 !", "operand_incomplete", 3},
    {sums, P, 3, "C 3 !", "operand_not_red", 1},
    {sums, P, 3, "L 0;L 1;C 2 0;C 2 1;C 3 !;C 3 !", "already_red", 6},
    {sums, P, 3, "L 0;L 1;C 2 0;C 2 1;C 3 !;D 2", "not_red", 6},
    {sums, P, 3, "L 0;L 1;C 2 0;C 2 1;C 3 !;L 2", "not_in_slow", 6},
    {sums, P, 3, "L 0;L 1;C 2 0;C 2 1;S 2;C 3 !;D 1;L 2;C 4", "capacity", 9},
    {sums, R, 3, "L 0;L 1;C 2 0;C 2 1;S 2;C 3 !;D 3;L 2;C 3 !;D 1;C 4;S 4;D 0;D 3;D 4", "", 0},
    {sums, P, 3, "L 0;L 1;C 2 0;C 2 1;S 2;C 3 !;D 3", "lost", 7},
    // more terms than a byte has bits: 18, of which 0, 8 and 16 are starred
    {many, P, 2,
     "L 0;C 1 1;C 1 2;C 1 3;C 1 4;C 1 5;C 1 6;C 1 7;C 1 9;C 1 10;C 1 11;C 1 12;C 1 13;C 1 14;"
     "C 1 15;C 1 16", "last", 16},
    {many, P, 2,
     "L 0;C 1 1;C 1 2;C 1 3;C 1 4;C 1 5;C 1 6;C 1 7;C 1 9;C 1 10;C 1 11;C 1 12;C 1 13;C 1 14;"
     "C 1 15;C 1 17;C 1 16;C 1 8;C 1 0;S 1;D 1;D 0", "", 0},
    {many, P, 2,
     "L 0;C 1 1;C 1 2;C 1 3;C 1 4;C 1 5;C 1 6;C 1 7;C 1 9;C 1 10;C 1 11;C 1 12;C 1 13;C 1 14;"
     "C 1 15;C 1 17;C 1 16;C 1 8;S 1;D 1;D 0", "output_missing", 22},
    {many, R, 2,
     "L 0;C 1 1;C 1 2;C 1 3;C 1 4;C 1 5;C 1 6;C 1 7;C 1 9;C 1 10;C 1 11;C 1 12;C 1 13;C 1 14;"
     "C 1 15;C 1 17;S 1;D 1;L 1;C 1 16;C 1 8;C 1 0;S 1;D 1;D 0", "", 0},
    {many, R, 2, "L 0;C 1 9;S 1;D 1;C 1 1;C 1 9;C 1 9", "term_done", 7},
    {many, R, 2, "L 0;C 1 9;S 1;D 1;C 1 1;D 1;L 1;C 1 1;C 1 9", "term_done", 9},
    {many, P, 2, "L 0;C 1 7;C 1 15;C 1 7", "term_done", 4},
    {many, P, 2, "L 0;C 1 7;C 1 15;C 1 15", "term_done", 4},
    {many, P, 2, "L 0;C 1 17;C 1 1;C 1 17", "term_done", 4},
    {many, P, 2, "L 0;C 1 17;C 1 8", "last", 3},
    // the end
    {sums, P, 3, "L 0", "not_empty", 2},
    {sums, P, 3, "L 0;C 2 0;L 1;C 2 1;D 1;C 3 !;C 4;S 4;D 4;D 3", "not_empty", 11},
    {vals, P, 4, "L 0;L 1;C 2;C 3;S 3;D 3;D 2;D 1;D 0", "output_missing", 10},
    {vals, P, 5, "L 0;L 1;C 2;C 3;S 3;C 4;D 3;D 2;D 1;D 0;D 4", "lost", 11},
};
// clang-format on

std::string in_words(const HandMade& c) {
  return std::string(name(c.rules)) + " M=" + std::to_string(c.M) + ": " + c.moves;
}

}  // namespace

TEST_CASE("hand-made pebblings get the verdict, rule, move and line of the specification") {
  for (const HandMade& c : cases) {
    const Pebbling p = pebbling(c.graph, c.rules, c.M, moves_of(c.moves));
    const Verdict v = verdict_on(c.graph, certificate_text(p));
    INFO(in_words(c) << " -> " << v.text);
    CHECK(v.rule == c.rule);
    CHECK(v.move == c.move);
    CHECK(v.status == (*c.rule == 0 ? Status::valid : Status::invalid));
    if (*c.rule != 0) CHECK(v.line == c.move + 6);
    CHECK(plain_verdict(parse_graph_text(c.graph).dag, p) == Found{c.rule, c.move});
    CHECK(v.text == plain_text(parse_graph_text(c.graph).dag, p));
  }
}

TEST_CASE("a claim that is one off either way is refused at the end line") {
  for (const HandMade& c : cases) {
    if (*c.rule != 0) continue;
    for (const int off : {-1, 1}) {
      Pebbling p = pebbling(c.graph, c.rules, c.M, moves_of(c.moves));
      p.io += redblue::sim::Words{off};
      const Verdict v = verdict_on(c.graph, certificate_text(p));
      INFO(in_words(c) << " -> " << v.text);
      CHECK(v.rule == "claim");
      CHECK(v.move == p.moves.size() + 1);
      CHECK(v.line == p.moves.size() + 7);
    }
  }
}

TEST_CASE("the verdict lines are those of the interface") {
  const auto said = [](const HandMade& c) {
    return verdict_on(c.graph, certificate_text(pebbling(c.graph, c.rules, c.M, moves_of(c.moves)))).text;
  };
  CHECK(said(cases[0]) == "VALID pebbling partial M=3 io=3");
  CHECK(said(cases[4]) == "INVALID line 9 move 3: L 1: capacity: 3 red, M = 2");
  CHECK(said({stars, P, 4, "L 0;L 1;C 3 2", "", 0}) == "INVALID line 9 move 3: C 3 2: last: vertex 3");
}

namespace {

/// A certificate of the arena and what is true of it.
struct Entry {
  std::string graph;
  Pebbling pebbling;
  Found expected;
};

/// The cases above, the good ones also with their claim one off, and plays of random graphs at their peak,
/// one word below it, and one move short.
std::vector<Entry> arena() {
  std::vector<Entry> all;
  for (const HandMade& c : cases) {
    const Pebbling p = pebbling(c.graph, c.rules, c.M, moves_of(c.moves));
    all.push_back({c.graph, p, {c.rule, c.move}});
    if (*c.rule != 0) continue;
    for (const int off : {-1, 1}) {
      all.push_back({c.graph, p, {"claim", p.moves.size() + 1}});
      all.back().pebbling.io += redblue::sim::Words{off};
    }
  }
  Random r(20251126);
  for (int i = 0; i < 150; ++i) {
    Play p = random_play(r, 10);
    if (p.pebbling.moves.empty()) continue;
    const std::size_t most = peak(p);
    p.pebbling.M = redblue::sim::Words{static_cast<std::int64_t>(most)};
    all.push_back({p.text, p.pebbling, {}});
    p.pebbling.M -= redblue::sim::Words{1};
    all.push_back({p.text, p.pebbling, plain_verdict(p.graph.dag, p.pebbling)});
    p.pebbling.M += redblue::sim::Words{1};
    p.pebbling.moves.pop_back();
    p.pebbling.io = cost(p.pebbling.moves);
    all.push_back({p.text, p.pebbling, plain_verdict(p.graph.dag, p.pebbling)});
  }
  return all;
}

template <class Judge>
std::size_t wrong(const std::vector<Entry>& entries, const Judge& judge) {
  std::size_t count = 0;
  for (const Entry& e : entries) count += judge(e) == e.expected ? 0 : 1;
  return count;
}

}  // namespace

TEST_CASE("the arena has 300 bad and 150 good entries, and who accepts all or refuses all fails it") {
  const std::vector<Entry> entries = arena();
  const auto good = static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [](const Entry& e) { return e.expected.rule.empty(); }));
  CHECK(good >= 150);
  CHECK(entries.size() - good >= 300);
  CHECK(wrong(entries,
              [](const Entry& e) { return found(verdict_on(e.graph, certificate_text(e.pebbling))); }) == 0);
  CHECK(wrong(entries, [](const Entry&) { return Found{}; }) == entries.size() - good);
  for (const char* rule : {"capacity", "claim", "lost", "output_missing"})
    CHECK(wrong(entries, [rule](const Entry& e) { return Found{rule, e.expected.move}; }) >= good);
}
