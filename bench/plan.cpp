// How long does one point take: plan, closed form and every bound, for each schedule?
// Goal: at d = 128, 1 ms at N = 10^6 and 10 ms at N = 10^9.
#include <string>

#include <benchmark/benchmark.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/record.hpp>

namespace {

using namespace redblue;

void point(benchmark::State& state, const algorithms::Schedule* schedule, sim::Extent N, sim::Extent M) {
  study::Point at{.schedule = schedule, .shape = sim::AttentionShape::square(N, 128), .M = sim::Words{M}};
  bool feasible = false;
  for (auto _ : state) {
    study::Record record = study::evaluate(at);
    feasible = record.feasible;
    benchmark::DoNotOptimize(record);
  }
  state.counters["feasible"] = feasible ? 1 : 0;
}

void add(std::string_view id, const algorithms::Schedule* schedule) {
  for (const sim::Extent N : {1'000'000LL, 1'000'000'000LL})
    // Below d^2, above it, and where K and V nearly fit.
    for (const sim::Extent M : {sim::Extent{4096}, sim::Extent{65536}, N * 128})
      benchmark::RegisterBenchmark(
          ("point/" + std::string(id) + "/N:" + std::to_string(N) + "/M:" + std::to_string(M)).c_str(),
          [=](benchmark::State& state) { point(state, schedule, N, M); })
          ->Unit(benchmark::kMicrosecond);
}

[[maybe_unused]] const bool added = [] {
  for (const algorithms::Schedule& s : algorithms::catalog()) add(s.id, &s);
  add("best", nullptr);
  return true;
}();

}  // namespace
