#include <doctest/doctest.h>

#include <redblue/sim/machine.hpp>

using namespace redblue::sim;

namespace {

// A 8 x 8 matrix passes a far level in 4 x 8 panels and a near level in 2 x 2 blocks, twice over.
template <class Scalar>
void panels_and_blocks(Levels<Scalar, 2>& m, const SlowMatrix& Q) {
  for (Extent i = 0; i < 8; i += 4) {
    auto panel = m.load_through(0, Q(Range{i, i + 4}));
    for (int pass = 0; pass < 2; ++pass)
      for (Extent r = 0; r < 4; r += 2)
        for (Extent c = 0; c < 8; c += 2) {
          auto block = m.load_from(panel, {r, r + 2}, {c, c + 2}, 1);
          for (Extent k = 0; k < 2; ++k)
            if constexpr (Scalar::elementwise) m.update(block(k, k), [](auto x) { return x + 1; });
          m.store_into(block, panel, r, c);
        }
    m.store(panel);
  }
}

}  // namespace

TEST_CASE("each gate of a chain counts its own cut, and its capacity is the M of that cut") {
  Levels<Ghost, 2> m({Words{32}, Words{4}});
  panels_and_blocks(m, m.matrix("Q", tensor::Q, 8, 8));
  CHECK(m.counts(0)[tensor::Q].reads == Words{64});
  CHECK(m.counts(0)[tensor::Q].writes == Words{64});
  CHECK(m.counts(0).peak == Words{32});
  CHECK(m.counts(1)[tensor::Q].reads == Words{128});
  CHECK(m.counts(1)[tensor::Q].writes == Words{128});
  CHECK(m.counts(1).peak == Words{4});
}

TEST_CASE("every gate refuses at its capacity less one") {
  for (const auto& capacities : {std::array{Words{31}, Words{4}}, std::array{Words{32}, Words{3}}}) {
    Levels<Ghost, 2> m(capacities);
    CHECK_THROWS_AS(panels_and_blocks(m, m.matrix("Q", tensor::Q, 8, 8)), CapacityExceeded);
  }
}

TEST_CASE("values travel through the chain and back") {
  Levels<Real<double>, 2> m({Words{32}, Words{4}});
  const auto Q = m.matrix("Q", tensor::Q, 8, 8);
  panels_and_blocks(m, Q);
  for (Extent i = 0; i < 8; ++i)
    for (Extent j = 0; j < 8; ++j) CHECK(m.contents(Q)(i, j) == (i % 2 == j % 2 ? 2 : 0));
}

TEST_CASE("what names no gate enters the nearest one: a two-level program counts there alone") {
  Levels<Ghost, 2> m({Words{8}, Words{8}});
  const auto Q = m.matrix("Q", tensor::Q, 2, 2);
  auto tile = m.load(Q(Range{0, 1}));
  auto fresh = m.fresh(Q(Range{1, 2}));
  m.stream(Q(Range{0, 2}), Flow::in, [](auto&, Extent, Extent) {});
  m.store(fresh);
  CHECK(m.counts(0) == Counts{});
  CHECK(m.counts(1)[tensor::Q].reads == Words{6});
  CHECK(m.counts(1)[tensor::Q].writes == Words{2});
  CHECK(m.counts(1).peak == Words{5});
}

TEST_CASE("a tile is read through a nearer gate only, and stored into a farther tile only") {
  Levels<Ghost, 2> m({Words{32}, Words{4}});
  const auto Q = m.matrix("Q", tensor::Q, 2, 2);
  auto near = m.load_through(1, Q(Range{0, 2}));
  CHECK_THROWS_AS(m.load_from(near, {0, 1}, {0, 1}, 1), InvalidArgument);
  CHECK_THROWS_AS(m.load_from(near, {0, 1}, {0, 1}, 0), InvalidArgument);
  auto far = m.load_through(0, Q(Range{0, 2}));
  CHECK_THROWS_AS(m.store_into(far, near, 0, 0), InvalidArgument);
  CHECK_THROWS_AS(m.store_into(near, near, 0, 0), InvalidArgument);
  CHECK_NOTHROW(m.store_into(near, far, 0, 0));
}

TEST_CASE("the two-level machine is the chain with one gate") {
  static_assert(std::is_same_v<TwoLevel<Ghost>, Levels<Ghost, 1>>);
  static_assert(Machine<TwoLevel<Ghost>> && Machine<TwoLevel<Real<float>>> && Machine<TwoLevel<Traced>>);
  static_assert(Machine<Levels<Ghost, 3>>);
}
