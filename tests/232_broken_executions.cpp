// Every way to break an execution is caught, at the step that it breaks and with the move.
#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/proofs_check/prove/element_phases.hpp>
#include <redblue/proofs_check/prove/report.hpp>

using namespace redblue;
using namespace redblue::proofs_check::prove;
using namespace redblue::test;
using Kind = sim::Move::Kind;

namespace {

constexpr Words M{40};
const AttentionShape shape{5, 4, 3, 2, {}};

sim::Trace traced(const Schedule& s) { return s.traced(shape, {}, *s.plan(shape, {}, M), M); }

Phases cut(const sim::Trace& t, Words room = M, Proof proof = Proof::phase_pv) {
  return element_phases(execution_of(t, shape, room), proof, 7);
}

/// The first compute move of a vertex that takes one input of each tensor.
std::size_t first_product(const sim::Trace& t, sim::Tensor a, std::size_t skip = 0) {
  for (std::size_t i = 0; i < t.moves.size(); ++i) {
    if (t.moves[i].kind != Kind::compute) continue;
    for (const sim::Vertex u : t.dag.operands(t.moves[i].v))
      if (t.dag.kind(u) == sim::Dag::Kind::input && t.tensor_of(u) == a && skip-- == 0) return i;
  }
  return t.moves.size();
}

/// The same graph and moves, but for one product that is replaced by what it would have updated.
sim::Trace skipping(const sim::Trace& t, std::size_t move) {
  const sim::Vertex skipped = t.moves[move].v;
  const sim::Vertex instead = t.dag.in_place(skipped);
  sim::Trace out;
  out.matrices = t.matrices;
  out.places = t.places;
  for (sim::Vertex v = 0; v < t.dag.size(); ++v) {
    std::vector<sim::Vertex> operands(t.dag.operands(v).begin(), t.dag.operands(v).end());
    if (v == skipped) operands = {instead};  // an update that multiplies nothing
    t.dag.kind(v) == sim::Dag::Kind::input ? out.dag.add_input()
                                           : out.dag.add_val(operands, t.dag.in_place(v));
  }
  for (const sim::Vertex v : t.dag.outputs()) out.dag.add_output(v);
  out.moves = t.moves;
  return out;
}

void refused(const Phases& found, std::string_view step, std::size_t move, std::string_view what) {
  REQUIRE(found.broken);
  CHECK(found.broken->step == step);
  CHECK(found.broken->move == move);
  CHECK_MESSAGE(found.broken->what.find(what) != std::string::npos, found.broken->what);
  CHECK_FALSE(test_steps(found).holds());
}

}  // namespace

TEST_CASE("An untouched run of every schedule is an execution of every proof") {
  for (const Schedule& s : catalog())
    for (const Proof proof : {Proof::phase_pv, Proof::phase_both, Proof::phase_both_once}) {
      CHECK_FALSE(cut(traced(s), M, proof).broken);
      CHECK(test_steps(cut(traced(s), M, proof)).holds());
    }
}

TEST_CASE("A product q k that is skipped is missed by the first product p v that uses the score") {
  for (const Schedule& s : catalog()) {
    const sim::Trace whole = traced(s);
    std::size_t found = 0;
    for (std::size_t skip = 0; skip < 60; ++skip) {
      const std::size_t move = first_product(whole, sim::tensor::Q, skip);
      REQUIRE(move < whole.moves.size());
      if (whole.dag.in_place(whole.moves[move].v) == sim::no_vertex) continue;  // the first of a row pass
      const Phases broken = cut(skipping(whole, move));
      REQUIRE_MESSAGE(broken.broken, s.id);
      CHECK(broken.broken->step == "scores");
      CHECK(broken.broken->move > move + 1);
      CHECK(broken.broken->what.find("after 2 of its 3 products") != std::string::npos);
      ++found;
    }
    CHECK(found >= 40);
  }
}

TEST_CASE("A product p v that is skipped is missed in the sum, at the store of its output") {
  for (const Schedule& s : catalog()) {
    const sim::Trace whole = traced(s);
    for (std::size_t skip = 0; skip < 40; ++skip) {
      const std::size_t move = first_product(whole, sim::tensor::V, skip);
      REQUIRE(move < whole.moves.size());
      const Phases broken = cut(skipping(whole, move));
      REQUIRE_MESSAGE(broken.broken, s.id);
      CHECK(broken.broken->step == "sum");
      REQUIRE(broken.broken->move > move + 1);
      CHECK(whole.moves[broken.broken->move - 1].kind == Kind::store);
      CHECK(broken.broken->what.find("is stored without the product of key") != std::string::npos);
    }
  }
}

