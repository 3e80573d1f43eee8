// Numbers of Hopper's asynchronous units that kernels and both back ends share: how a wgmma finds its
// operands, and which register holds which element.
//
// Source: PTX ISA 8.8, sections on the matrix descriptor and on wgmma register fragments.
#pragma once

#include <cstdint>

#include <redblue/kernels/bf16.hpp>
#include <redblue/kernels/device.hpp>

namespace redblue::kernels::hopper {

inline constexpr int warpgroup = 128;                 ///< threads that issue a product together
inline constexpr int product_rows = 64;               ///< m of every wgmma
inline constexpr int product_depth = 16;              ///< k of a wgmma of bfloat16
inline constexpr int atom_bytes = 8 * box_row_bytes;  ///< period of the 128-byte swizzle
inline constexpr int mbarrier_bytes = 8;
inline constexpr int most_shared_bytes = 227 * 1024;  ///< of a block

/// Where operand A or B lies in shared memory, in tiles that boxes wrote with the 128-byte swizzle.
/// `leading`: bytes from 64 columns to the next 64 (transposed operands). `stride`: bytes from 8 rows to the
/// next 8.
[[nodiscard]] REDBLUE_DEVICE constexpr std::uint64_t descriptor(int start, int leading, int stride) {
  constexpr std::uint64_t swizzle_128_bytes = std::uint64_t{1} << 62;
  return static_cast<std::uint64_t>(start >> 4) | static_cast<std::uint64_t>(leading >> 4) << 16 |
         static_cast<std::uint64_t>(stride >> 4) << 32 | swizzle_128_bytes;
}

/// The 128-byte swizzle: bits 4..6 of an address, exclusive or bits 7..9.
[[nodiscard]] REDBLUE_DEVICE constexpr int swizzled(int address) {
  return address ^ (((address >> 7) & 7) << 4);
}

/// Row and column of register `n` of an accumulator of m64nN that thread `t` of the warpgroup holds.
[[nodiscard]] REDBLUE_DEVICE constexpr int fragment_row(int t, int n) {
  return t / 32 * 16 + t % 32 / 4 + n / 2 % 2 * 8;
}
[[nodiscard]] REDBLUE_DEVICE constexpr int fragment_col(int t, int n) {
  return n / 4 * 8 + t % 4 * 2 + n % 2;
}

}  // namespace redblue::kernels::hopper
