#include <doctest/doctest.h>

#include <redblue/sim/machine.hpp>

using namespace redblue::sim;

namespace {

constexpr auto plus = [](auto a, auto b) { return a + b; };

template <class M>
SlowMatrix square(M& m, std::string_view name, Tensor t) {
  return m.matrix(name, t, 4, 4);
}

}  // namespace

TEST_CASE("a tile occupies its words until its scope ends, it is released, or its new owner goes") {
  TwoLevel<Ghost> m(Words{20});
  const auto Q = square(m, "Q", tensor::Q);
  {
    auto a = m.load(Q(Range{0, 2}));
    CHECK(m.gate().resident() == Words{8});
    auto b = std::move(a);
    CHECK(m.gate().resident() == Words{8});
    CHECK_FALSE(a.resident());
    auto c = m.fresh(Q(Range{2, 4}));
    CHECK(m.gate().resident() == Words{16});
    b.release();
    b.release();
    CHECK(m.gate().resident() == Words{8});
    b = std::move(c);
    CHECK(m.gate().resident() == Words{8});
  }
  CHECK(m.gate().resident() == Words{0});
  CHECK(m.counts().peak == Words{16});
  CHECK(m.counts()[tensor::Q].reads == Words{8});
}

TEST_CASE("capacity holds at M and is refused at M - 1, with the need, M and the place") {
  for (Extent M : {15, 16}) {
    TwoLevel<Ghost> m(Words{M});
    const auto Q = square(m, "Q", tensor::Q);
    const auto fill = [&] {
      auto half = m.load(Q(Range{0, 2}));
      auto rest = m.fresh(Q(Range{2, 4}));
    };
    if (M == 16) {
      CHECK_NOTHROW(fill());
    } else {
      try {
        fill();
        FAIL("16 words entered 15");
      } catch (const CapacityExceeded& e) {
        CHECK(e.need == Words{16});
        CHECK(e.M == Words{15});
        CHECK(e.where.starts_with("004_machine.cpp:"));
      }
    }
    CHECK(m.gate().resident() == Words{0});
  }
}

TEST_CASE("a stream takes one word whatever its length, and counts every word each way it goes") {
  struct Case {
    Flow flow;
    int reads, writes;
  };
  for (const auto [flow, reads, writes] :
       {Case{Flow::in, 16, 0}, Case{Flow::out, 0, 16}, Case{Flow::in_out, 16, 16}}) {
    TwoLevel<Ghost> m(Words{1});
    const auto O = square(m, "O", tensor::O);
    m.stream(O(Range{0, 4}), flow, [](auto&, Extent, Extent) {});
    CHECK(m.counts()[tensor::O].reads == Words{reads});
    CHECK(m.counts()[tensor::O].writes == Words{writes});
    CHECK(m.counts().peak == Words{1});
  }
  TwoLevel<Ghost> none(Words{0});
  const auto O = square(none, "O", tensor::O);
  CHECK_THROWS_AS(none.stream(O(Range{0, 1}), Flow::in, [](auto&, Extent, Extent) {}), CapacityExceeded);
}

TEST_CASE("the real machine computes on copies: slow memory changes only by a store") {
  TwoLevel<Real<double>> m(Words{16});
  const auto Q = square(m, "Q", tensor::Q);
  m.contents(Q)(1, 2) = 5;
  auto tile = m.load(Q(Range{1, 3}, Range{2, 4}));
  CHECK(tile(0, 0) == 5);
  m.update(tile(0, 0), plus, tile(0, 0));
  CHECK(tile(0, 0) == 10);
  CHECK(m.contents(Q)(1, 2) == 5);
  m.store(tile);
  CHECK(m.contents(Q)(1, 2) == 10);
  auto fresh = m.fresh(Q(Range{0, 1}), -1);
  CHECK(fresh(0, 3) == -1);
  m.assign(fresh(0, 0), plus, tile(0, 0), tile(0, 0));
  CHECK(fresh(0, 0) == 20);
  m.stream(Q(1, 2), Flow::in_out, [&](double& w, Extent, Extent) { m.update(w, plus, tile(0, 0)); });
  CHECK(m.contents(Q)(1, 2) == 20);
}

TEST_CASE("renaming a tile sends its store to the new place and moves nothing") {
  TwoLevel<Real<double>> m(Words{4});
  const auto S = square(m, "S", tensor::S);
  const auto P = square(m, "P", tensor::P);
  m.contents(S)(0, 1) = 3;
  auto row = m.load(S(Range{0, 1}));
  m.rename(row, P(Range{0, 1}));
  m.store(row);
  CHECK(m.contents(P)(0, 1) == 3);
  CHECK(m.counts()[tensor::S].reads == Words{4});
  CHECK(m.counts()[tensor::P].writes == Words{4});
  CHECK(m.counts()[tensor::S].writes == Words{0});
}

TEST_CASE("the traced machine leaves each update as a new vertex that takes over the old one's word") {
  TwoLevel<Traced> m(Words{3});
  const auto Q = m.matrix("Q", tensor::Q, 1, 2);
  const auto O = m.matrix("O", tensor::O, 1, 1);
  m.scalar().input(m.contents(Q), Q);
  {
    auto q = m.load(Q(Range{0, 1}));
    auto o = m.fresh(O(0, 0));
    m.update(o(0, 0), plus, q(0, 0));
    m.update(o(0, 0), plus, q(0, 1));
    m.store(o);
  }
  m.scalar().output(m.contents(O));
  const Trace t = m.scalar().take();
  using K = Move::Kind;
  const Moves expected{{K::load, 0},
                       {K::load, 1},
                       {K::compute, 2},
                       {K::compute, 3, Move::takes_over},
                       {K::compute, 4, Move::takes_over},
                       {K::store, 4},
                       {K::discard, 4},
                       {K::discard, 0},
                       {K::discard, 1}};
  CHECK(t.moves == expected);
  CHECK(t.dag.operands(2).empty());
  CHECK(t.dag.in_place(4) == 3);
  CHECK(std::vector(t.dag.operands(4).begin(), t.dag.operands(4).end()) == std::vector<Vertex>{3, 1});
  CHECK(t.dag.outputs() == std::vector<Vertex>{4});
  CHECK(t.tensor_of(4) == tensor::O);
}

TEST_CASE("assigning over a value forgets it first, and words that were never used leave no vertex") {
  TwoLevel<Traced> m(Words{4});
  const auto Q = m.matrix("Q", tensor::Q, 1, 1);
  m.scalar().input(m.contents(Q), Q);
  {
    auto q = m.load(Q(0, 0));
    auto x = m.fresh(m.matrix("x", tensor::stats, 1, 2)(Range{0, 1}));
    m.assign(
        x(0, 0), [](auto v) { return v; }, q(0, 0));
    m.assign(
        x(0, 0), [](auto v) { return v; }, q(0, 0));
  }
  const Trace t = m.scalar().take();
  CHECK(t.dag.size() == 3);
  const Moves expected{{Move::Kind::load, 0},    {Move::Kind::compute, 1}, {Move::Kind::discard, 1},
                       {Move::Kind::compute, 2}, {Move::Kind::discard, 2}, {Move::Kind::discard, 0}};
  CHECK(t.moves == expected);
}
