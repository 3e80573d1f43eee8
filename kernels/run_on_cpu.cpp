#include <algorithm>
#include <chrono>
#include <string>

#include <redblue/kernels/cpu/buffer.hpp>
#include <redblue/kernels/cpu/launcher.hpp>
#include <redblue/kernels/launch.cuh>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {
namespace {

void require_size(std::span<const float> words, Extent rows, Extent cols, const char* name) {
  if (static_cast<Extent>(words.size()) == rows * cols) return;
  sim::raise(sim::InvalidArgument(std::string(name) + " has " + std::to_string(words.size()) + " words, " +
                                  std::to_string(rows) + " x " + std::to_string(cols) + " are " +
                                  std::to_string(rows * cols)));
}

}  // namespace

void require_sizes(const Head& head) {
  const auto [Nq, Nk, dk, dv, mask] = head.shape;
  require_size(head.Q, head.heads * Nq, dk, "Q");
  require_size(head.K, head.heads * Nk, dk, "K");
  require_size(head.V, head.heads * Nk, dv, "V");
  require_size(head.O, head.heads * Nq, dv, "O");
}

sim::Counts as_counts(const Counters& counters) {
  sim::Counts counts;
  for (std::size_t t = 0; t < sim::tensor_count; ++t)
    counts.by_tensor[t] = {sim::Words{static_cast<sim::Int128>(counters.reads[t])},
                           sim::Words{static_cast<sim::Int128>(counters.writes[t])}};
  return counts;
}

Intermediates intermediates(const KernelPlan& plan, const AttentionShape& shape) {
  using Which = KernelPlan::Schedule;
  const Extent scores = shape.Nq * shape.Nk;
  switch (plan.schedule) {
    case Which::standard:
      return {scores, scores, 0};
    case Which::two_phase:
      return {scores, 0, 0};
    case Which::flash_attention:
      return {0, 0, shape.Nq};
    case Which::flash_attention_2:
      return {};
  }
  return {};
}

RunReport run_on_cpu(const KernelPlan& plan, const Head& head, PolicyKind policy, bool predict) {
  require_sizes(head);
  const Intermediates stored = intermediates(plan, head.shape);
  using Buffer = cpu::Buffer<float>;
  Buffer Q(head.Q), K(head.K), V(head.V), O(static_cast<Extent>(head.O.size()));
  const Extent n = head.heads;
  Buffer S(n * stored.S), P(n * stored.P), m(n * stored.statistics), l(n * stored.statistics);
  Counters counters;
  Operands a;
  a.shape = head.shape;
  a.scale = head.scale;
  Q.bind(a.Q, n), K.bind(a.K, n), V.bind(a.V, n), O.bind(a.O, n);
  S.bind(a.S, n), P.bind(a.P, n), m.bind(a.m, n), l.bind(a.l, n);
  a.counters = &counters;
  cpu::Launcher launcher(predict, n);
  const auto start = std::chrono::steady_clock::now();
  launch(launcher, a, plan, policy);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::copy(O.words().begin(), O.words().end(), head.O.begin());
  return {as_counts(counters),         as_counts(launcher.moved()),
          launcher.shared_words(),     launcher.shared_words() * Extent{sizeof(float)},
          algorithms::kernel::threads, took.count(),
          launcher.predictions()};
}

}  // namespace redblue::kernels
