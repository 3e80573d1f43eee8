// The asynchronous units of the CPU back end, on kernels of a few lines: what mbarriers, boxes and products
// do, and which misuse is refused with which words.
#include <cmath>
#include <string>
#include <vector>

#include "schedule_support.hpp"
#include "support/hopper_probe.hpp"
#include <doctest/doctest.h>

#include <redblue/kernels/cpu/hopper_thread.hpp>

using namespace redblue::kernels;
using cpu::FaultKind;
using cpu::HopperThread;
using cpu::KernelFault;
using redblue::test::Random;
using redblue::tests::barrier;
using redblue::tests::Probe;
namespace tensor = redblue::sim::tensor;

namespace {

template <class F>
void launch(F f) {
  cpu::HopperLauncher launcher;
  launcher(Probe<F>{f}, 1);
}

template <class F>
void refused(FaultKind kind, std::initializer_list<const char*> words, F f) {
  try {
    launch(f);
  } catch (const KernelFault& fault) {
    CHECK_MESSAGE(fault.kind == kind, fault.what());
    for (const char* part : words)
      CHECK_MESSAGE(std::string(fault.what()).find(part) != std::string::npos,
                    part << " in " << fault.what());
    return;
  }
  FAIL_CHECK("nothing was refused");
}

/// Initialised by thread 0 and shown to all.
void begin(HopperThread& t, int arrivals = 1) {
  if (t.index() == 0) {
    t.mbarrier_init(barrier, arrivals);
    t.mbarrier_fence_init();
  }
  t.barrier();
}

/// rows x cols small integers, exact in bfloat16, as are the sums of their products in fp32.
struct Numbers {
  Extent rows, cols;
  std::vector<Bf16> words;
  Numbers(Random& r, Extent tall, Extent wide) : rows(tall), cols(wide) {
    for (Extent n = 0; n < tall * wide; ++n) words.push_back(to_bf16(static_cast<float>(r.between(-9, 9))));
  }
  [[nodiscard]] float operator()(Extent r, Extent c) const {
    return to_float(words[static_cast<std::size_t>(r * cols + c)]);
  }
  [[nodiscard]] TensorMap<tensor::K.row> map(int box_rows) const {
    TensorMap<tensor::K.row> m;
    m.data = words.data();
    m.rows = rows;
    m.cols = m.pitch = cols;
    m.box_rows = box_rows;
    return m;
  }
};

/// All boxes of a matrix of 64-column panels, one after another from `to` on; thread 0 sends them.
void send(HopperThread& t, const Numbers& from, int to) {
  const auto map = from.map(static_cast<int>(from.rows));
  if (t.index() != 0) return;
  for (int p = 0; p < from.cols / box_cols; ++p)
    t.tma_load(map, to + p * map.box_bytes(), barrier, 0, p * box_cols);
}

/// Row and column sums of products are compared: every element of C against plain loops.
template <int n, class Product>
void check_product(Product product, auto expected) {
  std::vector<float> got(64 * n);
  launch([&](HopperThread& t) {
    float c[n / 2];
    product(t, c);
    for (int k = 0; k < n / 2; ++k)
      got[static_cast<std::size_t>(hopper::fragment_row(t.index(), k) * n +
                                   hopper::fragment_col(t.index(), k))] = c[k];
  });
  int wrong = 0;
  for (int r = 0; r < 64; ++r)
    for (int c = 0; c < n; ++c) wrong += got[static_cast<std::size_t>(r * n + c)] != expected(r, c);
  CHECK(wrong == 0);
}

template <int n>
void check_both_in_shared_memory(Random& r) {
  const Numbers A(r, 64, 64), B(r, n, 64);
  check_product<n>(
      [&](HopperThread& t, float(&c)[n / 2]) {
        begin(t);
        if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, (64 + n) * box_row_bytes);
        send(t, A, 0), send(t, B, 64 * box_row_bytes);
        t.mbarrier_wait(barrier, 0);
        t.wgmma_fence();
        for (int k = 0; k < 4; ++k)
          t.wgmma<n>(c, hopper::descriptor(32 * k, 0, 1024), hopper::descriptor(64 * 128 + 32 * k, 0, 1024),
                     k > 0);
        t.wgmma_commit();
        t.wgmma_wait(c);
      },
      [&](int row, int col) {
        float sum = 0;
        for (Extent k = 0; k < 64; ++k) sum += A(row, k) * B(col, k);
        return sum;
      });
}

