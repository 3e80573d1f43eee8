// Reliability row R19: kernels with one fault each, patched into their text when the tests are built, are all
// caught, and by the check that should. The unpatched kernels pass the same checks.
#include <iostream>
#include <map>
#include <string>

#include "kernels/planted.hpp"
#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/reference.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::test {
std::vector<PlantedFault> planted_faults_0();
std::vector<PlantedFault> planted_faults_1();
std::vector<PlantedFault> planted_faults_2();
std::vector<PlantedFault> planted_faults_3();
}  // namespace redblue::test

using namespace redblue::test;
namespace kernels = redblue::kernels;
namespace sim = redblue::sim;

namespace {

std::vector<PlantedFault> all_faults() {
  std::vector<PlantedFault> all;
  for (auto part : {planted_faults_0, planted_faults_1, planted_faults_2, planted_faults_3})
    for (const PlantedFault& fault : part()) all.push_back(fault);
  return all;
}

/// A schedule, a shape and an M at which its tiles are ragged and several blocks, panels and passes long.
struct Course {
  std::string_view schedule;
  AttentionShape shape;
  Extent M;
};
const std::vector<Course> courses{
    {"flash_attention_2", {45, 45, 11, 7, {}}, 900},
    {"flash_attention_2", {41, 46, 9, 12, {Mask::Kind::causal}}, 600},
    {"flash_attention", {26, 43, 11, 7, {}}, 500},
    {"flash_attention", {35, 41, 9, 12, {Mask::Kind::causal}}, 420},
    {"two_phase", {45, 43, 21, 23, {}}, 700},
    {"standard", {21, 150, 9, 10, {Mask::Kind::causal}}, 600},
    {"standard_passing", {19, 300, 5, 10, {Mask::Kind::window, 170}}, 200},
};

/// Scores from -150 to 150 that fall towards 0 along a row: without the right maximum the exponentials
/// overflow or vanish.
void make_steep(Inputs<float>& in) {
  const auto Nk = static_cast<float>(in.K.rows());
  for (Extent i = 0; i < in.Q.rows(); ++i) in.Q(i, 0) = i % 2 == 0 ? 50 : -50;
  for (Extent j = 0; j < in.K.rows(); ++j) in.K(j, 0) = 10 * (1 - static_cast<float>(j) / Nk);
}

/// The checks of redblue confirm in their order; the name of the first that fails, or none.
struct Judge {
  Course course;
  const Schedule& schedule = *find(course.schedule == "standard_passing" ? "standard" : course.schedule);
  Options options{.tiles = {TileChoice::Rule::kernel}};
  Planned planned = *schedule.plan(course.shape, options, Words{course.M});
  Inputs<float> in;
  Reference reference;

  Judge(const Course& c, bool is_steep) : course(c), in(kernels::uniform_inputs(c.shape, 3)) {
    if (is_steep) make_steep(in);
    reference =
        kernels::direct_attention(course.shape, static_cast<float>(score_scale(course.shape, options)), in);
  }

  std::string operator()(const PlantedFault& fault) {
    const auto [Nq, Nk, dk, dv, mask] = course.shape;
    sim::Matrix<float> O(Nq, dv), S(Nq, Nk), P(Nq, Nk), m(Nq, 1), l(Nq, 1);
    kernels::Counters counters;
    kernels::Operands a;
    a.shape = course.shape;
    a.scale = static_cast<float>(score_scale(course.shape, options));
    const auto bind = [](auto& words, sim::Matrix<float>& matrix) {
      words = {matrix.cells().data(), static_cast<Extent>(matrix.cells().size())};
    };
    bind(a.Q, in.Q), bind(a.K, in.K), bind(a.V, in.V), bind(a.O, O), bind(a.S, S), bind(a.P, P);
    bind(a.m, m), bind(a.l, l);
    a.counters = &counters;
    kernels::cpu::Launcher launcher;
    try {
      fault.launch(launcher, a, *kernels::kernel_plan(schedule, planned));
    } catch (const kernels::cpu::KernelFault& caught) {
      return std::string(name(caught.kind));
    }
    const auto& expected = planned.predicted.by_tensor;
    if (kernels::as_counts(counters).by_tensor != expected) return "counts";
    if (kernels::as_counts(launcher.moved()).by_tensor != expected) return "counts";
    if (Words{launcher.shared_words()} != planned.footprint) return "footprint";
    return reference.error_of(O) <= reference.allowed(0x1p-24) ? "none" : "result";
  }
};

std::string first_check_that_fails(const PlantedFault& fault) {
  for (const Course& course : courses) {
    if (fault.schedule != course.schedule) continue;
    for (const bool steep : {false, true})
      if (std::string check = Judge(course, steep)(fault); check != "none") return check;
  }
  return "none";
}

}  // namespace

TEST_CASE("every planted fault of a kernel is caught by the check that should catch it") {
  std::map<std::string_view, int> caught;
  int planted = 0;
  for (const PlantedFault& fault : all_faults()) {
    const std::string found = first_check_that_fails(fault);
    CHECK_MESSAGE(found == fault.check, fault.what << ": found by " << found << ", expected " << fault.check);
    if (fault.check == "none") continue;
    ++planted;
    ++caught[fault.check];
  }
  CHECK(planted >= 80);
  for (const char* check :
       {"divergence", "deadlock", "race", "uninitialised", "out_of_bounds", "counts", "footprint", "result"})
    CHECK_MESSAGE(caught[check] > 0, check);
  std::cout << "planted faults: " << planted << "\n";
}
