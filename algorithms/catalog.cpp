#include <array>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/algorithms/flash_attention.hpp>
#include <redblue/algorithms/flash_attention_2.hpp>
#include <redblue/algorithms/flash_streamed.hpp>
#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/fused_tile.hpp>
#include <redblue/algorithms/row.hpp>
#include <redblue/algorithms/square_tiling.hpp>
#include <redblue/algorithms/standard.hpp>
#include <redblue/algorithms/two_phase.hpp>
#include <redblue/algorithms/two_phase_ws.hpp>

namespace redblue::algorithms {
namespace {

constexpr std::array schedules{
    row<Standard>(), row<FlashAttention>(), row<FlashAttention2>(), row<SquareTiling>(),
    row<TwoPhase>(), row<FlashStreamed>(),  row<FusedTile>(),
};
constexpr std::array kernel_schedules{row<FlashWs>(), row<TwoPhaseWs>()};

bool cheaper(const Planned& a, const Planned& b) {
  const auto key = [](const Planned& p) {
    return std::array{p.predicted.io(), p.predicted.writes(), p.footprint};
  };
  return key(a) < key(b);
}

}  // namespace

std::span<const Schedule> catalog() { return schedules; }
std::span<const Schedule> kernel_catalog() { return kernel_schedules; }

const Schedule* find(std::string_view id) {
  for (const std::span<const Schedule> list : {catalog(), kernel_catalog()})
    for (const Schedule& s : list)
      if (s.id == id) return &s;
  return nullptr;
}

Choice best(const AttentionShape& shape, const Options& options, Words M) {
  Choice winner;
  for (const Schedule& s : schedules) {
    if (!s.why_not(shape, options).empty()) continue;
    auto planned = s.plan(shape, options, M);
    if (!planned || !planned->fits()) continue;
    if (winner.schedule == nullptr || cheaper(*planned, winner.planned)) winner = {&s, *std::move(planned)};
  }
  return winner;
}

Words best_smallest_M(const AttentionShape& shape, const Options& options) {
  Words least{0};
  for (const Schedule& s : schedules) {
    if (!s.why_not(shape, options).empty()) continue;
    const Words M = s.smallest_M(shape, options);
    if (least == Words{0} || M < least) least = M;
  }
  return least;
}

}  // namespace redblue::algorithms