template <int n>
void check_left_in_registers(Random& r) {
  const Numbers A(r, 64, 32), B(r, 32, n);
  check_product<n>(
      [&](HopperThread& t, float(&c)[n / 2]) {
        begin(t);
        if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, n / 64 * 32 * box_row_bytes);
        send(t, B, 0);
        t.mbarrier_wait(barrier, 0);
        for (float& x : c) x = 5;
        for (int step = 0; step < 2; ++step) {
          std::uint32_t a[4];
          for (int pair = 0; pair < 4; ++pair) {
            const int row = hopper::fragment_row(t.index(), 2 * pair);
            const int col = 16 * step + hopper::fragment_col(t.index(), 2 * pair);
            a[pair] = t.pack(A(row, col), A(row, col + 1));
          }
          t.wgmma_fence();
          t.wgmma<n>(c, a, hopper::descriptor(step * 16 * 128, 32 * 128, 1024));
          t.wgmma_commit();
          t.wgmma_wait(c);
        }
      },
      [&](int row, int col) {
        float sum = 5;
        for (Extent k = 0; k < 32; ++k) sum += A(row, k) * B(k, col);
        return sum;
      });
}

}  // namespace

TEST_CASE("bfloat16 is rounded to nearest, ties to even, and keeps what is not finite") {
  CHECK(to_float(to_bf16(1.0F)) == 1.0F);
  CHECK(to_float(to_bf16(1.0F + 0x1p-8F)) == 1.0F);                      // a tie: even
  CHECK(to_float(to_bf16(1.0F + 0x1p-7F + 0x1p-8F)) == 1.0F + 0x1p-6F);  // a tie: even, upwards
  CHECK(to_float(to_bf16(1.0F + 0x1.8p-8F)) == 1.0F + 0x1p-7F);
  CHECK(std::isinf(to_float(to_bf16(3.4e38F))));
  CHECK(std::isnan(to_float(to_bf16(NAN))));
  CHECK(to_float(to_bf16(-INFINITY)) == -INFINITY);
}

TEST_CASE("a box arrives swizzled, zero outside its matrix, and only words inside are read") {
  Random r(3201);
  const Numbers A(r, 20, 70);
  int wrong = 0;
  cpu::HopperLauncher launcher;
  const auto kernel = Probe{[&](HopperThread& t) {
    begin(t);
    if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, 16 * box_row_bytes);
    if (t.index() == 0) t.tma_load(A.map(16), 2048, barrier, 8, 64);
    t.mbarrier_wait(barrier, 0);
    for (int row = t.index() == 0 ? 0 : 16; row < 16; ++row)
      for (int col = 0; col < 64; col += 2) {
        const int unit = col / 8 ^ row % 8;  // 16-byte units of a row change places with its number
        const std::uint32_t got = t.shared_pair(2048 + row * 128 + unit * 16 + col % 8 * 2);
        const bool inside = 8 + row < 20 && 64 + col < 70;
        wrong += got != (inside ? t.pack(A(8 + row, 64 + col), A(8 + row, 65 + col)) : 0);
      }
  }};
  launcher(kernel, 1);
  CHECK(wrong == 0);
  CHECK(launcher.moved().reads[tensor::K.row] == 12 * 6);
}

TEST_CASE("products of every compiled width agree with plain loops in both operand forms") {
  Random r(3202);
  check_both_in_shared_memory<64>(r);
  check_both_in_shared_memory<128>(r);
  check_both_in_shared_memory<256>(r);
  check_left_in_registers<64>(r);
  check_left_in_registers<128>(r);
  check_left_in_registers<256>(r);
}

TEST_CASE("phases of an mbarrier alternate, and the phase before the first counts as over") {
  std::vector<int> order;
  launch([&](HopperThread& t) {
    begin(t, 2);
    if (t.index() < 2) {
      t.mbarrier_wait(barrier, 1);
      order.push_back(t.index());
      t.mbarrier_arrive(barrier);
      t.mbarrier_wait(barrier, 0);
      CHECK(order.size() == 2);
      t.mbarrier_arrive(barrier);
      t.mbarrier_wait(barrier, 1);
    }
  });
  CHECK(order == std::vector<int>{0, 1});
}

TEST_CASE("an mbarrier is used after its initialisation is fenced and a barrier has shown it") {
  refused(FaultKind::uninitialised, {"thread 0 uses the mbarrier at byte 131072, which nobody initialised"},
          [](HopperThread& t) { t.mbarrier_arrive(barrier); });
  refused(FaultKind::race, {"thread 1 uses", "which thread 0 initialised without a barrier between"},
          [](HopperThread& t) {
            if (t.index() == 0) t.mbarrier_init(barrier, 1), t.mbarrier_fence_init();
            if (t.index() == 1) t.mbarrier_arrive(barrier);
          });
  refused(FaultKind::unfenced, {"no fence.mbarrier_init"}, [](HopperThread& t) {
    if (t.index() == 0) t.mbarrier_init(barrier, 1);
    t.barrier();
    if (t.index() == 1) t.mbarrier_arrive(barrier);
  });
  refused(FaultKind::out_of_bounds, {"mbarrier at byte 131136"},
          [](HopperThread& t) { t.mbarrier_init(barrier + 64, 1); });
}

