#include <doctest/doctest.h>

#include <redblue/sim/counts.hpp>

using namespace redblue::sim;

namespace {

Counts numbered(int start) {
  Counts c;
  for (std::size_t t = 0; t < tensor_count; ++t) {
    c.by_tensor[t].reads = Words{start + static_cast<int>(t)};
    c.by_tensor[t].writes = Words{100 * (start + static_cast<int>(t))};
  }
  c.peak = Words{7 * start};
  c.flops = start;
  return c;
}

}  // namespace

TEST_CASE("adding counts adds every field of every tensor and keeps the higher peak") {
  Counts sum = numbered(1);
  sum += numbered(10);
  for (std::size_t t = 0; t < tensor_count; ++t) {
    CHECK(sum.by_tensor[t].reads == Words{11 + 2 * static_cast<int>(t)});
    CHECK(sum.by_tensor[t].writes == Words{100 * (11 + 2 * static_cast<int>(t))});
  }
  CHECK(sum.peak == Words{70});
  CHECK(sum.flops == 11);
}

TEST_CASE("n times the work is n times the traffic at the same peak") {
  const Counts once = numbered(3);
  const Counts thrice = once.times(3);
  CHECK(thrice.reads() == once.reads() * 3);
  CHECK(thrice.writes() == once.writes() * 3);
  CHECK(thrice.flops == 9);
  CHECK(thrice.peak == once.peak);
}

TEST_CASE("io is reads and writes, each summed over tensors") {
  Counts c;
  c[tensor::Q].reads = Words{5};
  c[tensor::O].writes = Words{6};
  c[tensor::stats].writes = Words{7};
  CHECK(c.reads() == Words{5});
  CHECK(c.writes() == Words{13});
  CHECK(c.io() == Words{18});
}

TEST_CASE("bytes weigh each tensor by its own bits and round the last byte up") {
  Counts c;
  c[tensor::Q].reads = Words{3};
  c[tensor::V].reads = Words{2};
  c[tensor::O].writes = Words{5};
  BitsPerElement bits = default_bits();
  bits[tensor::Q.row] = 4;
  bits[tensor::V.row] = 8;
  CHECK(bytes(c, bits).reads == Bytes{4});  // 12 + 16 bits
  CHECK(bytes(c, bits).writes == Bytes{10});
}
