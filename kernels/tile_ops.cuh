// Operations of a whole block on tiles: the threads' side of algorithms/tile_ops.hpp.
//
// A product is shared out in micro tiles of 4 x 4, whose rows and columns lie a quarter of the tile apart, so
// that neighbouring threads meet neighbouring words. Rows of a softmax are shared out to groups of 8 threads.
// No operation ends with a barrier: the kernel shows them.
#pragma once

#include <cmath>

#include <redblue/algorithms/blocks.hpp>
#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/kernels/policy.hpp>
#include <redblue/kernels/tile.cuh>

namespace redblue::kernels {

inline constexpr int micro = algorithms::kernel::micro;
inline constexpr int threads = algorithms::kernel::threads;
inline constexpr int group = 8;  ///< threads that share a row of a softmax

REDBLUE_DEVICE inline int extent(Range range) { return static_cast<int>(range.size()); }
REDBLUE_DEVICE inline float minus_infinity() { return -INFINITY; }
/// exp(s - m), where the weight of nothing is 0.
REDBLUE_DEVICE inline float weight(float s, float m) { return s == minus_infinity() ? 0 : expf(s - m); }

/// Rows and columns of a matrix.
struct Cut {
  Range rows, cols;
};
/// The tile that a block of threads has, where every tile of height x width is a block, row after row.
REDBLUE_DEVICE inline Cut tile_of_block(Extent block, Extent height, Extent width,
                                        algorithms::TilePlan tile) {
  const Extent wide = sim::ceil_div(width, static_cast<Extent>(tile.Bc));
  return {algorithms::blocks({0, height}, tile.Br)[block / wide],
          algorithms::blocks({0, width}, tile.Bc)[block % wide]};
}
/// How many blocks that are.
inline Extent tiles_of(Extent height, Extent width, algorithms::TilePlan tile) {
  return sim::ceil_div(height, static_cast<Extent>(tile.Br)) *
         sim::ceil_div(width, static_cast<Extent>(tile.Bc));
}

/// f(n) for the n < count that are this thread's, neighbours to neighbours.
template <class Thread, class F>
REDBLUE_DEVICE void for_each(Thread& thread, int count, F f) {
  for (int n = thread.index(); n < count; n += threads) f(n);
}

/// The words of `rows` x `cols` of a matrix of `width` columns are in the tile.
template <class Io, class T, int tensor>
REDBLUE_DEVICE void load(Io& io, T tile, Words<tensor> from, Extent width, Range rows, Range cols) {
  const int n = extent(cols);
  for_each(io.thread(), extent(rows) * n, [&](int word) {
    const int r = word / n;
    const int c = word % n;
    tile.set(r, c, io.load(from, (rows.begin + r) * width + cols.begin + c));
  });
}

/// of(r, c) of the tile is in the words of `rows` x `cols` of a matrix of `width` columns.
template <class Io, int tensor, class F>
REDBLUE_DEVICE void store(Io& io, Words<tensor> to, Extent width, Range rows, Range cols, F of) {
  const int n = extent(cols);
  for_each(io.thread(), extent(rows) * n, [&](int word) {
    const int r = word / n;
    const int c = word % n;
    io.store(to, (rows.begin + r) * width + cols.begin + c, of(r, c));
  });
}

template <class Thread, class T>
REDBLUE_DEVICE void fill(Thread& thread, T tile, int rows, int cols, float word) {
  for_each(thread, rows * cols, [&](int n) { tile.set(n / cols, n % cols, word); });
}

/// C(r, c) = end(begin(r, c) + sum over k < depth of left(r)[k] right(c)[k], r, c).
template <class Thread, class T, class Left, class Right, class Begin, class End>
REDBLUE_DEVICE void multiply(Thread& thread, T C, int rows, int cols, int depth, Left left, Right right,
                             Begin begin, End end) {
  const int tall = (rows + micro - 1) / micro;
  const int wide = (cols + micro - 1) / micro;
  for_each(thread, tall * wide, [&](int n) {
    const int r = n / wide;
    const int c = n % wide;
    const auto inside = [&](int x, int y) { return r + x * tall < rows && c + y * wide < cols; };
    int row[micro], col[micro];  // beyond the edge: the last one again, and its result is dropped
    for (int x = 0; x < micro; ++x) {
      row[x] = inside(x, 0) ? r + x * tall : rows - 1;
      col[x] = inside(0, x) ? c + x * wide : cols - 1;
    }
    float sum[micro][micro];
    for (int x = 0; x < micro; ++x)
      for (int y = 0; y < micro; ++y) sum[x][y] = inside(x, y) ? begin(row[x], col[y]) : 0;
    const decltype(left(0)) a[micro] = {left(row[0]), left(row[1]), left(row[2]), left(row[3])};
    const decltype(right(0)) b[micro] = {right(col[0]), right(col[1]), right(col[2]), right(col[3])};
    for (int k = 0; k < depth; ++k) {
      const float u[micro] = {a[0][k], a[1][k], a[2][k], a[3][k]};
      const float v[micro] = {b[0][k], b[1][k], b[2][k], b[3][k]};
      for (int x = 0; x < micro; ++x)
        for (int y = 0; y < micro; ++y) sum[x][y] += u[x] * v[y];
    }
    for (int x = 0; x < micro; ++x)
      for (int y = 0; y < micro; ++y)
        if (inside(x, y)) C.set(row[x], col[y], end(sum[x][y], row[x], col[y]));
  });
}

/// f of the values of the `width` threads of each aligned group, in each of them.
template <class Thread, class F>
REDBLUE_DEVICE float reduce(Thread& thread, float value, int width, F f) {
  for (int lanes = width / 2; lanes > 0; lanes /= 2)
    value = f(value, thread.shuffle_xor(value, lanes, width));
  return value;
}
REDBLUE_DEVICE inline float larger(float a, float b) { return a > b ? a : b; }
REDBLUE_DEVICE inline float sum_of(float a, float b) { return a + b; }

/// Scores become exponentials, row by row; m moves on. For each row one thread calls
/// done(r, factor, sum): the factor of what was there before, and the sum of the new exponentials.
template <class Thread, class S, class T, class F>
REDBLUE_DEVICE void online_softmax(Thread& thread, S scores, T m, int rows, int cols, F done) {
  const int lane = thread.index() % group;
  for (int r = thread.index() / group; r < rows; r += threads / group) {
    const float old = lane == 0 ? m(r) : minus_infinity();  // one thread alone touches m
    float most = old;
    for (int c = lane; c < cols; c += group) most = larger(most, scores(r, c));
    most = reduce(thread, most, group, larger);
    float sum = 0;
    for (int c = lane; c < cols; c += group) {
      const float p = weight(scores(r, c), most);
      scores.set(r, c, p);
      sum += p;
    }
    sum = reduce(thread, sum, group, sum_of);
    if (lane != 0) continue;
    m.set(r, 0, most);
    done(r, weight(old, most), sum);
  }
}

}  // namespace redblue::kernels
