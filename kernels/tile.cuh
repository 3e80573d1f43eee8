// Tiles in shared memory, carved one after another: a kernel's shared memory is its plan's footprint.
#pragma once

#include <redblue/kernels/device.hpp>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels {

/// A row or a column of a tile: words one step apart from `first` on, going round at `wrap`.
template <class Shared>
struct Line {
  Shared words;
  int first;
  int step;
  int turn;  ///< where in the line it begins
  int wrap;
  REDBLUE_DEVICE float operator[](int n) const {
    const int at = n + turn;
    return words.get(first + (at >= wrap ? at - wrap : at) * step);
  }
};

/// rows x cols words, row-major.
template <class Shared>
struct Tile {
  Shared words;
  int cols;
  REDBLUE_DEVICE int place(int r, int c) const { return r * cols + c; }
  REDBLUE_DEVICE float operator()(int r, int c = 0) const { return words.get(place(r, c)); }
  REDBLUE_DEVICE void set(int r, int c, float word) const { words.set(place(r, c), word); }
  REDBLUE_DEVICE Line<Shared> column(int c) const { return {words, c, cols, 0, 1 << 30}; }
};

/// The same with row r rotated by r words: threads that read down a column meet different banks, and no
/// word is spent on padding.
template <class Shared>
struct RotatedTile {
  Shared words;
  int cols;
  REDBLUE_DEVICE int place(int r, int c) const {
    const int at = c + r % cols;
    return r * cols + (at >= cols ? at - cols : at);
  }
  REDBLUE_DEVICE float operator()(int r, int c) const { return words.get(place(r, c)); }
  REDBLUE_DEVICE void set(int r, int c, float word) const { words.set(place(r, c), word); }
  REDBLUE_DEVICE Line<Shared> row(int r) const { return {words, r * cols, 1, r % cols, cols}; }
};

/// Hands out the block's shared memory from its start on.
template <class Thread>
class Carver {
 public:
  using Shared = typename Thread::Shared;
  REDBLUE_DEVICE explicit Carver(Thread& thread) : thread_(thread) {}

  REDBLUE_DEVICE Tile<Shared> tile(Extent rows, Extent cols) {
    return {take(rows * cols), static_cast<int>(cols)};
  }
  REDBLUE_DEVICE RotatedTile<Shared> rotated(Extent rows, Extent cols) {
    return {take(rows * cols), static_cast<int>(cols)};
  }
  REDBLUE_DEVICE Tile<Shared> column(Extent rows) { return tile(rows, 1); }

 private:
  REDBLUE_DEVICE Shared take(Extent words) {
    const int first = used_;
    used_ += static_cast<int>(words);
    return thread_.shared(first, static_cast<int>(words));
  }
  Thread& thread_;
  int used_ = 0;
};

}  // namespace redblue::kernels
