// Reliability row R20: kernels on random ragged shapes and adversarial magnitudes: counts exact per tensor,
// and no less accurate than plain float arithmetic. REDBLUE_KERNELS=n tries n shapes, REDBLUE_SEED sets the
// seed.
#include <cstdlib>
#include <iostream>
#include <map>
#include <tuple>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/reference.hpp>
#include <redblue/kernels/confirm.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/direct_bf16.hpp>
#include <redblue/kernels/run_bf16.hpp>

using namespace redblue::test;
namespace kernels = redblue::kernels;
namespace sim = redblue::sim;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// What makes a softmax hard: large scores, scores all equal, one key that takes all, tiny and huge values.
enum class Magnitude { normal, shifted, equal, peaked, tiny, huge, count };

Inputs<float> adversarial(Random& r, const AttentionShape& s, Magnitude how) {
  Inputs<float> in = normal_inputs<float>(r, s);
  const auto times = [](sim::Matrix<float>& m, float x) {
    for (float& cell : m.cells()) cell *= x;
  };
  if (how == Magnitude::shifted)  // q k grows by the same large number in every score of a row
    for (Extent i = 0; i < s.Nq; ++i) in.Q(i, 0) = 20;
  if (how == Magnitude::shifted)
    for (Extent j = 0; j < s.Nk; ++j) in.K(j, 0) = 25;
  if (how == Magnitude::equal) times(in.Q, 0);
  if (how == Magnitude::peaked) times(in.Q, 30);
  if (how == Magnitude::tiny) times(in.V, 1e-30F), times(in.K, 1e-20F);
  if (how == Magnitude::huge) times(in.V, 1e30F);
  return in;
}

struct Shot {
  const Schedule* schedule;
  AttentionShape shape;
  Words M;
  Magnitude how;
  std::string text() const {
    return in_words(*schedule, {shape, {}, M}) + " magnitude " + std::to_string(static_cast<int>(how));
  }
};

/// One that a kernel of bfloat16 is compiled for.
AttentionShape wide_shape(Random& r, bool one_d) {
  const Extent dv = one_d ? Extent{64} << r.between(0, 2) : 256 * r.between(1, 2);
  return {r.between(1, 150), r.between(1, 150), one_d ? dv : 64 * r.between(1, 4), dv, {}};
}

Shot random_shot(Random& r, const Schedule& s) {
  Shot shot{&s,
            kernels::runs_in_bf16(s) ? wide_shape(r, s.takes_masks) : random_shape(r, 70, 40),
            {},
            static_cast<Magnitude>(r.between(0, static_cast<int>(Magnitude::count) - 1))};
  if (s.takes_masks && r.coin()) {
    if (shot.shape.Nq > shot.shape.Nk) std::swap(shot.shape.Nq, shot.shape.Nk);
    shot.shape.mask = {r.coin() ? Mask::Kind::causal : Mask::Kind::window, r.between(0, 70)};
    if (shot.shape.mask.kind == Mask::Kind::causal) shot.shape.mask.width = 0;
  }
  const Options options{.tiles = {TileChoice::Rule::kernel}};
  const Extent more = kernels::runs_in_bf16(s) ? 90'000 : 6000;
  shot.M = s.smallest_M(shot.shape, options) + Words{r.coin() ? r.between(0, 200) : r.between(0, more)};
  return shot;
}

/// Mean squares of the errors of a kernel and of plain float attention, in units of the largest magnitude,
/// over all shapes of one kind.
struct Errors {
  double kernel = 0;
  double plain = 0;
};

double mean_square(const Reference& reference, const sim::Matrix<float>& O) {
  double sum = 0;
  for (std::size_t n = 0; n < O.cells().size(); ++n) {
    const double error =
        (static_cast<double>(O.cells()[n]) - reference.O.cells()[n]) / reference.largest_magnitude;
    sum += error * error;
  }
  return sum / static_cast<double>(O.cells().size());
}