TEST_CASE("A load that is not counted is noticed at the first use of its word") {
  for (const Schedule& s : catalog()) {
    const sim::Trace whole = traced(s);
    std::size_t loads = 0;
    for (std::size_t i = 0; i < whole.moves.size(); ++i) {
      if (whole.moves[i].kind != Kind::load) continue;
      ++loads;
      sim::Trace t = whole;
      t.moves.erase(t.moves.begin() + static_cast<std::ptrdiff_t>(i));
      std::size_t use = i;  // the first move after it that takes the word as an operand
      const auto takes = [&](const sim::Move& m) {
        const auto all = t.dag.operands(m.v);
        return m.kind == Kind::compute && std::find(all.begin(), all.end(), whole.moves[i].v) != all.end();
      };
      while (!takes(t.moves[use])) ++use;
      refused(cut(t), "charges", use + 1, "neither loaded nor made");
    }
    CHECK(loads > 20);
  }
}

TEST_CASE("A run is an execution at its peak, and breaks the capacity at one word less") {
  for (const Schedule& s : catalog()) {
    const sim::Trace t = traced(s);
    sim::Int128 peak = 0, red = 0;
    std::size_t at = 0;
    std::vector<bool> fast(t.dag.size());
    for (std::size_t i = 0; i < t.moves.size(); ++i) {
      const sim::Move& m = t.moves[i];
      if (m.kind == Kind::discard) fast[m.v] = false, --red;
      if (m.kind == Kind::load) fast[m.v] = true, ++red;
      if (m.kind == Kind::compute) red += m.term == sim::Move::takes_over ? 0 : 1;
      if (red > peak) peak = red, at = i + 1;
    }
    CHECK_FALSE(cut(t, Words{peak}).broken);
    refused(cut(t, Words{peak - 1}), "capacity", at, "words in fast memory");
  }
}

TEST_CASE("An output that is not stored, and a store that never was, are noticed") {
  const Schedule& s = catalog().back();
  const sim::Trace whole = traced(s);
  for (std::size_t i = 0; i < whole.moves.size(); ++i) {
    if (whole.moves[i].kind != Kind::store || whole.tensor_of(whole.moves[i].v) != sim::tensor::O) continue;
    sim::Trace t = whole;
    t.moves.erase(t.moves.begin() + static_cast<std::ptrdiff_t>(i));
    const Phases found = cut(t);
    REQUIRE(found.broken);
    CHECK((found.broken->step == "sum" || found.broken->step == "charges"));
  }
}

namespace {

/// One query at a time, one key at a time; `early` uses each score before its last column is in it.
template <class Machine>
void untiled(Machine& machine, const Problem& a, bool early) {
  for (Range i : blocks(a.queries(), 1)) {
    auto q = machine.load(a.Q(i));
    auto o = machine.fresh(a.O(i));
    for (Range j : blocks(a.keys(), 1)) {
      auto s = machine.fresh(a.S(i, j));
      auto k = machine.load(a.K(j));
      auto v = machine.load(a.V(j));
      for (Extent c = 0; c + 1 < a.shape.dk; ++c) add_column_times(machine, s, 0, q, c, k(0, c));
      if (early) add_product(machine, o, s, v);
      add_column_times(machine, s, 0, q, a.shape.dk - 1, k(0, a.shape.dk - 1));
      if (!early) add_product(machine, o, s, v);
    }
    machine.store(o);
  }
}

sim::Trace untiled(bool early) {
  sim::TwoLevel<sim::Traced> machine(M);
  const Problem a = declare(machine, shape, Options{.stats = Stats::none});
  for (const SlowMatrix* input : {&a.Q, &a.K, &a.V}) machine.scalar().input(machine.contents(*input), *input);
  untiled(machine, a, early);
  machine.scalar().output(machine.contents(a.O));
  return machine.scalar().take();
}

}  // namespace

TEST_CASE("A score that is used before it is whole is named with the move that used it") {
  CHECK_FALSE(cut(untiled(false)).broken);
  const sim::Trace early = untiled(true);
  const std::size_t use = first_product(early, sim::tensor::V);
  refused(cut(early), "scores", use + 1, "o_0_0 uses s_0_0 after 2 of its 3 products");
}

TEST_CASE("Products of words that do not belong together are named") {
  sim::Trace t = untiled(false);
  const std::size_t move = first_product(t, sim::tensor::Q);
  for (const sim::Vertex u : t.dag.operands(t.moves[move].v))
    if (t.dag.kind(u) == sim::Dag::Kind::input && t.tensor_of(u) == sim::tensor::Q) t.places[u].col = 1;
  refused(cut(t), "scores", move + 1, "a column of Q meets another column of K");
}
