#include <algorithm>
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

void compare_memory(Confirmation& c, Extent taken) {
  const sim::Words kept{taken};
  if (kept != c.planned.footprint)
    c.disagreements.push_back("the plan keeps " + to_string(c.planned.footprint) +
                              " words, the kernel takes " + to_string(kept));
}

/// The inputs of all heads, and what their attention is.
class Sample {
 public:
  explicit Sample(const Question& q)
      : shape_(q.shape), scale_(algorithms::score_scale(q.shape, options_of(q))), heads_(q.heads) {
    const bool bf16 = runs_in_bf16(*q.schedule);
    for (Extent h = 0; h < heads_; ++h) {
      Inputs<float> in = uniform_inputs(shape_, q.seed + static_cast<std::uint64_t>(h));
      if (bf16) in = in_bf16(std::move(in));
      const algorithms::Reference& of = references_.emplace_back(direct_attention(shape_, scale_, in));
      allowed_.push_back(bf16 ? allowed_in_bf16(of, bf16_attention(shape_, static_cast<float>(scale_), in))
                              : of.allowed(0x1p-24));
      append(Q_, in.Q), append(K_, in.K), append(V_, in.V);
    }
    O_.resize(static_cast<std::size_t>(heads_ * shape_.Nq * shape_.dv));
  }

  /// Into which a run writes.
  [[nodiscard]] Head head() { return {shape_, static_cast<float>(scale_), Q_, K_, V_, O_, heads_}; }
  [[nodiscard]] const std::vector<float>& O() const { return O_; }

  /// The result of the last run is right, or the confirmation says which head is not.
  void compare_result(Confirmation& c) const {
    const std::size_t size = O_.size() / static_cast<std::size_t>(heads_);
    for (std::size_t h = 0; h < references_.size(); ++h) {
      sim::Matrix<float> O(shape_.Nq, shape_.dv);
      std::copy_n(O_.begin() + static_cast<std::ptrdiff_t>(h * size), size, O.cells().begin());
      const double error = references_[h].error_of(O);
      if (h == 0 || !(error <= c.relative_error)) c.relative_error = error, c.allowed_error = allowed_[h];
      if (error <= allowed_[h]) continue;
      c.disagreements.push_back((heads_ > 1 ? "head " + std::to_string(h) + ": " : "") +
                                "the result is off by " + std::to_string(error) +
                                " of max sum p|v|, allowed are " + std::to_string(allowed_[h]));
    }
  }

 private:
  static void append(std::vector<float>& to, const sim::Matrix<float>& from) {
    to.insert(to.end(), from.cells().begin(), from.cells().end());
  }
  sim::AttentionShape shape_;
  double scale_;
  Extent heads_;
  std::vector<float> Q_, K_, V_, O_;
  std::vector<algorithms::Reference> references_;
  std::vector<double> allowed_;
};

/// One run of the question's kernel on the CPU back end.
using Runner = std::function<RunReport(const Head&, PolicyKind, bool predict)>;

/// How the planned kernel is run. Throws: sim::InvalidArgument where there is none.
Runner runner_of(const algorithms::Schedule& schedule, const algorithms::Planned& planned) {
  if (runs_in_bf16(schedule))
    return [&planned](const Head& head, PolicyKind policy, bool predict) {
      return run_bf16_on_cpu(planned, head, policy, predict);
    };
  const std::optional<KernelPlan> plan = kernel_plan(schedule, planned);
  if (!plan) sim::raise(sim::InvalidArgument(std::string(schedule.id) + " has no kernel"));
  return [plan = *plan](const Head& head, PolicyKind policy, bool predict) {
    return run_on_cpu(plan, head, policy, predict);
  };
}

void run_policies(Confirmation& c, Sample& sample, const Runner& run) {
  c.run = run(sample.head(), PolicyKind::count, true);
  compare(c, "the kernel's counter says", c.run.counted);
  compare(c, "the back end saw", c.run.moved);
  compare_memory(c, c.run.shared_words);
  sample.compare_result(c);
  const std::vector<float> counted_O = sample.O();
  compare(c, "policy Plain moved", run(sample.head(), PolicyKind::plain, false).moved);
  if (sample.O() != counted_O) c.disagreements.push_back("policies Plain and Count differ in O");
  compare(c, "policy IoOnly moved", run(sample.head(), PolicyKind::io_only, false).moved);
}

/// The same question on the GPU: its own counter, its own result, its memory.
void run_on_gpu(Confirmation& c, Sample& sample) {
  const Question& q = c.question;
  if (!why_no_gpu(*q.schedule).empty()) return;
  c.gpu = count_on_gpu(*q.schedule, c.planned, sample.head(), q.launches);
  compare(c, "the counter on the GPU says", c.gpu->counted);
  compare_memory(c, c.gpu->shared_words);
  if (c.gpu->spilled_bytes > 0)
    c.disagreements.push_back("the kernel spills " + std::to_string(c.gpu->spilled_bytes) +
                              " bytes a thread");
  sample.compare_result(c);
}

void compare_with_hardware(Confirmation& c) {
  const Hardware* hardware = c.hardware();
  if (hardware == nullptr) return;
  const Transport by = transport_of(*c.question.schedule, c.question.shape);
  for (std::string& sentence : compare_hardware(*hardware, c.expected, by))
    c.disagreements.push_back(std::move(sentence));
}

}  // namespace

std::string why_too_long(const sim::AttentionShape& shape, sim::Int128 heads) {
  const sim::Int128 multiply_adds = heads * shape.Nq * shape.Nk * (shape.dk + shape.dv);
  if (multiply_adds <= most_multiply_adds) return {};
  return sim::to_string(multiply_adds) + " multiply-adds, more than the " +
         sim::to_string(most_multiply_adds) +
         " that the CPU back end runs thread by thread in a minute; take a smaller N, d or --heads";
}

std::string why_not(const Question& q) { return q.schedule->why_not(q.shape, options_of(q)); }
sim::Words smallest_M(const Question& q) { return q.schedule->smallest_M(q.shape, options_of(q)); }

std::optional<Confirmation> confirm(const Question& q) {
  if (std::string why = why_not(q); !why.empty()) sim::raise(sim::InvalidArgument(why));
  const algorithms::Options options = options_of(q);
  auto planned = q.schedule->plan(q.shape, options, q.M);
  if (!planned) return std::nullopt;
  Confirmation c{q, *std::move(planned), {}, {}, {}, 0, 0, {}};
  const Runner run = runner_of(*q.schedule, c.planned);
  c.expected = q.schedule->counted(q.shape, options, c.planned, q.M).times(q.heads);
  compare(c, "the closed form says", c.planned.predicted.times(q.heads));
  try {
    Sample sample(q);
    run_policies(c, sample, run);
    run_on_gpu(c, sample);
    compare_with_hardware(c);
  } catch (const cpu::KernelFault& fault) {
    c.disagreements.emplace_back(fault.what());
  }
  return c;
}

}  // namespace redblue::kernels
