// How fast are the searches: states expanded and generated per second, and how long until the optimum?
// Goals: attention:3,1+l at M = 3 in 10 s; attention:2,3+l at every M in 60 s in all. How much do two threads
// save by the clock, and how long does a play of a large graph take: the first, and the best of all that is
// tried?
#include <benchmark/benchmark.h>

#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/good_play.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace {

using namespace redblue::proofs_check;

/// The exact optimum at every M of [least, most].
void exact(benchmark::State& state, const char* name, Rules rules, std::int64_t least, std::int64_t most) {
  const NamedGraph graph = named_graph(name);
  double expanded = 0, generated = 0, bytes = 0;
  for (auto _ : state)
    for (std::int64_t M = least; M <= most; ++M) {
      const finder::SearchAnswer answer = finder::exact_optimum(Game(graph.dag, rules, M), {});
      expanded += static_cast<double>(answer.status.expanded);
      generated += static_cast<double>(answer.status.generated);
      bytes = std::max(bytes, static_cast<double>(answer.status.bytes));
    }
  state.counters["expanded/s"] = benchmark::Counter(expanded, benchmark::Counter::kIsRate);
  state.counters["generated/s"] = benchmark::Counter(generated, benchmark::Counter::kIsRate);
  state.counters["MB"] = bytes / 1e6;
}
BENCHMARK_CAPTURE(exact, attention_3_1_l_M3, "attention:3,1+l", Rules::partial, 3, 3)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(exact, attention_2_3_l_all, "attention:2,3+l", Rules::partial, 3, 24)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(exact, matmul_3_3_3_all, "matmul:3,3,3", Rules::partial, 3, 16)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(exact, attention_2_1_l_recompute, "attention:2,1+l", Rules::partial_recompute, 3, 7)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

/// The optimum on one thread and on two, by the clock: compare the two on a machine that does nothing else.
void threads(benchmark::State& state) {
  const NamedGraph graph = named_graph("attention:3,1+l");
  finder::SearchOptions options;
  options.threads = static_cast<int>(state.range(0));
  for (auto _ : state)
    benchmark::DoNotOptimize(finder::exact_optimum(Game(graph.dag, Rules::partial, 3), options).status.lower);
}
BENCHMARK(threads)
    ->Arg(1)
    ->Arg(2)
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

/// What Ctrl-C can count on: the tiled schedule replayed.
void first(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  const finder::PlayQuestion question{graph, finder::known_family(graph), Rules::partial, M};
  std::int64_t io = 0;
  for (auto _ : state) io = finder::first_play(question).io;
  state.counters["io"] = static_cast<double>(io);
}
BENCHMARK_CAPTURE(first, attention_256_16, "attention:256,16", 256)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(first, matmul_128_128_128, "matmul:128,128,128", 256)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

/// A good play of a large graph.
void good(benchmark::State& state, const char* name, std::int64_t M) {
  const NamedGraph graph = named_graph(name);
  double moves = 0;
  std::int64_t io = 0;
  for (auto _ : state) {
    const finder::Play play = finder::good_play(graph, Rules::partial, M, {});
    moves += static_cast<double>(play.moves.size());
    io = play.io;
  }
  state.counters["vertices"] = static_cast<double>(graph.dag.size());
  state.counters["io"] = static_cast<double>(io);
  state.counters["moves/s"] = benchmark::Counter(moves, benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(good, attention_24_8_l, "attention:24,8+l", 64)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(good, attention_64_16, "attention:64,16", 256)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(good, attention_256_16, "attention:256,16", 256)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(good, matmul_128_128_128, "matmul:128,128,128", 256)
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(good, fft_12, "fft:12", 64)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace
