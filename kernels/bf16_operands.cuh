// Bf16Operands: the matrices of one head in global memory as a kernel on the asynchronous units has them.
#pragma once

#include <redblue/algorithms/blocks.hpp>
#include <redblue/kernels/bf16.hpp>
#include <redblue/kernels/device.hpp>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels {

struct Bf16Operands {
  AttentionShape shape;
  float scale = 1;
  TensorMap<sim::tensor::Q.row> Q;
  TensorMap<sim::tensor::K.row> K;
  TensorMap<sim::tensor::V.row> V;
  Halves<sim::tensor::O.row> O;
  Halves<sim::tensor::S.row> S;            ///< two_phase_ws, as it is written ...
  TensorMap<sim::tensor::S.row> S_panels;  ///< ... and as it is read
  Counters* counters = nullptr;            ///< policy Count
};

/// algorithms::blocks in two registers.
struct KeyBlocks {
  int first;
  int count;
  REDBLUE_DEVICE KeyBlocks(const algorithms::blocks& all)  // NOLINT: the same blocks
      : first(static_cast<int>(all.begin().at)), count(static_cast<int>(all.count())) {}
};

}  // namespace redblue::kernels
