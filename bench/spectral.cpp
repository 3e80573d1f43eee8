// How long does the spectral bound take, certified, checked, and estimated where no factorisation is
// affordable? Goals: fft:9 certified in 5 s; 50 eigenvalues at 10^5 vertices in 60 s.
#include "memory_file.hpp"
#include <benchmark/benchmark.h>

#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/find/spectral.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace {

using namespace redblue::proofs_check;
using redblue::bench::MemoryFile;
using redblue::sim::Words;

void spectral_certified(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  for (auto _ : state) {
    const GraphBoundAnswer answer = finder::spectral(graph, Words{M}, {});
    if (!answer.certified) state.SkipWithError("uncertified");
    state.counters["words"] = answer.words;
  }
}
BENCHMARK_CAPTURE(spectral_certified, fft_9_M4, "fft:9", 4)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(spectral_certified, fft_9_M8, "fft:9", 8)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(spectral_certified, matmul_20, "matmul:20,20,20+products", 32)->Unit(benchmark::kSecond);

void spectral_checked(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  const MemoryFile graph_file(graph_text(graph));
  const MemoryFile certificate_file(finder::spectral(graph, Words{M}, {}).certificate);
  for (auto _ : state) {
    const check::Verdict v = check::check_files(graph_file.path(), certificate_file.path());
    if (v.status != check::Status::valid) state.SkipWithError(v.text.c_str());
  }
}
BENCHMARK_CAPTURE(spectral_checked, fft_9_M4, "fft:9", 4)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(spectral_checked, fft_9_M8, "fft:9", 8)->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(spectral_checked, matmul_20, "matmul:20,20,20+products", 32)->Unit(benchmark::kSecond);

void spectral_estimated(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  for (auto _ : state) {
    const GraphBoundAnswer answer = finder::spectral(graph, Words{M}, {});
    if (answer.certified) state.SkipWithError("certified: not what is measured here");
    state.counters["words"] = answer.words;
    state.counters["vertices"] = static_cast<double>(graph.dag.size());
  }
}
BENCHMARK_CAPTURE(spectral_estimated, fft_13, "fft:13", 16)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(spectral_estimated, matmul_45, "matmul:45,45,45+products", 32)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

}  // namespace