TEST_CASE("a phase that never ends is a deadlock that names threads, place and what is short") {
  refused(FaultKind::deadlock,
          {"kernel probe, block 0", "threads 0..2 wait at the mbarrier of 320_async_units.cpp:",
           "threads 3..127 returned", "in phase 0, short of 1 of 2 arrivals and 64 bytes"},
          [](HopperThread& t) {
            begin(t, 2);
            if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, 64);
            if (t.index() < 3) t.mbarrier_wait(barrier, 0);
          });
  refused(FaultKind::misuse, {"as one more than 1"}, [](HopperThread& t) {
    begin(t);
    if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, 64), t.mbarrier_arrive(barrier);
  });
}

TEST_CASE("a box whose end nobody waits for, or whose bytes nobody expects, is found") {
  Random r(3203);
  const Numbers A(r, 64, 64);
  const auto issue = [&](HopperThread& t, int bytes, int to = 0) {
    begin(t);
    if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, bytes);
    if (t.index() == 0) t.tma_load(A.map(64), to, barrier, 0, 0);
  };
  const int box = 64 * box_row_bytes;
  CHECK_NOTHROW(launch([&](HopperThread& t) { issue(t, box), t.mbarrier_wait(barrier, 0); }));
  refused(FaultKind::in_flight, {"1 boxes are on their way at the end"},
          [&](HopperThread& t) { issue(t, box); });
  refused(FaultKind::in_flight, {"a thread reads byte 0", "still on its way"}, [&](HopperThread& t) {
    issue(t, box);
    (void)t.shared_pair(0);
  });
  refused(FaultKind::in_flight, {"where another is on its way"}, [&](HopperThread& t) {
    issue(t, 2 * box);
    if (t.index() == 0) t.tma_load(A.map(64), 0, barrier, 0, 0);
  });
  refused(FaultKind::in_flight, {"is told of 8192 bytes that its phase does not expect"},
          [&](HopperThread& t) {
            issue(t, 0);
            t.mbarrier_wait(barrier, 0);  // over without the box
            t.mbarrier_wait(barrier, 1);  // the box comes into the next phase
          });
  refused(FaultKind::deadlock, {"short of 1 of 1 arrivals and 0 bytes"}, [&](HopperThread& t) {
    issue(t, box);
    t.mbarrier_wait(barrier, 0);
    t.mbarrier_wait(barrier, 1);
  });
  refused(FaultKind::misuse, {"starts at byte 512"}, [&](HopperThread& t) { issue(t, box, 512); });
  refused(FaultKind::out_of_bounds, {"a box of K ends at byte"},
          [&](HopperThread& t) { issue(t, box, 125 * 1024); });
  refused(FaultKind::uninitialised, {"a thread reads byte 0", "which nobody wrote"},
          [&](HopperThread& t) { (void)t.shared_pair(0); });
}

TEST_CASE("a product without fence, commit or wait is found, as is one that its threads do not share") {
  Random r(3204);
  const Numbers A(r, 64, 64);
  const auto product = [&](HopperThread& t, bool fence, bool commit, int stride) {
    static thread_local float c[128][32];
    float(&mine)[32] = c[t.index()];
    begin(t);
    if (t.index() == 0) t.mbarrier_arrive_expect_tx(barrier, 64 * box_row_bytes);
    send(t, A, 0);
    t.mbarrier_wait(barrier, 0);
    if (fence) t.wgmma_fence();
    t.wgmma<64>(mine, hopper::descriptor(0, 0, stride), hopper::descriptor(0, 0, 1024), false);
    CHECK(std::isnan(mine[0]));  // until somebody waits
    if (commit) t.wgmma_commit();
    return &mine;
  };
  CHECK_NOTHROW(launch([&](HopperThread& t) { t.wgmma_wait(*product(t, true, true, 1024)); }));
  refused(FaultKind::unfenced, {"without wgmma.fence"},
          [&](HopperThread& t) { t.wgmma_wait(*product(t, false, true, 1024)); });
  refused(FaultKind::in_flight, {"products of a warpgroup are on their way at the end"},
          [&](HopperThread& t) { t.wgmma_wait(*product(t, true, false, 1024)); });
  refused(FaultKind::in_flight, {"products of a warpgroup are on their way at the end"},
          [&](HopperThread& t) { (void)product(t, true, true, 1024); });
  refused(FaultKind::uninitialised, {"the left side of a wgmma"},
          [&](HopperThread& t) { t.wgmma_wait(*product(t, true, true, 2048)); });
  refused(FaultKind::divergence, {"different products"},
          [&](HopperThread& t) { t.wgmma_wait(*product(t, true, true, t.index() == 77 ? 0 : 1024)); });
  refused(FaultKind::deadlock, {"threads 0..99 wait at the wgmma group", "threads 100..127 returned"},
          [&](HopperThread& t) {
            auto* c = product(t, true, true, 1024);
            if (t.index() < 100) t.wgmma_wait(*c);
          });
}
