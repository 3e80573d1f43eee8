// How long does a counted run take, and does a tile cost an allocation?
// Goal: flash_attention_2 at N = 2^18, d = 128, tiles 96 x 96, M = 65536 in 100 ms; 0 allocations per tile.
#include "allocations.hpp"
#include <benchmark/benchmark.h>

#include <redblue/algorithms/catalog.hpp>

namespace {

using namespace redblue;

struct Run {
  sim::Counts counts;
  std::size_t allocations = 0;
};

const algorithms::Options tiles_96{.tiles = {algorithms::TileChoice::Rule::given, 96, 96}};
constexpr sim::Words M{65536};

double tiles(sim::Extent N) {
  const auto blocks = static_cast<double>(sim::ceil_div<sim::Extent>(N, 96));
  return blocks * blocks;
}

Run counted(const algorithms::Schedule& schedule, const sim::AttentionShape& shape,
            const algorithms::Planned& planned) {
  const std::size_t before = bench::allocations();
  Run run{schedule.counted(shape, tiles_96, planned, M)};
  run.allocations = bench::allocations() - before;
  return run;
}

void ghost(benchmark::State& state) {
  const algorithms::Schedule* schedule = algorithms::find("flash_attention_2");
  const sim::Extent N = state.range(0);
  const auto shape = sim::AttentionShape::square(N, 128);
  const auto planned = schedule->plan(shape, tiles_96, M);
  Run run;
  for (auto _ : state) {
    run = counted(*schedule, shape, *planned);
    benchmark::DoNotOptimize(run);
  }
  if (run.counts.io() != planned->predicted.io()) state.SkipWithError("counted and predicted differ");
  state.counters["allocations_per_run"] = static_cast<double>(run.allocations);
  state.counters["tiles_per_s"] = benchmark::Counter(tiles(N), benchmark::Counter::kIsIterationInvariantRate);
}
// A run of twice the length has four times the tiles: the same number of allocations means none is per tile.
BENCHMARK(ghost)
    ->Name("counted_flash_attention_2/N")
    ->Arg(1 << 17)
    ->Arg(1 << 18)
    ->Unit(benchmark::kMillisecond);

}  // namespace
