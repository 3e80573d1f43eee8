// two_phase_ws: the bfloat16 kernel for M < d^2, its plan and its counts.
#include <algorithm>
#include <iostream>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/reference.hpp>
#include <redblue/algorithms/two_phase_ws.hpp>
#include <redblue/kernels/confirm.hpp>

using namespace redblue::test;
namespace kernels = redblue::kernels;

namespace {

const Options as_kernel{.tiles = {TileChoice::Rule::kernel}};
const Schedule& schedule = *find("two_phase_ws");

AttentionShape random_wide_shape(Random& r, Extent N) {
  return {r.between(1, N), r.between(1, N), 64 * r.between(1, 8), 256 * r.between(1, 3), {}};
}

}  // namespace

TEST_CASE("two_phase_ws has one count: closed form and counted run agree and the footprint holds the peak") {
  Random r(3231);
  for (int n = 0; n < 60; ++n) {
    const AttentionShape s = random_wide_shape(r, 700);
    const Words M{r.between(133'136, 250'000)};
    const auto p = schedule.plan(s, as_kernel, M);
    REQUIRE(p);
    CHECK(p->footprint <= M);
    const Counts counted = schedule.counted(s, as_kernel, *p, p->footprint);
    CHECK_MESSAGE(counted.by_tensor == p->predicted.by_tensor, in_words(schedule, {s, as_kernel, M}));
    CHECK(counted.flops == p->predicted.flops);
    CHECK(p->evaluates_once == (s.dv == 256));
  }
}

TEST_CASE("the plan of two_phase_ws run on real numbers computes attention") {
  Random r(3232);
  const AttentionShape s{140, 270, 64, 512, {}};
  const auto p = schedule.plan(s, as_kernel, schedule.smallest_M(s, as_kernel));
  REQUIRE(p);
  const Inputs<double> in = normal_inputs<double>(r, s);
  const Executed<double> out = schedule.executed(s, as_kernel, *p, p->footprint, in);
  CHECK(out.counts.by_tensor == p->predicted.by_tensor);
  const Reference reference = reference_attention(s, as_kernel, in);
  CHECK(reference.error_of(out.O) <= reference.allowed(0x1p-53));
}

TEST_CASE(
    "two_phase_ws fits a block at d = 512, where no block has d^2 words, and moves less than flash_ws "
    "would") {
  const AttentionShape s = AttentionShape::square(4096, 512);
  const auto p = schedule.plan(s, as_kernel, Words{TwoPhaseWs::most_words});
  REQUIRE(p);
  CHECK(p->footprint == Words{182'304});
  CHECK(Words{TwoPhaseWs::most_words} < Words{512 * 512});
  // Per pair of positions: Q twice in 256 keys, K and V in 128 queries, S once out and twice in.
  const auto N2 = Int128{4096} * 4096;
  CHECK(p->predicted.io() == Words{N2 * (2 + 4 + 1 + 2 + 4) + 4096 * 512});
  // Rows come in 64s, and 128 rows of O in fp32 are all the registers that a block has.
  CHECK(2 * 128 * 512 == 65'536 * 2);
  constexpr Extent rows = 64;
  CHECK(FlashAttention2::terms(s, as_kernel, {rows, 64}).sum().io() > p->predicted.io());
}

TEST_CASE("two_phase_ws takes the most slots that fit, down to its least M and not one word below") {
  const auto slots_at = [](Extent M) -> Extent {
    const auto p = schedule.plan(AttentionShape::square(300, 512), as_kernel, Words{M});
    return p ? p->fields.back().value : 0;
  };
  CHECK(slots_at(182'304) == 4);
  CHECK(slots_at(182'303) == 2);
  CHECK(slots_at(133'136) == 2);
  CHECK(slots_at(133'135) == 0);
  CHECK(schedule.smallest_M(AttentionShape::square(300, 512), as_kernel) == Words{133'136});
}

TEST_CASE("what two_phase_ws is not compiled for is refused with the nearest that is") {
  const auto why = [](const AttentionShape& s, const Options& o = as_kernel) {
    return schedule.why_not(s, o);
  };
  CHECK(why({9, 9, 64, 256, {}}).empty());
  CHECK(why({9, 9, 96, 256, {}}).find("dk a multiple of 64") != std::string::npos);
  CHECK(why(AttentionShape::square(9, 300)).find("nearest d are 256 and 512") != std::string::npos);
  CHECK(why(AttentionShape::square(9, 64)).find("nearest d is 256") != std::string::npos);
  CHECK(why(AttentionShape::square(9, 512), {}).find("--tiles kernel") != std::string::npos);
  CHECK(!why(AttentionShape::square(9, 512, {Mask::Kind::causal})).empty());
}

TEST_CASE("the kernel of two_phase_ws is confirmed on ragged shapes, one past and one short of its tiles") {
  Random r(3233);
  std::cout << "seed 3233\n";
  std::vector<AttentionShape> shapes{{1, 1, 64, 256, {}},      {128, 256, 64, 256, {}},
                                     {129, 257, 128, 256, {}}, {127, 255, 64, 512, {}},
                                     {65, 64, 512, 512, {}},   {64, 63, 64, 256, {}}};
  for (int n = 0; n < 5; ++n) shapes.push_back(random_wide_shape(r, 150));
  for (const AttentionShape& s : shapes) {
    const auto c = kernels::confirm({&schedule, s, Words{r.coin() ? 133'136 : 182'304}, {}, 5});
    REQUIRE(c);
    CHECK(c->run.moved.by_tensor == c->expected.by_tensor);
    CHECK(c->verdict() == kernels::Verdict::counts_exact_cpu);
    for (const std::string& sentence : c->disagreements)
      MESSAGE(in_words(schedule, {s, as_kernel, c->question.M}) << ": " << sentence);
  }
}
