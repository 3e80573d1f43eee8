// How many moves of a pebbling does the trusted checker check per second, files, digests and graph included?
// Goal: 20 million.
#include "memory_file.hpp"
#include <benchmark/benchmark.h>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace {

using namespace redblue::proofs_check;
using redblue::bench::MemoryFile;

void check_pebbling(benchmark::State& state, const char* name, Rules rules, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  const std::string text = graph_text(graph);
  finder::Play play = finder::good_play(graph, rules, M, {});
  const Pebbling p{digest(text), rules, redblue::sim::Words{M}, redblue::sim::Words{play.io}, play.moves};
  const std::string certificate = certificate_text(p);
  const MemoryFile graph_file(text), certificate_file(certificate);
  double moves = 0;
  for (auto _ : state) {
    const check::Verdict v = check::check_files(graph_file.path(), certificate_file.path());
    if (v.status != check::Status::valid) state.SkipWithError(v.text.c_str());
    moves += static_cast<double>(p.moves.size());
  }
  state.counters["moves"] = static_cast<double>(p.moves.size());
  state.counters["graph bytes"] = static_cast<double>(text.size());
  state.counters["moves/s"] = benchmark::Counter(moves, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(check_pebbling, attention_64_16, "attention:64,16", Rules::partial, 256)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(check_pebbling, attention_64_16_recompute, "attention:64,16", Rules::partial_recompute, 256)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(check_pebbling, matmul_40, "matmul:40,40,40", Rules::partial, 3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(check_pebbling, fft_12, "fft:12", Rules::one_shot, 64)->Unit(benchmark::kMillisecond);

}  // namespace
