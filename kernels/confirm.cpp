#include <cmath>
#include <functional>

#include <redblue/algorithms/problem.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/cpu/fault.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/direct_bf16.hpp>
#include <redblue/kernels/run_bf16.hpp>

namespace redblue::kernels {
namespace {

algorithms::Options options_of(const Question& q) {
  algorithms::Options options;
  options.tiles.rule = algorithms::TileChoice::Rule::kernel;
  options.scale = q.scale;
  return options;
}

/// A sentence for each tensor and direction on which the two differ.
void compare(Confirmation& c, std::string_view road, const sim::Counts& got) {
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    const sim::Traffic& want = c.expected.by_tensor[t];
    const sim::Traffic& have = got.by_tensor[t];
    if (want == have) continue;
    c.disagreements.push_back(std::string(sim::tensor_table[t].name) + ": the simulator moves " +
                              to_string(want.reads) + " + " + to_string(want.writes) + " words, " +
                              std::string(road) + " " + to_string(have.reads) + " + " +
                              to_string(have.writes));
  }
}

void compare_memory(Confirmation& c) {
  const sim::Words kept{c.run.shared_words};
  if (kept != c.planned.footprint)
    c.disagreements.push_back("the plan keeps " + to_string(c.planned.footprint) +
                              " words, the kernel takes " + to_string(kept));
}

void compare_result(Confirmation& c, const algorithms::Reference& reference, double allowed,
                    const sim::Matrix<float>& O) {
  c.relative_error = reference.error_of(O);
  c.allowed_error = allowed;
  if (c.relative_error <= c.allowed_error) return;
  c.disagreements.push_back("the result is off by " + std::to_string(c.relative_error) +
                            " of max sum p|v|, allowed are " + std::to_string(c.allowed_error));
}

/// One run of the question's kernel on the CPU back end.
using Runner = std::function<RunReport(const Head&, PolicyKind, bool predict)>;

/// How the planned kernel is run. Throws: sim::InvalidArgument where there is none.
Runner runner_of(const algorithms::Schedule& schedule, const algorithms::Planned& planned) {
  if (runs_in_bf16(schedule))
    return [&planned](const Head& head, PolicyKind policy, bool) {
      return run_bf16_on_cpu(planned, head, policy);
    };
  const std::optional<KernelPlan> plan = kernel_plan(schedule, planned);
  if (!plan) sim::raise(sim::InvalidArgument(std::string(schedule.id) + " has no kernel"));
  return [plan = *plan](const Head& head, PolicyKind policy, bool predict) {
    return run_on_cpu(plan, head, policy, predict);
  };
}

void run_policies(Confirmation& c, const Runner& run) {
  const Question& q = c.question;
  const bool bf16 = runs_in_bf16(*q.schedule);
  Inputs<float> in = uniform_inputs(q.shape, q.seed);
  if (bf16) in = in_bf16(std::move(in));
  const double scale = algorithms::score_scale(q.shape, options_of(q));
  sim::Matrix<float> O(q.shape.Nq, q.shape.dv);
  const Head head{q.shape, static_cast<float>(scale), in.Q.cells(), in.K.cells(), in.V.cells(), O.cells()};
  c.run = run(head, PolicyKind::count, true);
  compare(c, "the kernel's counter says", c.run.counted);
  compare(c, "the back end saw", c.run.moved);
  compare_memory(c);
  const algorithms::Reference reference = direct_attention(q.shape, scale, in);
  compare_result(c, reference,
                 bf16 ? allowed_in_bf16(reference, bf16_attention(q.shape, static_cast<float>(scale), in))
                      : reference.allowed(0x1p-24),
                 O);
  const sim::Matrix<float> counted_O = O;
  compare(c, "policy Plain moved", run(head, PolicyKind::plain, false).moved);
  if (O.cells() != counted_O.cells()) c.disagreements.push_back("policies Plain and Count differ in O");
  compare(c, "policy IoOnly moved", run(head, PolicyKind::io_only, false).moved);
}

/// The same question on the GPU: its own counter, its own result.
void run_on_gpu(Confirmation& c) {
  const Question& q = c.question;
  const std::optional<KernelPlan> plan = kernel_plan(*q.schedule, c.planned);
  if (!plan || !why_no_gpu().empty()) return;
  const Inputs<float> in = uniform_inputs(q.shape, q.seed);
  const double scale = algorithms::score_scale(q.shape, options_of(q));
  sim::Matrix<float> O(q.shape.Nq, q.shape.dv);
  const Head head{q.shape, static_cast<float>(scale), in.Q.cells(), in.K.cells(), in.V.cells(), O.cells()};
  c.gpu = count_on_gpu(*plan, head);
  compare(c, "the counter on the GPU says", c.gpu->counted);
  if (c.gpu->spilled_bytes > 0)
    c.disagreements.push_back("the kernel spills " + std::to_string(c.gpu->spilled_bytes) +
                              " bytes a thread");
  const algorithms::Reference reference = direct_attention(q.shape, scale, in);
  compare_result(c, reference, reference.allowed(0x1p-24), O);
}

void compare_with_hardware(Confirmation& c) {
  if (!c.question.hardware) return;
  if (runs_in_bf16(*c.question.schedule))
    sim::raise(sim::InvalidArgument("--ncu: tables are read for the fp32 kernels; " +
                                    std::string(c.question.schedule->id) + " moves words of 16 bits by TMA"));
  for (std::string& sentence : compare_hardware(*c.question.hardware, c.expected))
    c.disagreements.push_back(std::move(sentence));
}

}  // namespace

std::string why_not(const Question& q) { return q.schedule->why_not(q.shape, options_of(q)); }
sim::Words smallest_M(const Question& q) { return q.schedule->smallest_M(q.shape, options_of(q)); }

std::optional<Confirmation> confirm(const Question& q) {
  if (std::string why = why_not(q); !why.empty()) sim::raise(sim::InvalidArgument(why));
  const algorithms::Options options = options_of(q);
  auto planned = q.schedule->plan(q.shape, options, q.M);
  if (!planned) return std::nullopt;
  Confirmation c{q, *std::move(planned), {}, {}, {}, 0, 0, {}};
  const Runner run = runner_of(*q.schedule, c.planned);
  c.expected = q.schedule->counted(q.shape, options, c.planned, q.M);
  compare(c, "the closed form says", c.planned.predicted);
  try {
    run_policies(c, run);
    run_on_gpu(c);
    compare_with_hardware(c);
  } catch (const cpu::KernelFault& fault) {
    c.disagreements.emplace_back(fault.what());
  }
  return c;
}

}  // namespace redblue::kernels
