// Reliability row R19 for the asynchronous units: flash_ws with one fault each, patched into its text when
// the tests are built, is caught every time, and by the check that should. The unpatched kernel passes.
#include <iostream>
#include <map>
#include <string>

#include "hopper/planted.hpp"
#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/problem.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/direct_bf16.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::test {
std::vector<PlantedHopperFault> planted_hopper_faults();
}  // namespace redblue::test

using namespace redblue::test;
namespace kernels = redblue::kernels;
namespace sim = redblue::sim;

namespace {

/// Two row blocks and four key blocks, both ragged.
struct Judge {
  AttentionShape shape{150, 200, fault_d, fault_d, {}};
  Inputs<float> in = kernels::in_bf16(kernels::uniform_inputs(shape, 3));
  float scale = static_cast<float>(score_scale(shape, {}));
  Reference reference = kernels::direct_attention(shape, scale, in);
  double allowed = kernels::allowed_in_bf16(reference, kernels::bf16_attention(shape, scale, in));
  Counts expected = FlashWs::terms(shape, {}, {fault_d, fault_Bc, fault_slots}).sum();

  static std::vector<kernels::Bf16> rounded(const sim::Matrix<float>& m) {
    std::vector<kernels::Bf16> words;
    for (const float x : m.cells()) words.push_back(kernels::to_bf16(x));
    return words;
  }

  /// The checks of redblue confirm in their order; the name of the first that fails, or none.
  std::string operator()(const PlantedHopperFault& fault) const {
    const std::vector<kernels::Bf16> Q = rounded(in.Q), K = rounded(in.K), V = rounded(in.V);
    std::vector<kernels::Bf16> O(static_cast<std::size_t>(shape.Nq * shape.dv));
    kernels::Counters counters;
    kernels::Bf16Operands a;
    a.shape = shape;
    a.scale = scale;
    const auto bind = [](auto& map, const auto& words, Extent rows, int box_rows) {
      map.data = words.data(), map.rows = rows, map.cols = map.pitch = fault_d, map.box_rows = box_rows;
    };
    bind(a.Q, Q, shape.Nq, flash_ws::Br), bind(a.K, K, shape.Nk, fault_Bc), bind(a.V, V, shape.Nk, fault_Bc);
    a.O = {O.data(), static_cast<Extent>(O.size())};
    a.counters = &counters;
    kernels::cpu::HopperLauncher launcher;
    try {
      fault.launch(launcher, a);
    } catch (const kernels::cpu::KernelFault& caught) {
      return std::string(name(caught.kind));
    }
    if (kernels::as_counts(counters).by_tensor != expected.by_tensor) return "counts";
    if (kernels::as_counts(launcher.moved()).by_tensor != expected.by_tensor) return "counts";
    sim::Matrix<float> result(shape.Nq, shape.dv);
    for (std::size_t n = 0; n < O.size(); ++n) result.cells()[n] = to_float(O[n]);
    return reference.error_of(result) <= allowed ? "none" : "result";
  }
};

}  // namespace

TEST_CASE("every planted fault of flash_ws is caught by the check that should catch it") {
  const Judge judge;
  std::map<std::string_view, int> caught;
  int planted = 0;
  for (const PlantedHopperFault& fault : planted_hopper_faults()) {
    const std::string found = judge(fault);
    CHECK_MESSAGE(found == fault.check, fault.what << ": found by " << found << ", expected " << fault.check);
    if (fault.check == "none") continue;
    ++planted;
    ++caught[fault.check];
  }
  CHECK(planted >= 40);
  for (const char* check : {"deadlock", "divergence", "race", "uninitialised", "out_of_bounds", "in_flight",
                            "unfenced", "misuse", "counts", "result"})
    CHECK_MESSAGE(caught[check] > 0, check);
  std::cout << "planted faults: " << planted << "\n";
}
