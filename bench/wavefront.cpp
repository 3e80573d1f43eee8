// How long does the wavefront bound of a graph of 10^4 vertices take? Goal: 60 s.
#include <benchmark/benchmark.h>

#include <redblue/proofs_check/find/wavefront.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace {

using namespace redblue::proofs_check;

void wavefront(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  double words = 0;
  for (auto _ : state) words = finder::wavefront_bound(graph, redblue::sim::Words{M}, {}).words;
  state.counters["vertices"] = static_cast<double>(graph.dag.size());
  state.counters["words"] = words;
}
BENCHMARK_CAPTURE(wavefront, fft_10, "fft:10", 8)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(wavefront, diamond_100, "diamond:100", 8)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(wavefront, attention_16_8_chain, "attention:16,8+chain", 8)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wavefront, random_8000, "random:8000,0.0005,1", 8)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
