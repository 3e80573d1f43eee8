// How long does an executed run take in float64?
// Goal: N = 512, d = 64 within 1 s, every schedule.
#include <string>

#include <benchmark/benchmark.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/inputs.hpp>

namespace {

using namespace redblue;

void execute(benchmark::State& state, const algorithms::Schedule* schedule, sim::Words M) {
  const auto shape = sim::AttentionShape::square(512, 64);
  const algorithms::Options options;
  const auto planned = schedule->plan(shape, options, M);
  if (!planned) {
    state.SkipWithError("no plan fits");
    return;
  }
  const auto inputs = study::normal_inputs(shape, 1);
  for (auto _ : state) {
    auto result = schedule->executed(shape, options, *planned, M, inputs);
    benchmark::DoNotOptimize(result);
  }
}

[[maybe_unused]] const bool added = [] {
  for (const algorithms::Schedule& s : algorithms::catalog())
    for (const sim::Extent M : {1024, 16384})
      benchmark::RegisterBenchmark(
          ("executed/" + std::string(s.id) + "/N:512/d:64/M:" + std::to_string(M)).c_str(),
          [&s, M](benchmark::State& state) { execute(state, &s, sim::Words{M}); })
          ->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
