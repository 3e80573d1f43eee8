#include <set>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_plan.hpp>
#include <redblue/algorithms/problem.hpp>

using namespace redblue::test;
using redblue::sim::ceil_div;

TEST_CASE("the search meets every number of blocks once, with the least size that gives it") {
  for (Extent n = 1; n <= 200; ++n)
    for (Extent largest : {Extent{1}, n / 3 + 1, n, 2 * n}) {
      std::set<Extent> expected;
      for (Extent size = 1; size <= std::min(n, largest); ++size) expected.insert(ceil_div(n, size));
      std::set<Extent> met;
      for_each_block_count(n, largest, [&](Extent count, Extent size) {
        REQUIRE(met.insert(count).second);
        REQUIRE(ceil_div(n, size) == count);
        REQUIRE((size == 1 || ceil_div(n, size - 1) > count));
        REQUIRE(size <= largest);
      });
      REQUIRE(met == expected);
    }
}

TEST_CASE("the search is far from linear: at 10^9 rows it looks at fewer than 64,000 sizes") {
  int looked = 0;
  for_each_block_count(1'000'000'000, 1'000'000'000, [&](Extent, Extent) { ++looked; });
  CHECK(looked < 64'000);
  CHECK(looked > 60'000);
}

TEST_CASE("sums of floors have the value of the sum") {
  for (int n = 0; n <= 12; ++n)
    for (int m = 1; m <= 7; ++m)
      for (int a = 0; a <= 9; ++a)
        for (int b = 0; b <= 9; ++b) {
          Int128 sum = 0;
          for (int i = 0; i < n; ++i) sum += (a * i + b) / m;
          REQUIRE(floor_sum(n, m, a, b) == sum);
        }
}

namespace {

template <class Check>
void for_small_masked_shapes(Check check) {
  for (Extent Nk = 1; Nk <= 9; ++Nk)
    for (Extent Nq = 1; Nq <= Nk; ++Nq)
      for (Extent w = -2; w <= 9; ++w) {
        const Mask mask = w == -2 ? Mask{} : w == -1 ? Mask{Mask::Kind::causal} : Mask{Mask::Kind::window, w};
        for (Extent Br = 1; Br <= Nq; ++Br)
          for (Extent Bc = 1; Bc <= Nk; ++Bc) check(AttentionShape{Nq, Nk, 1, 1, mask}, TilePlan{Br, Bc});
      }
}

}  // namespace

TEST_CASE("visited keys, visiting rows and visited scores equal a walk over the tiles") {
  for_small_masked_shapes([](const AttentionShape& s, TilePlan t) {
    const Range keys{s.first_key(), s.Nk};
    Int128 visited = 0;
    Int128 scores = 0;
    for (Range i : blocks({0, s.Nq}, t.Br))
      for (Range j : blocks_touching(keys, s.visible(i), t.Bc))
        visited += j.size(), scores += i.size() * j.size();
    REQUIRE(visited_keys(s, t) == visited);
    REQUIRE(visited_scores(s, t) == scores);
    Int128 rows = 0;
    for (Range j : blocks(keys, t.Bc))
      for (Range i : blocks_touching({0, s.Nq}, s.seen_by(j), t.Br)) rows += i.size();
    REQUIRE(visiting_rows(s, t) == rows);
  });
}

TEST_CASE("a tile is visited exactly when one of its scores is unmasked") {
  for_small_masked_shapes([](const AttentionShape& s, TilePlan t) {
    const Range keys{s.first_key(), s.Nk};
    for (Range i : blocks({0, s.Nq}, t.Br)) {
      std::set<Extent> walked;
      for (Range j : blocks_touching(keys, s.visible(i), t.Bc)) walked.insert(j.begin);
      for (Range j : blocks(keys, t.Bc)) {
        bool any = false;
        for (Extent q = i.begin; q < i.end; ++q)
          for (Extent k = j.begin; k < j.end; ++k) any = any || s.visible(q).contains(k);
        REQUIRE(walked.contains(j.begin) == any);
      }
    }
  });
}
