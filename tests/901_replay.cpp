// The replayer is a checker, so it is tested by mutants: every way to break a run must be named.
#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/replay.hpp>

using namespace redblue::test;
using redblue::proofs_check::replay;
namespace sim = redblue::sim;
using Kind = sim::Move::Kind;

namespace {

constexpr Words M{40};

sim::Trace traced(const Schedule& s) {
  const AttentionShape shape{5, 4, 3, 2, {}};
  const auto planned = s.plan(shape, {}, M);
  REQUIRE(planned);
  return s.traced(shape, {}, *planned, M);
}

sim::Trace without(sim::Trace t, std::size_t move) {
  t.moves.erase(t.moves.begin() + static_cast<std::ptrdiff_t>(move));
  return t;
}

// c = a b + 0, stored: the smallest whole run, for rules by name.
sim::Trace product() {
  sim::Trace t;
  t.matrices = {{"Q", sim::tensor::Q}};
  t.places.resize(4);
  const auto a = t.dag.add_input();
  const auto b = t.dag.add_input();
  const auto zero = t.dag.add_val({});
  const auto c = t.dag.add_val(std::array{zero, a, b}, zero);
  t.dag.add_output(c);
  t.moves = {
      {Kind::load, a},  {Kind::load, b},    {Kind::compute, zero}, {Kind::compute, c, sim::Move::takes_over},
      {Kind::store, c}, {Kind::discard, a}, {Kind::discard, b},    {Kind::discard, c}};
  return t;
}

struct Broken {
  std::string_view rule;
  std::size_t move;
  sim::Trace trace;
};

sim::Trace with(std::size_t at, sim::Move move) {
  sim::Trace t = product();
  t.moves.insert(t.moves.begin() + static_cast<std::ptrdiff_t>(at), move);
  return t;
}

}  // namespace

TEST_CASE("removing any load, store, compute or delete of any schedule's run is refused") {
  for (const Schedule& s : catalog()) {
    const sim::Trace whole = traced(s);
    REQUIRE(replay(whole, M).ok());
    for (std::size_t i = 0; i < whole.moves.size(); ++i) {
      const auto found = replay(without(whole, i), M);
      // A store may only go where a later one of the same vertex still leaves the copy that is needed.
      if (found.ok()) {
        CHECK(whole.moves[i].kind == Kind::store);
        bool again = false;
        for (std::size_t j = 0; j < whole.moves.size(); ++j)
          again = again || (j != i && whole.moves[j] == whole.moves[i]);
        bool loaded = false;
        for (const sim::Move& m : whole.moves)
          loaded = loaded || (m.kind == Kind::load && m.v == whole.moves[i].v);
        CHECK_MESSAGE((again || !loaded), s.id << " move " << i);
        CHECK_FALSE(std::find(whole.dag.outputs().begin(), whole.dag.outputs().end(), whole.moves[i].v) !=
                    whole.dag.outputs().end());
      }
    }
  }
}

TEST_CASE("doubling any move of any schedule's run is refused, but a store, which costs a word more") {
  for (const Schedule& s : catalog()) {
    const sim::Trace whole = traced(s);
    for (std::size_t i = 0; i < whole.moves.size(); ++i) {
      sim::Trace twice = whole;
      twice.moves.insert(twice.moves.begin() + static_cast<std::ptrdiff_t>(i), whole.moves[i]);
      const auto found = replay(twice, M);
      REQUIRE(found.ok() == (whole.moves[i].kind == Kind::store));
      if (found.ok()) CHECK(found.counts.io() == replay(whole, M).counts.io() + Words{1});
    }
  }
}

TEST_CASE("each broken rule is named, with its move") {
  const Broken cases[] = {
      {"already_red", 2, with(1, {Kind::load, 0})},
      {"not_in_slow", 1, with(0, {Kind::load, 3})},
      {"not_red", 1, with(0, {Kind::store, 0})},
      {"not_red", 1, with(0, {Kind::discard, 1})},
      {"is_input", 1, with(0, {Kind::compute, 0})},
      {"form", 3, with(2, {Kind::compute, 2, sim::Move::takes_over})},
      {"already_red", 5, with(4, {Kind::compute, 3})},
      {"computed_twice", 5, with(4, {Kind::compute, 2})},
      {"operand_not_red", 1, with(0, {Kind::compute, 3, sim::Move::takes_over})},
      {"not_empty", 8, without(product(), 7)},
      {"output_missing", 8, without(product(), 4)},
      {"no such vertex", 1, with(0, {Kind::load, 99})},
  };
  for (const Broken& b : cases) {
    const auto found = replay(b.trace, Words{10});
    CHECK(found.rule == b.rule);
    CHECK(found.move == b.move);
    CHECK_FALSE(found.ok());
  }
}

TEST_CASE("the replayer holds capacity at M and refuses at M - 1") {
  CHECK(replay(product(), Words{3}).ok());
  const auto found = replay(product(), Words{2});
  CHECK(found.rule == "capacity");
  CHECK(found.move == 3);
  for (const Schedule& s : catalog()) {
    const sim::Trace t = traced(s);
    const Words peak = replay(t, M).counts.peak;
    CHECK(replay(t, peak).ok());
    CHECK(replay(t, peak - Words{1}).rule == "capacity");
  }
}
