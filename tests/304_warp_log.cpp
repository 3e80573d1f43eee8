// What a warp's addresses cost, held against counts by hand.
#include <doctest/doctest.h>

#include <redblue/kernels/cpu/warp_log.hpp>

using redblue::kernels::cpu::Prediction;
using redblue::kernels::cpu::WarpLog;

namespace {

/// One request of 32 lanes: lane n touches word address(n).
template <class F>
Prediction one_request(WarpLog::Space space, F address, int lanes = 32) {
  WarpLog log;
  for (int lane = 0; lane < lanes; ++lane) log.add(lane, space, 0, false, address(lane));
  log.barrier();
  return space == WarpLog::Space::global ? log.predictions().global : log.predictions().shared;
}

}  // namespace

TEST_CASE("sectors of a request are counted from its addresses") {
  const auto global = [](auto address, int lanes = 32) {
    return one_request(WarpLog::Space::global, address, lanes);
  };
  CHECK(global([](int n) { return n; }).cost == 4);  // 32 words side by side
  CHECK(global([](int n) { return n; }).least == 4);
  CHECK(global([](int n) { return n + 1; }).cost == 5);  // not aligned
  CHECK(global([](int n) { return n + 1; }).least == 4);
  CHECK(global([](int n) { return 64 * n; }).cost == 32);  // a column of a matrix
  CHECK(global([](int) { return 7; }).cost == 1);          // all the same word
  CHECK(global([](int n) { return 4 * n; }).cost == 16);
  CHECK(global([](int n) { return n; }, 9).cost == 2);  // a ragged end
  CHECK(global([](int n) { return n; }, 8).cost == 1);
}

TEST_CASE("turns of the banks are the most distinct words of one bank") {
  const auto shared = [](auto address) { return one_request(WarpLog::Space::shared, address).cost; };
  CHECK(shared([](int n) { return n; }) == 1);
  CHECK(shared([](int n) { return 32 * n; }) == 32);
  CHECK(shared([](int n) { return 33 * n; }) == 1);  // rotated rows
  CHECK(shared([](int n) { return 2 * n; }) == 2);
  CHECK(shared([](int n) { return n / 4; }) == 1);  // a broadcast
  CHECK(shared([](int n) { return 32 * (n / 16); }) == 2);
}

TEST_CASE("requests are told apart by warp, tile, direction, order and barrier") {
  WarpLog log;
  const auto add = [&](int thread, int array, bool write) {
    log.add(thread, WarpLog::Space::shared, array, write, 0);
  };
  add(0, 0, false), add(1, 0, false);  // one request
  add(0, 0, false);                    // the second of lane 0
  add(40, 0, false);                   // another warp
  add(0, 1, false);                    // another tile
  add(0, 0, true);                     // a write
  log.barrier();
  CHECK(log.predictions().shared.requests == 5);
  add(0, 0, false);
  log.barrier();
  CHECK(log.predictions().shared.requests == 6);
}
