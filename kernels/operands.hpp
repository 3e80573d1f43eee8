// Operands: the matrices of a head in global memory, each under the number of its tensor.
#pragma once

#include <redblue/sim/shape.hpp>
#include <redblue/sim/tensor.hpp>

namespace redblue::kernels {

using sim::AttentionShape;
using sim::Extent;
using sim::Range;

/// Words of one tensor of one head in global memory, row-major, further heads behind it; the type says which,
/// so that a counter needs no name.
template <int tensor>
struct Words {
  float* data = nullptr;
  Extent size = 0;
};

/// Reads and writes per tensor, as the threads of a kernel add them up. Unit: words.
struct Counters {
  unsigned long long reads[sim::tensor_count] = {};
  unsigned long long writes[sim::tensor_count] = {};
};

struct Operands {
  AttentionShape shape;
  float scale = 1;
  Words<sim::tensor::Q.row> Q;
  Words<sim::tensor::K.row> K;
  Words<sim::tensor::V.row> V;
  Words<sim::tensor::O.row> O;
  Words<sim::tensor::S.row> S;      ///< standard, two_phase
  Words<sim::tensor::P.row> P;      ///< standard
  Words<sim::tensor::stats.row> m;  ///< flash_attention
  Words<sim::tensor::stats.row> l;  ///< flash_attention
  Counters* counters = nullptr;     ///< policy Count
};

}  // namespace redblue::kernels
