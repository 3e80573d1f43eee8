// Every tile rule against a search over all tiles, at every M of small problems.
#include <array>
#include <functional>
#include <optional>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_attention.hpp>
#include <redblue/algorithms/flash_attention_2.hpp>
#include <redblue/algorithms/fused_tile.hpp>
#include <redblue/algorithms/output_tile.hpp>
#include <redblue/algorithms/score_phase.hpp>
#include <redblue/algorithms/streamed_plan.hpp>

using namespace redblue::test;
using redblue::sim::ceil_div;

namespace {

// What the plan rule orders by: io, writes, footprint, Br.
using Key = std::array<Int128, 4>;

template <class S>
Key key(const AttentionShape& s, const Options& o, const typename S::Plan& p) {
  const Counts c = S::terms(s, o, p).sum();
  return {c.io().count(), c.writes().count(), S::footprint_of(s, o, p), p.Br};
}

template <class S>
void compare_with_all_tiles(const AttentionShape& s, Init init, Extent M) {
  const Options best_of_all{.init = init};
  std::optional<Key> least;
  for (Extent Br = 1; Br <= s.Nq; ++Br)
    for (Extent Bc = 1; Bc <= s.Nk; ++Bc) {
      Options given{.tiles = {TileChoice::Rule::given, Br, Bc}, .init = init};
      const auto p = S::plan(s, given, M);
      REQUIRE(p);
      if (S::footprint_of(s, given, *p) > M) continue;
      const Key k = key<S>(s, given, *p);
      if (!least || k < *least) least = k;
    }
  const auto chosen = S::plan(s, best_of_all, M);
  CAPTURE(s.Nq);
  CAPTURE(s.Nk);
  CAPTURE(s.dk);
  CAPTURE(s.dv);
  CAPTURE(M);
  CAPTURE(static_cast<int>(s.mask.kind));
  CAPTURE(s.mask.width);
  REQUIRE(chosen.has_value() == least.has_value());
  if (chosen) REQUIRE(key<S>(s, best_of_all, *chosen) == *least);
}

template <class Check>
void for_shapes(bool masks, Extent N, Check check) {
  for (Extent Nq = 1; Nq <= N; ++Nq)
    for (Extent Nk = 1; Nk <= N; Nk += Nq % 2 + 1)
      for (const auto& [dk, dv] : {std::array<Extent, 2>{1, 1}, {3, 2}, {2, 5}}) {
        check(AttentionShape{Nq, Nk, dk, dv, {}});
        if (!masks || Nq > Nk) continue;
        check(AttentionShape{Nq, Nk, dk, dv, {Mask::Kind::causal}});
        for (Extent w : {0, 1, 3}) check(AttentionShape{Nq, Nk, dk, dv, {Mask::Kind::window, w}});
      }
}

}  // namespace

TEST_CASE("flash_attention's best tiles are the best of all tiles, masks and init included") {
  for_shapes(true, 9, [](const AttentionShape& s) {
    for (Extent M = 1; M <= 130; M += M < 40 ? 1 : 5)
      for (Init init : {Init::onchip, Init::slow}) compare_with_all_tiles<FlashAttention>(s, init, M);
  });
}

TEST_CASE("flash_attention_2's best tiles are the best of all tiles, masks included") {
  for_shapes(true, 9, [](const AttentionShape& s) {
    for (Extent M = 1; M <= 130; M += M < 40 ? 1 : 5)
      compare_with_all_tiles<FlashAttention2>(s, Init::onchip, M);
  });
}

TEST_CASE("fused_tile's best tiles are the best of all tiles") {
  for_shapes(false, 11, [](const AttentionShape& s) {
    for (Extent M = 1; M <= 170; M += M < 40 ? 1 : 3) compare_with_all_tiles<FusedTile>(s, Init::onchip, M);
  });
}

TEST_CASE("the score phase takes the best of all tiles and all stationary row counts") {
  for_shapes(false, 11, [](const AttentionShape& s) {
    for (Extent M = 1; M <= 120; ++M) {
      std::optional<Int128> least;
      const auto offer = [&](const ScorePlan& p) {
        if (score_phase::footprint(s, p) > M) return;
        const Int128 reads = score_phase::reads_of_Q(s, p) + score_phase::reads_of_K(s, p);
        if (!least || reads < *least) least = reads;
      };
      for (Extent Br = 1; Br <= s.Nq; ++Br) {
        for (Extent Bc = 1; Bc <= s.Nk; ++Bc) offer({ScorePlan::Stays::scores, {Br, Bc}, 0});
        for (Extent r = 0; r <= s.Nk * s.dk; ++r) offer({ScorePlan::Stays::queries, {Br, 1}, r});
      }
      const auto chosen = score_phase::plan(s, M);
      REQUIRE(chosen.has_value() == least.has_value());
      if (!chosen) continue;
      REQUIRE(score_phase::footprint(s, *chosen) <= M);
      REQUIRE(score_phase::reads_of_Q(s, *chosen) + score_phase::reads_of_K(s, *chosen) == *least);
    }
  });
}

TEST_CASE("the output tile is the best of all output tiles, whatever statistics it keeps") {
  for_shapes(false, 11, [](const AttentionShape& s) {
    for (int sigma = -1; sigma <= 2; ++sigma)  // -1: no statistics pass at all
      for (Extent M = 1; M <= 90; ++M) {
        const auto words = [&](TilePlan t) {
          return sigma < 0 ? footprint::output_tile(t) : footprint::online_output_tile(t, sigma);
        };
        const auto reads = [&](TilePlan t) {
          return s.Nq * s.Nk * ceil_div(s.dv, t.Bc) + s.Nk * s.dv * ceil_div(s.Nq, t.Br);
        };
        std::optional<std::array<Extent, 3>> least;
        for (Extent Br = 1; Br <= s.Nq; ++Br)
          for (Extent Bc = 1; Bc <= s.dv; ++Bc) {
            const TilePlan t{Br, Bc};
            const std::array k{reads(t), words(t), Br};
            if (words(t) <= M && (!least || k < *least)) least = k;
          }
        const auto chosen = widest_output(s, M, words);
        REQUIRE(chosen.has_value() == least.has_value());
        if (chosen) REQUIRE(std::array{reads(*chosen), words(*chosen), chosen->Br} == *least);
      }
  });
}

TEST_CASE("flash_streamed takes the best of all modes, row counts and resident words") {
  for_shapes(false, 9, [](const AttentionShape& s) {
    for (int sigma = 0; sigma <= 2; ++sigma)
      for (Extent M = 1; M <= 110; ++M) {
        std::optional<Int128> least;
        const auto offer = [&](const StreamedPlan& p) {
          if (streamed_footprint(s, sigma, p) > M) return;
          const auto [K, V] = streamed_reads(s, p);
          if (!least || K + V < *least) least = K + V;
        };
        for (Extent Br = 1; Br <= s.Nq; ++Br)
          for (const auto by : {StreamedPlan::By::word, StreamedPlan::By::row})
            for (Extent r = 0; r <= std::max<Extent>(0, (s.dk + s.dv) * (s.Nk - 2)); ++r) offer({by, Br, r});
        offer({StreamedPlan::By::row, 1, s.Nk * (s.dk + s.dv), true});
        const auto chosen = best_streamed_plan(s, sigma, M);
        REQUIRE(chosen.has_value() == least.has_value());
        if (!chosen) continue;
        REQUIRE(streamed_footprint(s, sigma, *chosen) <= M);
        const auto [K, V] = streamed_reads(s, *chosen);
        REQUIRE(K + V == *least);
      }
  });
}
