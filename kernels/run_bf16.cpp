#include <algorithm>
#include <any>
#include <chrono>
#include <vector>

#include <redblue/kernels/cpu/hopper_thread.hpp>
#include <redblue/kernels/launch_bf16.cuh>
#include <redblue/kernels/run_bf16.hpp>

namespace redblue::kernels {
namespace {

std::vector<Bf16> rounded(std::span<const float> from) {
  std::vector<Bf16> words(from.size());
  std::transform(from.begin(), from.end(), words.begin(), to_bf16);
  return words;
}

template <int tensor>
TensorMap<tensor> map_of(const std::vector<Bf16>& words, Extent rows, Extent cols, Extent pitch) {
  TensorMap<tensor> map;
  map.data = words.data();
  map.rows = rows;
  map.cols = cols;
  map.pitch = pitch;
  return map;
}

}  // namespace

bool runs_in_bf16(const algorithms::Schedule& schedule) {
  return schedule.id == algorithms::FlashWs::id || schedule.id == algorithms::TwoPhaseWs::id;
}

RunReport run_bf16_on_cpu(const algorithms::Planned& planned, const Head& head, PolicyKind policy) {
  require_sizes(head);
  const auto [Nq, Nk, dk, dv, mask] = head.shape;
  const std::vector<Bf16> Q = rounded(head.Q), K = rounded(head.K), V = rounded(head.V);
  const auto* flash = std::any_cast<algorithms::FlashWs::Plan>(&planned.plan);
  const auto* two_phase = std::any_cast<algorithms::TwoPhaseWs::Plan>(&planned.plan);
  if (flash == nullptr && two_phase == nullptr)
    sim::raise(sim::InvalidArgument("this plan has no kernel in bfloat16"));
  const Extent pitch = sim::ceil_div<Extent>(Nk, 8) * 8;  // the copy engine wants rows of whole 16 bytes
  std::vector<Bf16> O(head.O.size()), S(static_cast<std::size_t>(two_phase == nullptr ? 0 : Nq * pitch));
  Counters counters;
  Bf16Operands a;
  a.shape = head.shape;
  a.scale = head.scale;
  a.Q = map_of<sim::tensor::Q.row>(Q, Nq, dk, dk);
  a.K = map_of<sim::tensor::K.row>(K, Nk, dk, dk);
  a.V = map_of<sim::tensor::V.row>(V, Nk, dv, dv);
  a.O = {O.data(), static_cast<Extent>(O.size())};
  a.S = {S.data(), static_cast<Extent>(S.size())};
  a.S_panels = map_of<sim::tensor::S.row>(S, Nq, Nk, pitch);
  a.counters = &counters;
  cpu::HopperLauncher launcher;
  const auto start = std::chrono::steady_clock::now();
  flash != nullptr ? launch_bf16(launcher, a, *flash, policy) : launch_bf16(launcher, a, *two_phase, policy);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::transform(O.begin(), O.end(), head.O.begin(), to_float);
  return {as_counts(counters), as_counts(launcher.moved()), launcher.words(), took.count(), {}};
}

}  // namespace redblue::kernels
