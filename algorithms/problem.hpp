// Problem: the matrices of one attention head, declared on a machine.
#pragma once

#include <cmath>

#include <redblue/algorithms/blocks.hpp>
#include <redblue/algorithms/options.hpp>
#include <redblue/sim/machine.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::algorithms {

using sim::AttentionShape;
using sim::Region;
using sim::SlowMatrix;

/// Shape: Q Nq x dk, K Nk x dk, V Nk x dv, O Nq x dv, S and P Nq x Nk, m, l, L and x Nq x 1.
/// Only what a schedule stores ever exists in slow memory.
struct Problem {
  AttentionShape shape;
  SlowMatrix Q, K, V, O, S, P;
  SlowMatrix m;  ///< running row maximum
  SlowMatrix l;  ///< running row sum
  SlowMatrix x;  ///< scratch of the online softmax: the new maximum, then the rescale factor
  SlowMatrix L;  ///< logsumexp
  double scale = 1;
  bool lse = false;
  Stats stats = Stats::max;

  [[nodiscard]] Range queries() const { return {0, shape.Nq}; }
  /// The keys that some query sees.
  [[nodiscard]] Range keys() const { return {shape.first_key(), shape.Nk}; }
  [[nodiscard]] Range dk() const { return {0, shape.dk}; }
  [[nodiscard]] Range dv() const { return {0, shape.dv}; }
};

[[nodiscard]] inline double score_scale(const AttentionShape& shape, const Options& options) {
  return options.scale.value_or(1.0 / std::sqrt(static_cast<double>(shape.dk)));
}

template <class M>
[[nodiscard]] Problem declare(M& machine, const AttentionShape& shape, const Options& options) {
  namespace t = sim::tensor;
  const auto [Nq, Nk, dk, dv, mask] = shape;
  return {
      .shape = shape,
      .Q = machine.matrix("Q", t::Q, Nq, dk),
      .K = machine.matrix("K", t::K, Nk, dk),
      .V = machine.matrix("V", t::V, Nk, dv),
      .O = machine.matrix("O", t::O, Nq, dv),
      .S = machine.matrix("S", t::S, Nq, Nk),
      .P = machine.matrix("P", t::P, Nq, Nk),
      .m = machine.matrix("m", t::stats, Nq, 1),
      .l = machine.matrix("l", t::stats, Nq, 1),
      .x = machine.matrix("x", t::stats, Nq, 1),
      .L = machine.matrix("L", t::stats, Nq, 1),
      .scale = score_scale(shape, options),
      .lse = options.lse,
      .stats = options.stats,
  };
}

}  // namespace redblue::algorithms
