#include <cstdio>

#include <redblue/algorithms/problem.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/timing.hpp>

namespace redblue::kernels {
namespace {

std::vector<float> repeated(const sim::Matrix<float>& one, Extent times) {
  std::vector<float> all;
  all.reserve(one.cells().size() * static_cast<std::size_t>(times));
  for (Extent n = 0; n < times; ++n) all.insert(all.end(), one.cells().begin(), one.cells().end());
  return all;
}

}  // namespace

bool Timing::counts_exact() const {
  return run.counted.by_tensor == planned.predicted.times(question.heads).by_tensor;
}

double Timing::tflops() const {
  const sim::AttentionShape& s = question.shape;
  double pairs = 0;
  for (Extent i = 0; i < s.Nq; ++i) pairs += static_cast<double>(s.visible(i).size());
  return 2 * pairs * static_cast<double>((s.dk + s.dv) * question.heads) / run.seconds / 1e12;
}

std::string Timing::as_json() const {
  const sim::AttentionShape& s = question.shape;
  char numbers[128];
  std::snprintf(numbers, sizeof numbers, "\"seconds\":%.9f,\"tflops\":%.3f,\"io_only_seconds\":%.9f",
                run.seconds, tflops(), io_only_seconds);
  return "{\"kernel\":\"" + std::string(question.schedule->id) + "\",\"N\":" + std::to_string(s.Nq) +
         ",\"d\":" + std::to_string(s.dv) + ",\"heads\":" + std::to_string(question.heads) +
         ",\"M_words\":" + to_string(question.M) + ",\"launches\":" + std::to_string(question.launches) +
         "," + numbers + ",\"counts_exact\":" + (counts_exact() ? "true" : "false") + "}";
}

Timing time_on_gpu(const Question& q) {
  std::string why = why_not(q);
  if (why.empty()) why = why_no_gpu(*q.schedule);
  if (!why.empty()) sim::raise(sim::InvalidArgument(why));
  algorithms::Options options;
  options.tiles.rule = algorithms::TileChoice::Rule::kernel;
  options.scale = q.scale;
  auto planned = q.schedule->plan(q.shape, options, q.M);
  if (!planned)
    sim::raise(sim::InvalidArgument(std::string(q.schedule->id) + ": its kernel needs at least " +
                                    to_string(smallest_M(q)) + " words"));
  const Inputs<float> in = uniform_inputs(q.shape, q.seed);
  const std::vector<float> Q = repeated(in.Q, q.heads), K = repeated(in.K, q.heads),
                           V = repeated(in.V, q.heads);
  std::vector<float> O(static_cast<std::size_t>(q.heads * q.shape.Nq * q.shape.dv));
  const auto scale = static_cast<float>(algorithms::score_scale(q.shape, options));
  const Head head{q.shape, scale, Q, K, V, O, q.heads};
  GpuRun run = count_on_gpu(*q.schedule, *planned, head, q.launches);
  const double io_only = io_only_seconds(*q.schedule, *planned, head, q.launches);
  return {q, *std::move(planned), std::move(run), io_only};
}

}  // namespace redblue::kernels
