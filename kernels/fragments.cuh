// RowFragments: what a consumer thread keeps of 64 rows of scores and of their output, as wgmma spreads them
// over the registers of a warpgroup: two rows, a quarter of their columns. Four threads share a row.
#pragma once

#include <redblue/kernels/hopper.hpp>
#include <redblue/kernels/policy.hpp>
#include <redblue/kernels/tile_ops.cuh>

namespace redblue::kernels {

/// `d` columns of output, `Bc` keys at a time.
template <int d, int Bc>
struct RowFragments {
  float O[d / 2] = {};
  float S[Bc / 2] = {};
  float m[2] = {-INFINITY, -INFINITY};  ///< counts in powers of two
  float l[2] = {};

  static constexpr float log2_e = 1.4426950408889634F;

  /// S becomes P; m, l and O move on (online_softmax.hpp). `row`, `key`: of the first score of the warpgroup.
  template <class Thread>
  REDBLUE_DEVICE void softmax(Thread& thread, const AttentionShape& shape, float scale, Extent row,
                              Extent key) {
    const int t = thread.index() % hopper::warpgroup;
    REDBLUE_UNROLL
    for (int n = 0; n < Bc / 2; ++n) S[n] *= scale * log2_e;
    REDBLUE_UNROLL
    for (int half = 0; half < 2; ++half) {
      hide(shape, t, half, row, key);
      float most = m[half];
      REDBLUE_UNROLL
      for (int n = 2 * half; n < Bc / 2; n += 4) most = larger(most, larger(S[n], S[n + 1]));
      most = reduce(thread, most, 4, larger);
      const float shift = most == minus_infinity() ? 0 : most;
      const float factor = exp2f(m[half] - shift);
      float sum = 0;
      REDBLUE_UNROLL
      for (int n = 2 * half; n < Bc / 2; n += 4)
        for (int k = n; k < n + 2; ++k) sum += S[k] = exp2f(S[k] - shift);
      m[half] = most;
      l[half] = factor * l[half] + sum;  // this thread's columns; summed up at the end
      REDBLUE_UNROLL
      for (int n = 2 * half; n < d / 2; n += 4) O[n] *= factor, O[n + 1] *= factor;
    }
  }

  /// O += P V, P from the registers. V: the byte of Bc rows, 64 columns a box.
  template <class Thread>
  REDBLUE_DEVICE void weigh(Thread& thread, int V) {
    std::uint32_t P[Bc / hopper::product_depth][4];
    REDBLUE_UNROLL
    for (int n = 0; n < Bc / 4; ++n) P[n / 4][n % 4] = thread.pack(S[2 * n], S[2 * n + 1]);
    thread.wgmma_fence();
    REDBLUE_UNROLL
    for (int k = 0; k < Bc / hopper::product_depth; ++k)
      thread.template wgmma<d>(O, P[k],
                               hopper::descriptor(V + k * hopper::product_depth * box_row_bytes,
                                                  Bc * box_row_bytes, hopper::atom_bytes));
    thread.wgmma_commit();
    thread.wgmma_wait(O);
  }

  /// O / l is in columns from `col` on of a matrix of `width` columns, where the row is one of `rows`.
  template <class Io, int tensor>
  REDBLUE_DEVICE void store(Io& io, Halves<tensor> to, Extent rows, Extent width, Extent row, Extent col) {
    const int t = io.thread().index() % hopper::warpgroup;
    REDBLUE_UNROLL
    for (int half = 0; half < 2; ++half) {
      const float sum = reduce(io.thread(), l[half], 4, sum_of);
      const float weight = sum == 0 ? 0 : 1 / sum;
      const Extent mine = row + hopper::fragment_row(t, 2 * half);
      if (mine >= rows) continue;
      REDBLUE_UNROLL
      for (int n = 2 * half; n < d / 2; n += 4)
        io.store_pair(to, mine * width + col + hopper::fragment_col(t, n),
                      io.thread().pack(O[n] * weight, O[n + 1] * weight), 2);
    }
  }

 private:
  /// Scores of row `half` of this thread's two that the mask hides become -inf, as do those beyond the keys.
  REDBLUE_DEVICE void hide(const AttentionShape& shape, int t, int half, Extent row, Extent key) {
    const Extent mine = row + hopper::fragment_row(t, 2 * half);
    const Range seen = shape.visible(mine < shape.Nq ? mine : shape.Nq - 1);
    if (seen.begin <= key && key + Bc <= seen.end) return;
    REDBLUE_UNROLL
    for (int n = 2 * half; n < Bc / 2; n += 4)
      for (int k = n; k < n + 2; ++k)
        if (!seen.contains(key + hopper::fragment_col(t, k))) S[k] = minus_infinity();
  }
};

}  // namespace redblue::kernels