kernels::RunReport run(const Shot& shot, const Planned& planned, const kernels::Head& head) {
  if (kernels::runs_in_bf16(*shot.schedule))
    return kernels::run_bf16_on_cpu(planned, head, kernels::PolicyKind::count);
  const auto plan = kernels::kernel_plan(*shot.schedule, planned);
  REQUIRE(plan);
  return kernels::run_on_cpu(*plan, head, kernels::PolicyKind::count);
}

/// Counts exact, result within what the kernel's arithmetic allows.
void shoot(Random& r, const Shot& shot, Errors& errors) {
  const Options options{.tiles = {TileChoice::Rule::kernel}};
  const auto planned = shot.schedule->plan(shot.shape, options, shot.M);
  REQUIRE_MESSAGE(planned, shot.text());
  const bool bf16 = kernels::runs_in_bf16(*shot.schedule);
  Inputs<float> in = adversarial(r, shot.shape, shot.how);
  if (bf16) in = kernels::in_bf16(std::move(in));
  const float scale = static_cast<float>(score_scale(shot.shape, options));
  sim::Matrix<float> O(shot.shape.Nq, shot.shape.dv);
  const kernels::RunReport got =
      run(shot, *planned, {shot.shape, scale, in.Q.cells(), in.K.cells(), in.V.cells(), O.cells()});
  REQUIRE_MESSAGE(got.counted.by_tensor == planned->predicted.by_tensor, shot.text());
  REQUIRE_MESSAGE(got.moved.by_tensor == planned->predicted.by_tensor, shot.text());
  REQUIRE_MESSAGE(Words{got.shared_words} == planned->footprint, shot.text());
  const Reference reference = kernels::direct_attention(shot.shape, scale, in);
  const sim::Matrix<float> plain =
      bf16 ? kernels::bf16_attention(shot.shape, scale, in) : kernels::float_attention(shot.shape, scale, in);
  const double allowed = bf16 ? kernels::allowed_in_bf16(reference, plain) : reference.allowed(0x1p-24);
  REQUIRE_MESSAGE(reference.error_of(O) <= allowed, shot.text());
  errors.kernel += mean_square(reference, O);
  errors.plain += mean_square(reference, plain);
}

/// The kernel of shape n: one in eight of bfloat16, which are wider and slower to emulate.
const Schedule& kernel_of(std::uint64_t n) {
  if (n % 8 == 7) return kernel_catalog()[n / 8 % kernel_catalog().size()];
  std::vector<const Schedule*> fp32;
  for (const Schedule& s : catalog())
    if (s.has_kernel) fp32.push_back(&s);
  return *fp32[n % fp32.size()];
}

}  // namespace

TEST_CASE(
    "kernels move the predicted words and err at most 1.5 times as far as plain attention in their type") {
  const std::uint64_t shapes = from_environment("REDBLUE_KERNELS", 160);
  const std::uint64_t seed = from_environment("REDBLUE_SEED", 20261126);
  std::cout << "seed " << seed << ", shapes: " << shapes << "\n";
  Random r(seed);
  std::map<std::pair<std::string_view, Magnitude>, Errors> all;
  for (std::uint64_t n = 0; n < shapes; ++n) {
    const Shot shot = random_shot(r, kernel_of(n));
    shoot(r, shot, all[{shot.schedule->id, shot.how}]);
  }
  for (const auto& [kind, errors] : all)
    CHECK_MESSAGE(std::sqrt(errors.kernel) <= 1.5 * std::sqrt(errors.plain),
                  kind.first << ", magnitude " << static_cast<int>(kind.second));
}

