// flash_ws: its plan has one count, and its kernel moves those words and is as accurate as bfloat16 allows.
#include <algorithm>
#include <iostream>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/reference.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/direct_bf16.hpp>
#include <redblue/kernels/run_bf16.hpp>

using namespace redblue::test;
namespace kernels = redblue::kernels;
namespace sim = redblue::sim;

namespace {

const Options as_kernel{.tiles = {TileChoice::Rule::kernel}};
const Schedule& schedule = *find("flash_ws");

AttentionShape random_ws_shape(Random& r, Extent N) {
  AttentionShape s{r.between(1, N), r.between(1, N), 64, 64, {}};
  s.dk = s.dv = Extent{64} << r.between(0, 2);
  if (r.coin()) return s;
  if (s.Nq > s.Nk) std::swap(s.Nq, s.Nk);
  s.mask = r.coin() ? Mask{Mask::Kind::causal} : Mask{Mask::Kind::window, r.between(0, N)};
  return s;
}

Words some_M(Random& r, const AttentionShape& s) {
  return schedule.smallest_M(s, as_kernel) + Words{r.coin() ? 0 : r.between(0, 90'000)};
}

}  // namespace

TEST_CASE("flash_ws has one count: closed form and counted run agree and the footprint holds the peak") {
  Random r(3211);
  for (int n = 0; n < 60; ++n) {
    const AttentionShape s = random_ws_shape(r, 500);
    const Words M = some_M(r, s);
    const auto p = schedule.plan(s, as_kernel, M);
    REQUIRE(p);
    CHECK(p->footprint <= M);
    const Counts counted = schedule.counted(s, as_kernel, *p, p->footprint);
    CHECK_MESSAGE(counted.by_tensor == p->predicted.by_tensor, in_words(schedule, {s, as_kernel, M}));
    CHECK(counted.flops == p->predicted.flops);
  }
}

TEST_CASE("the peak of flash_ws is its footprint less what only a kernel keeps") {
  // Sixteen words of statistics a row where the simulator has three, and the mbarriers.
  for (const auto& t : flash_ws::tiles) {
    const AttentionShape s = AttentionShape::square(1024, t.d);
    const Words M{flash_ws::footprint(t)};
    const auto p = schedule.plan(s, as_kernel, M);
    REQUIRE(p);
    REQUIRE(p->footprint == M);
    const Words peak = schedule.counted(s, as_kernel, *p, M).peak;
    CHECK(M == peak + Words{13 * flash_ws::Br + 4 * flash_ws::mbarriers(t)});
  }
}

TEST_CASE("the plan of flash_ws run on real numbers computes attention") {
  Random r(3212);
  for (int n = 0; n < 3; ++n) {
    const AttentionShape s = random_ws_shape(r, 150);
    const auto p = schedule.plan(s, as_kernel, schedule.smallest_M(s, as_kernel));
    REQUIRE(p);
    const Inputs<double> in = normal_inputs<double>(r, s);
    const Executed<double> out = schedule.executed(s, as_kernel, *p, p->footprint, in);
    CHECK(out.counts.by_tensor == p->predicted.by_tensor);
    const Reference reference = reference_attention(s, as_kernel, in);
    CHECK(reference.error_of(out.O) <= reference.allowed(0x1p-53));
  }
}

TEST_CASE("flash_ws takes the fastest compiled tile that fits, down to its least M and not one word below") {
  const auto plan_at = [](Extent d, Extent M) {
    return schedule.plan(AttentionShape::square(300, d), as_kernel, Words{M});
  };
  for (const Extent d : {64, 128, 256}) {
    const Extent least =
        static_cast<Extent>(schedule.smallest_M(AttentionShape::square(300, d), as_kernel).count());
    CHECK(plan_at(d, least));
    CHECK(!plan_at(d, least - 1));
    CHECK(plan_at(d, Extent{1} << 40)->footprint <= Words{FlashWs::most_words});
  }
  // d = 128, 128 keys, 4 slots: Q 16,384, ring 65,536, O and S 2 (16,384 + 16,384), statistics 2,048, 9
  // mbarriers.
  CHECK(flash_ws::footprint({128, 128, 4}) == 16'384 + 65'536 + 65'536 + 2'048 + 36);
  CHECK(plan_at(128, 149'540)->fields[1].value == 128);
  CHECK(plan_at(128, 149'539)->fields[1].value == 64);
  CHECK(plan_at(128, 149'539)->predicted.by_tensor == plan_at(128, 149'540)->predicted.by_tensor);
}

TEST_CASE("what flash_ws is not compiled for is refused with the reason") {
  CHECK(schedule.why_not(AttentionShape::square(9, 64), as_kernel).empty());
  CHECK(schedule.why_not(AttentionShape::square(9, 63), as_kernel).find("d = 64, 128, 256") !=
        std::string::npos);
  CHECK(schedule.why_not({9, 9, 64, 128, {}}, as_kernel).find("dk = dv") != std::string::npos);
  CHECK(schedule.why_not(AttentionShape::square(9, 64), {}).find("--tiles kernel") != std::string::npos);
  Options lse = as_kernel;
  lse.lse = true;
  CHECK(!schedule.why_not(AttentionShape::square(9, 64), lse).empty());
  for (const Schedule& s : catalog()) CHECK(s.id != schedule.id);  // in no `all`, in no `best`
}

TEST_CASE("the kernel of flash_ws is confirmed on ragged shapes, one past and one short of its tiles") {
  Random r(3213);
  std::cout << "seed 3213\n";
  std::vector<AttentionShape> shapes{AttentionShape::square(1, 64),
                                     AttentionShape::square(128, 64),
                                     AttentionShape::square(129, 64),
                                     {127, 257, 64, 64, {}},
                                     {130, 65, 128, 128, {}},
                                     AttentionShape::square(64, 256),
                                     {65, 191, 256, 256, {Mask::Kind::causal}},
                                     AttentionShape::square(255, 64, {Mask::Kind::causal}),
                                     {140, 300, 64, 64, {Mask::Kind::window, 70}}};
  for (int n = 0; n < 12; ++n) shapes.push_back(random_ws_shape(r, 200));
  for (const AttentionShape& s : shapes) {
    const auto c = kernels::confirm({&schedule, s, some_M(r, s), {}, 5});
    REQUIRE(c);
    CHECK(c->run.moved.by_tensor == c->expected.by_tensor);
    CHECK(c->verdict() == kernels::Verdict::counts_exact_cpu);
    for (const std::string& sentence : c->disagreements)
      MESSAGE(in_words(schedule, {s, as_kernel, c->question.M}) << ": " << sentence);
  }
}

TEST_CASE("flash_ws is no less accurate than plain bfloat16 whatever the magnitudes and the scale") {
  Random r(3214);
  for (const double scale : {0.125, 1.0, -0.5})
    for (const float loud : {0.0F, 1.0F, 30.0F}) {
      const AttentionShape s = AttentionShape::square(150, 64);
      Inputs<float> in = normal_inputs<float>(r, s);
      for (float& q : in.Q.cells()) q *= loud;
      in = kernels::in_bf16(std::move(in));
      const auto p = schedule.plan(s, as_kernel, Words{100'000});
      sim::Matrix<float> O(s.Nq, s.dv);
      const kernels::Head head{s,        static_cast<float>(scale), in.Q.cells(), in.K.cells(), in.V.cells(),
                               O.cells()};
      kernels::run_bf16_on_cpu(*p, head, kernels::PolicyKind::plain);
      const Reference reference = kernels::direct_attention(s, scale, in);
      const double plain = reference.error_of(kernels::bf16_attention(s, static_cast<float>(scale), in));
      CHECK_MESSAGE(reference.error_of(O) <= 1.5 * plain,
                    scale << " " << loud << ": " << reference.error_of(O) << " against " << plain);
    }
}
