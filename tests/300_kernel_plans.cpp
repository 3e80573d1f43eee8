// Plans of the CUDA kernels are plans like any other: closed form = counted = executed, at the least M and
// not one word below.
#include <iostream>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/kernel_plan.hpp>
#include <redblue/algorithms/reference.hpp>
#include <redblue/kernels/kernel_plan.hpp>

using namespace redblue::test;
namespace kernel = redblue::algorithms::kernel;

namespace {

const Options as_kernel{.tiles = {TileChoice::Rule::kernel}};

Case random_kernel_case(Random& r, const Schedule& s, Extent N, Extent d) {
  Case c{random_shape(r, N, d), as_kernel, Words{}};
  if (s.takes_masks && r.coin()) {
    if (c.shape.Nq > c.shape.Nk) std::swap(c.shape.Nq, c.shape.Nk);
    c.shape.mask = r.coin() ? Mask{Mask::Kind::causal} : Mask{Mask::Kind::window, r.between(0, N)};
  }
  c.M = s.smallest_M(c.shape, c.options) + Words{r.coin() ? 0 : r.between(0, 8 * N * d)};
  return c;
}

template <class Check>
void for_random_kernel_cases(int n, std::uint64_t seed, Check check) {
  std::cout << "seed " << seed << ", " << n << " cases\n";
  Random r(seed);
  for (int i = 0; i < n; ++i)
    for (const Schedule& s : catalog())
      if (s.has_kernel) check(s, random_kernel_case(r, s, 60, 20), r);
}

}  // namespace

TEST_CASE(
    "a kernel's plan has one count: closed form and counted run agree and the footprint holds the peak") {
  for_random_kernel_cases(400, 3001, [](const Schedule& s, const Case& c, Random&) {
    const auto p = s.plan(c.shape, c.options, c.M);
    REQUIRE_MESSAGE(p, in_words(s, c));
    const Counts counted = s.counted(c.shape, c.options, *p, p->footprint);
    REQUIRE_MESSAGE(counted.by_tensor == p->predicted.by_tensor, in_words(s, c));
    REQUIRE_MESSAGE(counted.flops == p->predicted.flops, in_words(s, c));
    REQUIRE_MESSAGE(p->footprint <= c.M, in_words(s, c));
  });
}

TEST_CASE("a kernel's plan run on real numbers computes attention") {
  for_random_kernel_cases(60, 3002, [](const Schedule& s, const Case& c, Random& r) {
    const auto p = s.plan(c.shape, c.options, c.M);
    REQUIRE(p);
    const Inputs<double> in = normal_inputs<double>(r, c.shape);
    const Executed<double> out = s.executed(c.shape, c.options, *p, c.M, in);
    REQUIRE_MESSAGE(out.counts.by_tensor == p->predicted.by_tensor, in_words(s, c));
    const Reference reference = reference_attention(c.shape, c.options, in);
    REQUIRE_MESSAGE(reference.error_of(out.O) <= reference.allowed(0x1p-53), in_words(s, c));
  });
}

TEST_CASE("a kernel's plan fits at its least M and not one word below") {
  for_random_kernel_cases(200, 3003, [](const Schedule& s, const Case& c, Random&) {
    const Words least = s.smallest_M(c.shape, c.options);
    REQUIRE_MESSAGE(s.plan(c.shape, c.options, least), in_words(s, c));
    REQUIRE_MESSAGE(!s.plan(c.shape, c.options, least - Words{1}), in_words(s, c));
  });
}

TEST_CASE("no kernel's plan takes more than the shared memory of a block, whatever M") {
  const Words most{kernel::most_words};
  for (const Schedule& s : catalog()) {
    if (!s.has_kernel) continue;
    for (const Extent d : {16, 64, 500}) {
      const AttentionShape shape = AttentionShape::square(70'000, d);
      const auto huge = s.plan(shape, as_kernel, Words{Int128{1} << 40});
      REQUIRE(huge);
      CHECK(huge->footprint <= most);
      const auto exact = s.plan(shape, as_kernel, most);
      REQUIRE(exact);
      CHECK(exact->predicted == huge->predicted);
      CHECK(s.plan(shape, as_kernel, most - Words{most.count() / 2})->predicted.io() >= huge->predicted.io());
    }
  }
}

TEST_CASE("sides of a kernel's tiles are whole micro tiles and panels whole sectors") {
  for_random_kernel_cases(200, 3004, [](const Schedule& s, const Case& c, Random&) {
    const auto p = s.plan(c.shape, c.options, c.M);
    REQUIRE(p);
    const auto k = redblue::kernels::kernel_plan(s, *p);
    REQUIRE(k);
    for (const TilePlan t : {k->tile, k->scores.tile, k->output.tile}) {
      CHECK(t.Br % kernel::micro == 0);
      CHECK(t.Bc % kernel::micro == 0);
    }
    for (const long panel : {k->scores.panel, k->output.panel}) CHECK(panel % kernel::least_panel == 0);
  });
}

TEST_CASE("schedules without a kernel and options that no kernel has are refused with the reason") {
  const AttentionShape shape = AttentionShape::square(32, 8);
  for (const Schedule& s : catalog()) {
    const std::string why = s.why_not(shape, as_kernel);
    CHECK(why.empty() == s.has_kernel);
    if (!s.has_kernel) CHECK(why.find(s.id) == 0);
    Options lse = as_kernel;
    lse.lse = true;
    CHECK(!s.why_not(shape, lse).empty());
    CHECK(!redblue::kernels::kernel_plan(s, Planned{}));
  }
  const Schedule& fa2 = *find("flash_attention_2");
  // 4 rows and 4 keys of Q, O, K, V: 8 (dk + dv) + 16 + 12 words, so dk + dv = 7,260 is the widest.
  CHECK(fa2.why_not({9, 9, 3'630, 3'630, {}}, as_kernel).empty());
  CHECK(fa2.why_not({9, 9, 3'631, 3'630, {}}, as_kernel).find("a block has 58112") != std::string::npos);
}
