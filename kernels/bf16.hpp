// bfloat16: the upper half of a float. One word of the model is 16 bits where a kernel computes in it.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include <redblue/sim/words.hpp>

namespace redblue::kernels {

using sim::Extent;

struct Bf16 {
  std::uint16_t bits = 0;
  friend constexpr bool operator==(Bf16, Bf16) = default;
};

[[nodiscard]] constexpr float to_float(Bf16 x) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16);
}
/// Rounded to nearest, ties to even; a NaN stays one.
[[nodiscard]] inline Bf16 to_bf16(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  if (std::isnan(x)) return {static_cast<std::uint16_t>((bits >> 16) | 0x40U)};
  return {static_cast<std::uint16_t>((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16)};
}

/// bfloat16 words of one tensor of one head in global memory, further heads behind it; the type says which.
template <int tensor>
struct Halves {
  Bf16* data = nullptr;
  Extent size = 0;
};

inline constexpr int box_cols = 64;                 ///< a row of a box is 128 bytes, the width of its swizzle
inline constexpr int box_row_bytes = 2 * box_cols;  ///< eight such rows are the period of the swizzle

/// Row-major matrices of bfloat16, one a head, as the copy engine sees them: boxes of `box_rows` x 64. What a
/// box has outside the matrix of its head arrives as zero and is not read.
template <int tensor>
struct TensorMap {
  alignas(128) unsigned char engine[128] = {};  ///< GPU: the CUtensorMap
  const Bf16* data = nullptr;
  Extent rows = 0;
  Extent cols = 0;
  Extent pitch = 0;  ///< words from row to row; the next head begins `rows` of them further on
  int box_rows = 0;

  [[nodiscard]] constexpr int box_bytes() const { return box_rows * box_row_bytes; }
  /// Words of the matrix inside the box at (row, col).
  [[nodiscard]] constexpr Extent words_in_box(Extent row, Extent col) const {
    const Extent tall = rows - row < box_rows ? rows - row : box_rows;
    const Extent wide = cols - col < box_cols ? cols - col : box_cols;
    return tall * wide;
  }
};

}  // namespace redblue::kernels
