#include <algorithm>

#include <fmt/format.h>

#include <redblue/proofs_check/replay.hpp>
#include <redblue/sim/error.hpp>
#include <redblue/study/accuracy.hpp>
#include <redblue/study/inputs.hpp>
#include <redblue/study/verify.hpp>

namespace redblue::study {
namespace {

using sim::Counts;

void add(Verification& v, std::string id, bool ok, std::string expected, std::string got) {
  v.checks.push_back({std::move(id), ok, std::move(expected), std::move(got)});
}

void equal(Verification& v, const std::string& id, Words expected, Words got) {
  add(v, id, expected == got, to_string(expected), to_string(got));
}

/// "Q 6144+0 K 98304+0": reads+writes of every tensor that moves.
std::string by_tensor_text(const Counts& counts) {
  std::string text;
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    const sim::Traffic& moved = counts.by_tensor[t];
    if (moved == sim::Traffic{}) continue;
    text += fmt::format("{}{} {}+{}", text.empty() ? "" : " ", sim::tensor_table[t].name,
                        to_string(moved.reads), to_string(moved.writes));
  }
  return text;
}

/// One road's counts beside the closed form, and its peak beside the plan's footprint.
void check_counts(Verification& v, const std::string& road, const Counts& got) {
  const Counts& expected = v.record.counts;
  equal(v, road + "_reads", expected.reads(), got.reads());
  equal(v, road + "_writes", expected.writes(), got.writes());
  add(v, road + "_by_tensor", expected.by_tensor == got.by_tensor, by_tensor_text(expected),
      by_tensor_text(got));
  const Words room = v.record.planned->footprint;
  add(v, road + "_peak", got.peak <= room, "<= " + to_string(room), to_string(got.peak));
}

template <class T>
void check_accuracy(Verification& v, const std::string& id, const algorithms::Inputs<T>& inputs,
                    const algorithms::Executed<T>& run) {
  const Accuracy a = accuracy(v.record.point.shape, v.record.point.options, inputs, run.O);
  add(v, id, a.error <= a.allowed, fmt::format("error <= {:.2e} of max sum p|v|", a.allowed),
      fmt::format("{:.2e}", a.error));
}

void check_runs(Verification& v) {
  const Point& p = v.record.point;
  const Schedule& s = *v.record.schedule;
  const algorithms::Planned& plan = *v.record.planned;
  const Words gate = p.M + plan.overflow;
  check_counts(v, "counted", s.counted(p.shape, p.options, plan, gate));
  const algorithms::Inputs<double> inputs = normal_inputs(p.shape, p.seed);
  const algorithms::Executed<double> run = s.executed(p.shape, p.options, plan, gate, inputs);
  check_counts(v, "executed", run.counts);
  check_accuracy(v, "result_float64", inputs, run);
  const algorithms::Inputs<float> rounded = to_float(inputs);
  check_accuracy(v, "result_float32", rounded, s.executed_float(p.shape, p.options, plan, gate, rounded));
}

void check_replay(Verification& v) {
  const Point& p = v.record.point;
  const Words gate = p.M + v.record.planned->overflow;
  const sim::Trace trace = v.record.schedule->traced(p.shape, p.options, *v.record.planned, gate);
  const proofs_check::Replay replay = proofs_check::replay(trace, gate);
  add(v, "replay", replay.ok(), "VALID", replay.verdict());
  check_counts(v, "replayed", replay.counts);
}

void check_bounds(Verification& v) {
  if (!v.record.feasible || !v.record.plays_rules) return;
  const Words io = v.record.counts.io();
  for (const proofs_check::Evaluated& e : v.record.bounds.all)
    if (e.comparable && e.proven)
      add(v, "bound_" + std::string(e.bound->id), e.proven->words <= io, ">= " + to_string(e.proven->words),
          to_string(io));
}

void require_small(const Record& record) {
  const Int128 multiply_adds = record.counts.flops / 2;
  if (multiply_adds <= most_traced) return;
  sim::raise(sim::InvalidArgument(
      fmt::format("verify: {} multiply-adds, more than the {} whose moves are kept; take a smaller N or d",
                  sim::to_string(multiply_adds), sim::to_string(most_traced))));
}

}  // namespace

std::size_t Verification::bounds_compared() const {
  return static_cast<std::size_t>(
      std::count_if(checks.begin(), checks.end(), [](const Check& c) { return c.id.starts_with("bound_"); }));
}

bool Verification::ok() const {
  return !checks.empty() && std::all_of(checks.begin(), checks.end(), [](const Check& c) { return c.ok; });
}

Verification verify(const Point& point) {
  Point per_head = point;
  per_head.mode = Mode::predicted;
  per_head.heads = per_head.batch = 1;
  Verification v{evaluate(per_head), {}};
  if (!v.record.planned) return v;
  require_small(v.record);
  const Words gate = v.record.point.M + v.record.planned->overflow;
  const Words footprint = v.record.planned->footprint;
  add(v, "footprint", footprint <= gate, "<= " + to_string(gate), to_string(footprint));
  check_runs(v);
  check_replay(v);
  check_bounds(v);
  if (v.record.feasible) {
    v.standing = searched_standing(v.record);
    v.standing->certified = std::any_of(v.checks.begin(), v.checks.end(),
                                        [](const Check& c) { return c.id == "replay" && c.ok; });
    if (v.standing->lower_by != v.record.bounds.lower_by)
      add(v, "optimum", v.standing->lower <= v.record.counts.io(), ">= " + to_string(v.standing->lower),
          to_string(v.record.counts.io()));
  }
  return v;
}

}  // namespace redblue::study
