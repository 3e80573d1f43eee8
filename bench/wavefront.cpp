// How long does the wavefront bound of a graph of 10^4 vertices take? Goal: 60 s.
#include <random>
#include <set>

#include <benchmark/benchmark.h>

#include <redblue/proofs_check/find/wavefront.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace {

using namespace redblue::proofs_check;

using redblue::sim::Vertex;

void measure(benchmark::State& state, const NamedGraph& graph, std::int64_t M) {
  GraphBoundAnswer answer;
  for (auto _ : state) answer = finder::wavefront_bound(graph, redblue::sim::Words{M}, {});
  state.counters["vertices"] = static_cast<double>(graph.dag.size());
  state.counters["words"] = answer.words;
  state.counters["complete"] = answer.out_of_work.empty() ? 1 : 0;
}

void wavefront(benchmark::State& state, const char* name, std::int64_t M) {
  measure(state, named_graph(name), M);
}

/// 10^4 vertices, each with `operands` random ones: of the `size` vertices before it, or of the layer of
/// `size` before its own.
void ordinary(benchmark::State& state, bool layers, Vertex size, unsigned operands) {
  std::mt19937_64 random(1);
  NamedGraph graph{"random", {}, {}};
  std::vector<bool> used(10'000);
  for (Vertex v = 0; v < used.size(); ++v) {
    graph.labels.push_back("v");
    const Vertex end = layers ? v / size * size : v;
    if (end < size) {
      graph.dag.add_input();
      continue;
    }
    std::set<Vertex> some;
    while (some.size() < operands) some.insert(end - 1 - static_cast<Vertex>(random() % size));
    for (const Vertex u : some) used[u] = true;
    graph.dag.add_val(std::vector<Vertex>(some.begin(), some.end()));
  }
  for (Vertex v = 0; v < used.size(); ++v)
    if (!used[v]) graph.dag.add_output(v);
  measure(state, graph, 8);
}
BENCHMARK_CAPTURE(wavefront, fft_10, "fft:10", 8)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(wavefront, diamond_100, "diamond:100", 8)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(wavefront, attention_16_8_chain, "attention:16,8+chain", 8)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(wavefront, random_8000, "random:8000,0.0005,1", 8)->Unit(benchmark::kSecond)->Iterations(1);

BENCHMARK_CAPTURE(ordinary, 20_of_the_last_1000, false, 1000, 20)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(ordinary, 2_of_the_last_300, false, 300, 2)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(ordinary, 200_of_the_last_4000, false, 4000, 200)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(ordinary, 3_of_layers_of_100, true, 100, 3)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(ordinary, 2_of_layers_of_1000, true, 1000, 2)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
