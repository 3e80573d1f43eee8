// Reliability row R19 for the asynchronous units: kernels with one fault each, patched into its text when
// the tests are built, is caught every time, and by the check that should. The unpatched kernels pass.
#include <iostream>
#include <map>
#include <string>

#include "hopper/planted.hpp"
#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/algorithms/problem.hpp>
#include <redblue/algorithms/two_phase_ws.hpp>
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

std::vector<kernels::Bf16> rounded(const sim::Matrix<float>& m) {
  std::vector<kernels::Bf16> words;
  for (const float x : m.cells()) words.push_back(kernels::to_bf16(x));
  return words;
}

const Options defaults{};

/// Two row blocks, and four key blocks or two tiles of keys, all ragged.
struct Judge {
  AttentionShape shape;
  Counts expected;
  int Q_rows, K_rows, V_rows;  ///< of boxes
  Inputs<float> in = kernels::in_bf16(kernels::uniform_inputs(shape, 3));
  float scale = static_cast<float>(score_scale(shape, defaults));
  Reference reference = kernels::direct_attention(shape, scale, in);
  double allowed = kernels::allowed_in_bf16(reference, kernels::bf16_attention(shape, scale, in));

  /// The checks of redblue confirm in their order; the name of the first that fails, or none.
  std::string operator()(const PlantedHopperFault& fault) const {
    const Extent pitch = (shape.Nk + 7) / 8 * 8;
    const std::vector<kernels::Bf16> Q = rounded(in.Q), K = rounded(in.K), V = rounded(in.V);
    std::vector<kernels::Bf16> O(static_cast<std::size_t>(shape.Nq * shape.dv));
    std::vector<kernels::Bf16> S(static_cast<std::size_t>(shape.Nq * pitch));
    kernels::Counters counters;
    kernels::Bf16Operands a;
    a.shape = shape;
    a.scale = scale;
    const auto bind = [](auto& map, const auto& words, Extent rows, Extent cols, int box_rows) {
      map.data = words.data(), map.rows = rows, map.cols = map.pitch = cols, map.box_rows = box_rows;
    };
    bind(a.Q, Q, shape.Nq, shape.dk, Q_rows), bind(a.K, K, shape.Nk, shape.dk, K_rows);
    bind(a.V, V, shape.Nk, shape.dv, V_rows), bind(a.S_panels, S, shape.Nq, shape.Nk, Q_rows);
    a.S_panels.pitch = pitch;
    a.O = {O.data(), static_cast<Extent>(O.size())};
    a.S = {S.data(), static_cast<Extent>(S.size())};
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

Judge flash_judge() {
  const AttentionShape shape{150, 200, fault_d, fault_d, {}};
  return {shape, FlashWs::terms(shape, {}, {fault_d, fault_Bc, fault_slots}).sum(), flash_ws::Br, fault_Bc,
          fault_Bc};
}
Judge two_phase_judge() {
  const AttentionShape shape{150, 299, 192, 512, {}};
  return {shape, TwoPhaseWs::terms(shape, {}, {}).sum(), two_phase_ws::Br, two_phase_ws::score_cols,
          two_phase_ws::panel};
}

}  // namespace

TEST_CASE("every planted fault of a bfloat16 kernel is caught by the check that should catch it") {
  const Judge flash = flash_judge();
  const Judge two_phase = two_phase_judge();
  std::map<std::string_view, int> caught;
  int planted = 0;
  for (const PlantedHopperFault& fault : planted_hopper_faults()) {
    const std::string found = (fault.runs == PlantedHopperFault::Runs::flash_ws ? flash : two_phase)(fault);
    CHECK_MESSAGE(found == fault.check, fault.what << ": found by " << found << ", expected " << fault.check);
    if (fault.check == "none") continue;
    ++planted;
    ++caught[fault.check];
  }
  CHECK(planted >= 60);
  for (const char* check : {"deadlock", "divergence", "race", "uninitialised", "out_of_bounds", "in_flight",
                            "unfenced", "misuse", "counts", "result"})
    CHECK_MESSAGE(caught[check] > 0, check);
  std::cout << "planted faults: " << planted << "\n";
}
