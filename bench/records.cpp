// How many records a second does one thread evaluate and write as JSON, without the journal?
// Goal for the whole sweep with its journal: 20,000 records/s on two cores (docs/performance.md has its
// command).
#include <string>

#include <benchmark/benchmark.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/record_json.hpp>

namespace {

using namespace redblue;

void records(benchmark::State& state) {
  const auto catalog = algorithms::catalog();
  std::string line;
  std::int64_t n = 0;
  for (auto _ : state) {
    const auto step = static_cast<std::size_t>(n++);
    const study::Point point{
        .schedule = &catalog[step % catalog.size()],
        .shape = sim::AttentionShape::square(sim::Extent{1} << (8 + step % 9), 64),
        .M = sim::Words{sim::Extent{1} << (8 + step % 13)},
    };
    line.clear();
    study::append_json(line, study::evaluate(point), "");
    benchmark::DoNotOptimize(line.data());
  }
  state.SetItemsProcessed(n);
}
BENCHMARK(records)->Unit(benchmark::kMicrosecond);

}  // namespace