TEST_CASE("a confirmation of every kernel is exact at its least M, where all tiles are smallest") {
  for (const Schedule& s : catalog()) {
    if (!s.has_kernel) continue;
    kernels::Question q{&s, AttentionShape::square(37, 11), Words{}, {}, 1};
    q.M = kernels::smallest_M(q);
    const auto c = kernels::confirm(q);
    REQUIRE(c);
    CHECK(c->verdict() == kernels::Verdict::counts_exact_cpu);
    for (const std::string& sentence : c->disagreements) MESSAGE(s.id << ": " << sentence);
    q.M = q.M - Words{1};
    CHECK(!kernels::confirm(q));
  }
}

TEST_CASE("heads of one launch lie one after another: their words add up and each is attention of its own") {
  for (const auto& [id, shape, M] : {std::tuple{"standard", AttentionShape{13, 21, 6, 5, {}}, 140},
                                     {"flash_attention", {13, 21, 6, 5, {Mask::Kind::causal}}, 400},
                                     {"flash_attention_2", {13, 21, 6, 5, {}}, 400},
                                     {"two_phase", {13, 21, 6, 5, {}}, 140},
                                     {"flash_ws", {130, 70, 64, 64, {}}, 60'000},
                                     {"two_phase_ws", {130, 35, 64, 256, {}}, 140'000}}) {
    kernels::Question q{find(id), shape, Words{M}, {}, 3};
    const auto one = kernels::confirm(q);
    q.heads = 3;
    const auto three = kernels::confirm(q);
    REQUIRE((one && three));
    CHECK(three->expected.by_tensor == one->expected.times(3).by_tensor);
    CHECK(three->run.moved.by_tensor == three->expected.by_tensor);
    CHECK(three->run.shared_words == one->run.shared_words);
    CHECK(three->verdict() == kernels::Verdict::counts_exact_cpu);
    for (const std::string& sentence : three->disagreements) MESSAGE(id << ": " << sentence);
  }
}

TEST_CASE("the softmax of standard passes rows that do not fit, and masks them") {
  const Schedule& standard = *find("standard");
  for (const Mask mask : {Mask{}, Mask{Mask::Kind::causal}, Mask{Mask::Kind::window, 40}})
    for (const Extent N : {127, 128, 129, 300}) {
      const auto c = kernels::confirm({&standard, AttentionShape::square(N, 5, mask), Words{140}, {}, 7});
      REQUIRE(c);
      CHECK(c->expected[sim::tensor::S].reads == Words{Int128{N} * N * (N > 132 ? 2 : 1)});
      CHECK(c->verdict() == kernels::Verdict::counts_exact_cpu);
    }
}

TEST_CASE("spans of the wrong size are refused by name") {
  const AttentionShape shape = AttentionShape::square(8, 4);
  const Inputs<float> in = kernels::uniform_inputs(shape, 1);
  sim::Matrix<float> O(8, 4);
  const kernels::KernelPlan plan{kernels::KernelPlan::Schedule::flash_attention_2, {4, 4}};
  kernels::Head head{shape, 1, in.Q.cells(), in.K.cells(), in.V.cells(), O.cells()};
  head.K = head.K.first(31);
  CHECK_THROWS_WITH_AS((void)kernels::run_on_cpu(plan, head, kernels::PolicyKind::plain),
                       "K has 31 words, 8 x 4 are 32", sim::InvalidArgument);
}

TEST_CASE("the two references of attention agree") {
  for (const Mask mask : {Mask{}, Mask{Mask::Kind::causal}, Mask{Mask::Kind::window, 3}}) {
    const AttentionShape shape{9, 14, 5, 3, mask};
    const Inputs<float> in = kernels::uniform_inputs(shape, 5);
    const Reference ours = kernels::direct_attention(shape, 0.5, in);
    const Reference other = reference_attention(shape, {.scale = 0.5}, in_double(in));
    CHECK(other.error_of(ours.O) < 1e-14);
    CHECK(ours.largest_score == doctest::Approx(other.largest_score));
    CHECK(ours.largest_magnitude == doctest::Approx(other.largest_magnitude));
  }
}
