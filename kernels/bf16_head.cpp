#include <algorithm>
#include <any>

#include <redblue/kernels/bf16_head.hpp>

namespace redblue::kernels {
namespace {

template <int tensor>
TensorMap<tensor> map_of(const Bf16* words, Extent rows, Extent cols, Extent pitch) {
  TensorMap<tensor> map;
  map.data = words;
  map.rows = rows;
  map.cols = cols;
  map.pitch = pitch;
  return map;
}

}  // namespace

Bf16Plan bf16_plan(const algorithms::Planned& planned) {
  if (const auto* flash = std::any_cast<algorithms::FlashWs::Plan>(&planned.plan)) return *flash;
  if (const auto* two_phase = std::any_cast<algorithms::TwoPhaseWs::Plan>(&planned.plan)) return *two_phase;
  sim::raise(sim::InvalidArgument("this plan has no kernel in bfloat16"));
}

std::vector<Bf16> in_bf16(std::span<const float> from) {
  std::vector<Bf16> words(from.size());
  std::transform(from.begin(), from.end(), words.begin(), to_bf16);
  return words;
}

void in_float(std::span<const Bf16> from, std::span<float> to) {
  std::transform(from.begin(), from.end(), to.begin(), to_float);
}

Bf16Operands bf16_operands(const Head& head, const Bf16Plan& plan, const Bf16Memory& at) {
  const auto [Nq, Nk, dk, dv, mask] = head.shape;
  const Extent scores = stored_scores(plan, head.shape);
  Bf16Operands a;
  a.shape = head.shape;
  a.scale = head.scale;
  a.Q = map_of<sim::tensor::Q.row>(at.Q, Nq, dk, dk);
  a.K = map_of<sim::tensor::K.row>(at.K, Nk, dk, dk);
  a.V = map_of<sim::tensor::V.row>(at.V, Nk, dv, dv);
  a.O = {at.O, Nq * dv};
  a.S = {at.S, scores};
  if (scores > 0) a.S_panels = map_of<sim::tensor::S.row>(at.S, Nq, Nk, score_pitch(Nk));
  a.counters = at.counters;
  return a;
}

}  // namespace redblue::kernels
