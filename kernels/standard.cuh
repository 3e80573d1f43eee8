// standard, fp32: three kernels; S (score_tiles.cuh) and P in global memory, every product tiled.
//
// Plan:      Standard::Plan (--tiles kernel): a tile and a panel for each product; softmax=row where a row
//            fits.
// Footprint: softmax: Nk + 2 words per warp, or a score per thread, 2 words per warp and 2;
//            product: Br Bc + (Br + Bc) p words. All of them shared memory.
// Source:    Dao et al. 2022 (arXiv 2205.14135), Algorithm 0. Departures: tiles; the row maximum is
//            subtracted; a mask is applied by index as the softmax reads.
#pragma once

#include <redblue/kernels/score_tiles.cuh>

namespace redblue::kernels {

/// f over the values of all threads, in each of them; `parts` holds a word per warp. Whoever uses the same
/// parts again puts a barrier between.
template <class Thread, class T, class F>
REDBLUE_DEVICE float reduce_block(Thread& thread, float value, T parts, F f) {
  value = reduce(thread, value, 32, f);
  if (thread.index() % 32 == 0) parts.set(thread.index() / 32, 0, value);
  thread.barrier();
  float all = parts(0);
  for (int warp = 1; warp < threads / 32; ++warp) all = f(all, parts(warp));
  return all;
}

/// A block of threads per row, which is held.
template <class Policy>
struct SoftmaxOfHeldRow {
  static constexpr const char* name = "standard_softmax";
  Operands a;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const int keys = static_cast<int>(a.shape.Nk);
    const Extent i = thread.block();
    const auto S = fast.tile(1, keys);
    const auto maxima = fast.column(threads / 32);
    const auto sums = fast.column(threads / 32);
    load(io, S, a.S, a.shape.Nk, {i, i + 1}, {0, a.shape.Nk});
    float factor = 1;
    if constexpr (Policy::computes) {
      const Range seen = a.shape.visible(i);
      float most = minus_infinity();
      for_each(thread, keys, [&](int c) {  // a thread meets the words that it loaded
        if (!seen.contains(c)) S.set(0, c, minus_infinity());
        most = larger(most, S(0, c));
      });
      most = reduce_block(thread, most, maxima, larger);
      float sum = 0;
      for_each(thread, keys, [&](int c) {
        S.set(0, c, weight(S(0, c), most));
        sum += S(0, c);
      });
      factor = reduce_block(thread, sum, sums, sum_of);
    }
    store(io, a.P, a.shape.Nk, {i, i + 1}, {0, a.shape.Nk}, [&](int, int c) { return S(0, c) / factor; });
    io.finish(a.counters);
  }
};

/// A block of threads per row, which passes twice in chunks of a score per thread.
template <class Policy>
struct SoftmaxOfPassingRow {
  static constexpr const char* name = "standard_softmax_online";
  Operands a;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const Extent i = thread.block();
    const Range seen = a.shape.visible(i);
    const auto S = fast.tile(1, threads);
    const auto maxima = fast.column(threads / 32);
    const auto sums = fast.column(threads / 32);
    const auto m = fast.column(1);
    const auto l = fast.column(1);
    if (thread.index() == 0) m.set(0, 0, minus_infinity()), l.set(0, 0, 0);
    thread.barrier();
    for (const Range j : algorithms::blocks({0, a.shape.Nk}, threads)) {
      load(io, S, a.S, a.shape.Nk, {i, i + 1}, j);
      if constexpr (Policy::computes) {
        const int c = thread.index();  // a thread meets the word that it loaded
        const bool there = c < extent(j) && seen.contains(j.begin + c);
        const float s = there ? S(0, c) : minus_infinity();
        const float most = larger(m(0), reduce_block(thread, s, maxima, larger));
        const float sum = reduce_block(thread, weight(s, most), sums, sum_of);
        if (thread.index() == 0) {
          l.set(0, 0, weight(m(0), most) * l(0) + sum);
          m.set(0, 0, most);
        }
      }
      thread.barrier();
    }
    for (const Range j : algorithms::blocks({0, a.shape.Nk}, threads)) {
      load(io, S, a.S, a.shape.Nk, {i, i + 1}, j);
      store(io, a.P, a.shape.Nk, {i, i + 1}, j, [&](int, int c) {
        const float s = seen.contains(j.begin + c) ? S(0, c) : minus_infinity();
        return Policy::computes ? weight(s, m(0)) / l(0) : s;
      });
    }
    io.finish(a.counters);
  }
};

/// O = P V: a block of threads per tile of O, which stays.
template <class Policy>
struct OutputKernel {
  static constexpr const char* name = "standard_output";
  Operands a;
  algorithms::kernel::Panels plan;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    Access<Policy, Thread> io(thread);
    Carver<Thread> fast(thread);
    const auto O = fast.tile(plan.tile.Br, plan.tile.Bc);
    const auto P = fast.rotated(plan.tile.Br, plan.panel);
    const auto V = fast.tile(plan.panel, plan.tile.Bc);
    const auto [i, c] = tile_of_block(thread.block(), a.shape.Nq, a.shape.dv, plan.tile);
    fill(thread, O, extent(i), extent(c), 0);
    for (const Range j : algorithms::blocks({0, a.shape.Nk}, plan.panel)) {
      load(io, P, a.P, a.shape.Nk, i, j);
      load(io, V, a.V, a.shape.dv, j, c);
      thread.barrier();
      if constexpr (Policy::computes)
        multiply(
            thread, O, extent(i), extent(c), extent(j), [&](int r) { return P.row(r); },
            [&](int k) { return V.column(k); }, [&](int r, int k) { return O(r, k); },
            [](float o, int, int) { return o; });
      thread.barrier();
    }
    store(io, a.O, a.shape.dv, i, c, [&](int r, int k) { return O(r, k); });
    io.finish(a.counters);
  }
};

/// Launches the three kernels for one head.
template <class Policy, class Launcher>
void standard(Launcher& launch, const Operands& a, algorithms::kernel::Panels scores, bool whole_rows,
              algorithms::kernel::Panels output) {
  using algorithms::footprint::softmax_row;
  constexpr Extent warps = algorithms::kernel::warps;
  score_tiles<Policy>(launch, a, scores);
  if (whole_rows)
    launch(SoftmaxOfHeldRow<Policy>{a}, a.shape.Nq, softmax_row(a.shape.Nk, warps));
  else
    launch(SoftmaxOfPassingRow<Policy>{a}, a.shape.Nq, softmax_row(threads, warps) + 2);
  launch(OutputKernel<Policy>{a, output}, tiles_of(a.shape.Nq, a.shape.dv, output.tile),
         algorithms::footprint::panel_product(output.tile, output.panel, 0));
}

}  // namespace redblue::kernels
