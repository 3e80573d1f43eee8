// What the warps and the copy engine of a Hopper block ask of memory, held against counts by hand: on kernels
// of a few lines, each beside a fault that strides, and on the kernels themselves.
#include <vector>

#include "support/hopper_probe.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/cpu/buffer.hpp>
#include <redblue/kernels/cpu/hopper_thread.hpp>

using namespace redblue::kernels;
using cpu::HopperThread;
using cpu::Prediction;
using cpu::Predictions;
using redblue::tests::barrier;
using redblue::tests::Probe;
namespace tensor = redblue::sim::tensor;

namespace {

template <class F>
Predictions predicted(F f, int blocks = 1) {
  cpu::HopperLauncher launcher(true);
  launcher(Probe<F>{f}, blocks);
  return launcher.predictions();
}

void check(const Prediction& got, std::int64_t requests, std::int64_t cost, std::int64_t least) {
  CHECK(got.requests == requests);
  CHECK(got.cost == cost);
  CHECK(got.least == least);
}

/// Row-major words on a sector's border.
struct Matrix {
  cpu::Buffer<Bf16> words;
  Extent rows, cols;
  Matrix(Extent tall, Extent wide) : words(tall * wide), rows(tall), cols(wide) {}
  [[nodiscard]] TensorMap<tensor::K.row> map(int box_rows, Extent first = 0) const {
    TensorMap<tensor::K.row> m;
    m.data = words.data() + first;
    m.rows = rows;
    m.cols = m.pitch = cols;
    m.box_rows = box_rows;
    return m;
  }
};

/// A box of 64 rows is in shared memory.
void take_box(HopperThread& t, const TensorMap<tensor::K.row>& map, Extent row, Extent col) {
  if (t.index() == 0) {
    t.mbarrier_init(barrier, 1);
    t.mbarrier_fence_init();
    t.mbarrier_arrive_expect_tx(barrier, map.box_bytes());
    t.tma_load(map, 0, barrier, row, col);
  }
  t.barrier();
  t.mbarrier_wait(barrier, 0);
}

Confirmation confirmed(const char* id, const AttentionShape& shape, Extent M) {
  return *confirm({redblue::algorithms::find(id), shape, redblue::sim::Words{M}, {}, 3});
}

}  // namespace

TEST_CASE("pairs that a warp stores side by side fill their sectors, and pairs far apart take one each") {
  const Matrix A(64, 256);
  const auto stored = [&](int stride, int words) {
    return predicted([&, stride, words](HopperThread& t) {
             const Halves<tensor::O.row> to{A.words.data(), A.rows * A.cols};
             t.store_pair(to, Extent{stride} * t.index(), 0, words);
           })
        .global;
  };
  check(stored(2, 2), 4, 4 * 4, 4 * 4);    // 32 pairs of 4 bytes: four sectors
  check(stored(4, 2), 4, 4 * 8, 4 * 4);    // every other pair
  check(stored(64, 2), 4, 4 * 32, 4 * 4);  // a column
  check(stored(64, 1), 4, 4 * 32, 4 * 4);
}

TEST_CASE("the predictions of a launch are of its first block alone, and of nothing unless asked for") {
  const Matrix A(1, 256);
  const auto store = [&](HopperThread& t) {
    t.store_pair(Halves<tensor::O.row>{A.words.data(), 256}, 2 * t.index(), 0, 2);
  };
  check(predicted(store, 3).global, 4, 16, 16);
  cpu::HopperLauncher silent;
  silent(Probe<decltype(store)>{store}, 3);
  check(silent.predictions().global, 0, 0, 0);
}

TEST_CASE("rows that were swizzled meet no bank twice, and the same rows read without the swizzle do") {
  const Matrix A(64, 64);
  const auto read = [&](auto place) {
    return predicted([&, place](HopperThread& t) {
             take_box(t, A.map(64), 0, 0);
             (void)t.shared_pair(place(hopper::fragment_row(t.index(), 0) * box_row_bytes +
                                       2 * hopper::fragment_col(t.index(), 0)));
           })
        .shared;
  };
  check(read([](int at) { return hopper::swizzled(at); }), 4, 4, 4);
  check(read([](int at) { return at; }), 4, 4 * 8, 4);  // eight rows of 128 bytes: the same four banks
  check(read([](int) { return 256; }), 4, 4, 4);        // a broadcast
}

TEST_CASE("a box takes the sectors of its rows inside the matrix, one more each where they are not aligned") {
  const auto boxed = [](const TensorMap<tensor::K.row>& map, Extent row, Extent col) {
    return predicted([&](HopperThread& t) { take_box(t, map, row, col); }).boxes;
  };
  const Matrix A(80, 128), ragged(80, 72);
  check(boxed(A.map(64), 0, 0), 1, 64 * 4, 64 * 4);
  check(boxed(A.map(64), 64, 64), 1, 16 * 4, 16 * 4);   // 16 rows are left
  check(boxed(A.map(64, 8), 0, 0), 1, 64 * 5, 64 * 4);  // 16 bytes past a border
  check(boxed(ragged.map(64), 0, 64), 1, 64, 64 / 2);   // 8 columns are left, half a sector a row
  check(boxed(ragged.map(64), 0, 0), 1, 32 * 4 + 32 * 5,
        64 * 4);  // rows of 144 bytes: every other one is off
  check(boxed(A.map(64), 80, 0), 1, 0, 0);
}

TEST_CASE("flash_ws asks for whole sectors by boxes, and a quad of its threads stores half a sector") {
  // One block of 128 rows: Q, K and V by boxes of 128 bytes a row; O by 8 warps, 16 pairs for each of 2 rows.
  const Predictions p = confirmed("flash_ws", AttentionShape::square(128, 64), 60'000).run.predictions;
  CHECK(p.boxes.cost == 3 * 128 * 4);
  CHECK(p.boxes.least == 3 * 128 * 4);
  check(p.global, 8 * 16, 8 * 16 * 8, 8 * 16 * 4);
  check(p.shared, 0, 0, 0);  // its operands are read by wgmma alone
  CHECK(p.sectors().cost == 3 * 128 * 4 + 1024);
}

TEST_CASE("two_phase_ws reads scores without a conflict, and stores them a quad of threads at a time") {
  // A tile of 128 x 256 of S in phase 1 and of O in phase 2: 8 warps, 128 pairs a thread, 8 rows a request.
  const Predictions p = confirmed("two_phase_ws", {128, 256, 64, 256, {}}, 140'000).run.predictions;
  check(p.global, 2 * 8 * 64, 2 * 8 * 64 * 8, 2 * 8 * 64 * 4);
  CHECK(p.boxes.cost == 4 * (128 + 256 + 4 * 128 + 4 * 256));  // Q, K; four panels of S, V four boxes wide
  CHECK(p.boxes.least == p.boxes.cost);
  check(p.shared, 8 * 4 * 16, 8 * 4 * 16, 8 * 4 * 16);  // four panels of 64 keys, 16 pairs a thread
  // 25 keys: rows of S are 50 bytes, 64 apart.
  const Predictions odd = confirmed("two_phase_ws", {128, 25, 64, 256, {}}, 140'000).run.predictions;
  CHECK(odd.boxes.cost == 4 * (128 + 25) + 128 * 2 + 4 * 25 * 4);
  CHECK(odd.boxes.least == 4 * (128 + 25) + 128 * 50 / 32 + 4 * 25 * 4);
}
