// Certificates made by a random player, and all their mutants: what the checker says of each must be what a
// game of plain sets says. Generated bad ones have their verdict by construction.
#include <cstdlib>
#include <iostream>

#include "asked.hpp"
#include "player.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;
using redblue::sim::Words;

namespace {

const std::uint64_t seed = asked("REDBLUE_SEED", 20251120);

/// The checker on a play whose header is right.
Verdict checked(const Play& p, const Pebbling& changed) {
  return verdict_on(p.text, certificate_text(changed));
}

/// Every way to change one entry; io is set right again, so that only the moves speak.
std::vector<Moves> mutants(const Play& p, Random& r) {
  const Moves& moves = p.pebbling.moves;
  const auto n = static_cast<Extent>(p.graph.dag.size());
  std::vector<Moves> all;
  const auto with = [&](std::size_t i, Move m) {
    all.push_back(moves);
    all.back()[i] = m;
  };
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    all.push_back(moves);
    all.back().erase(all.back().begin() + at);
    all.push_back(moves);
    all.back().insert(all.back().begin() + at, moves[i]);
    if (i + 1 < moves.size()) all.push_back(moves), std::swap(all.back()[i], all.back()[i + 1]);
    with(i, {moves[i].kind, static_cast<Vertex>(r.between(0, n - 1)), moves[i].term});
    for (const char kind : {'L', 'S', 'D', 'C'}) with(i, {static_cast<Move::Kind>(kind), moves[i].v});
    if (moves[i].kind != Move::Kind::compute) continue;
    with(i, {Move::Kind::compute, moves[i].v, Move::takes_over});
    for (std::int32_t t = 0; t < static_cast<std::int32_t>(p.graph.dag.term_count(moves[i].v)); ++t)
      with(i, {Move::Kind::compute, moves[i].v, t});
  }
  // A term number on an accumulation must exist for the file to be readable.
  std::erase_if(all, [&](const Moves& m) {
    return std::any_of(m.begin(), m.end(), [&](const Move& x) {
      return p.graph.dag.kind(x.v) == Kind::acc &&
             x.term >= static_cast<std::int32_t>(p.graph.dag.term_count(x.v));
    });
  });
  return all;
}

}  // namespace

TEST_CASE(
    "the player's certificates are valid at M, at their peak, and refused below it where the peak is "
    "reached") {
  Random r(seed);
  for (int i = 0; i < 500; ++i) {
    const Play p = random_play(r, 12);
    REQUIRE_MESSAGE(checked(p, p.pebbling).status == Status::valid, p.text << certificate_text(p.pebbling));
    Pebbling tight = p.pebbling;
    const std::size_t most = peak(p);
    tight.M = Words{static_cast<std::int64_t>(most)};
    CHECK(checked(p, tight).status == Status::valid);
    if (most == 0) continue;
    tight.M -= Words{1};
    const Verdict v = checked(p, tight);
    CHECK(v.rule == "capacity");
    CHECK(found(v) == plain_verdict(p.graph.dag, tight));
  }
}

TEST_CASE("every mutant of every entry has the verdict of the game of plain sets") {
  Random r(seed + 1);
  std::uint64_t tried = 0;
  std::uint64_t accepted = 0;
  while (tried < asked("REDBLUE_MUTANTS", 8000)) {
    const Play p = random_play(r, 9);
    for (Moves& moves : mutants(p, r)) {
      Pebbling changed = p.pebbling;
      changed.io = cost(moves);
      changed.moves = std::move(moves);
      const Verdict v = checked(p, changed);
      const Found expected = plain_verdict(p.graph.dag, changed);
      ++tried;
      accepted += v.status == Status::valid;
      REQUIRE_MESSAGE(found(v) == expected, p.text << certificate_text(changed) << v.text << " expected "
                                                   << expected.rule << " " << expected.move);
      REQUIRE((v.status == Status::valid) == expected.rule.empty());
      if (tried % 16 == 0) REQUIRE(v.text == plain_text(p.graph.dag, changed));
    }
  }
  std::cout << "seed " << seed + 1 << ": " << tried << " mutants, " << accepted
            << " accepted, each confirmed\n";
  CHECK(accepted > 0);
  CHECK(accepted < tried);
}

TEST_CASE("a header that is one off, a digest bit and another graph's certificate are refused") {
  Random r(seed + 2);
  for (int i = 0; i < 100; ++i) {
    const Play p = random_play(r, 10);
    for (const int off : {-1, 1}) {
      Pebbling changed = p.pebbling;
      if (off < 0 && changed.io == Words{0}) continue;
      changed.io += Words{off};
      CHECK(checked(p, changed).rule == "claim");
    }
    Pebbling changed = p.pebbling;
    changed.graph ^= std::uint64_t{1} << r.between(0, 63);
    const Verdict v = checked(p, changed);
    CHECK(v.rule == "graph_mismatch");
    CHECK(v.line == 3);
    Play other = random_play(r, 10);
    if (other.text != p.text) CHECK(checked(other, p.pebbling).rule == "graph_mismatch");
    for (const Rules rules : all_games) {  // another game: the plain game decides
      changed = p.pebbling;
      changed.rules = rules;
      CHECK(found(checked(p, changed)) == plain_verdict(p.graph.dag, changed));
    }
  }
}

TEST_CASE("generated bad certificates break the rule they were made to break") {
  Random r(seed + 3);
  int made = 0;
  const auto expect = [&](const Play& p, Moves moves, std::size_t move, const char* rule) {
    Pebbling changed = p.pebbling;
    changed.io = cost(moves);
    changed.moves = std::move(moves);
    const Verdict v = checked(p, changed);
    CHECK_MESSAGE(v.rule == rule, v.text);
    CHECK(v.move == move);
    CHECK(v.line == move + 6);
    ++made;
  };
  for (int i = 0; i < 200; ++i) {
    const Play p = random_play(r, 12);
    const Moves& all = p.pebbling.moves;
    if (all.empty()) continue;
    PlainGame game(p.graph.dag, p.pebbling.rules);
    const auto stop = static_cast<std::size_t>(r.between(0, static_cast<Extent>(all.size()) - 1));
    Moves before(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(stop));
    for (const Move& m : before) REQUIRE(game.play(m).empty());
    const auto then = [&](Move m, const char* rule) {
      Moves moves = before;
      moves.push_back(m);
      expect(p, moves, stop + 1, rule);
    };
    for (Vertex v = 0; v < p.graph.dag.size(); ++v) {
      if (game.is_red(v)) then({Move::Kind::load, v}, "already_red");
      if (!game.is_red(v)) then({Move::Kind::store, v}, "not_red"), then({Move::Kind::discard, v}, "not_red");
      if (!game.is_red(v) && !game.is_blue(v)) then({Move::Kind::load, v}, "not_in_slow");
      if (p.graph.dag.kind(v) == Kind::input) then({Move::Kind::compute, v}, "is_input");
      if (game.in_terms(v)) then({Move::Kind::compute, v}, "form");
    }
    if (game.red() > 0) expect(p, before, stop + 1, "not_empty");
  }
  CHECK(made >= 300);
}
