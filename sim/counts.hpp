// Counts: what a schedule moved, as a value.
#pragma once

#include <algorithm>
#include <array>

#include <redblue/sim/tensor.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::sim {

/// Reads are slow -> fast, writes fast -> slow.
struct Traffic {
  Words reads;
  Words writes;
  friend constexpr bool operator==(const Traffic&, const Traffic&) = default;
};

/// Words moved per tensor, the most words ever resident, and the floating-point operations of the
/// two matrix products (a multiply-add is 2).
struct Counts {
  std::array<Traffic, tensor_count> by_tensor{};
  Words peak;
  Int128 flops = 0;

  [[nodiscard]] constexpr Traffic& operator[](Tensor t) { return by_tensor[t.row]; }
  [[nodiscard]] constexpr const Traffic& operator[](Tensor t) const { return by_tensor[t.row]; }

  [[nodiscard]] constexpr Words reads() const {
    Words sum;
    for (const Traffic& t : by_tensor) sum += t.reads;
    return sum;
  }
  [[nodiscard]] constexpr Words writes() const {
    Words sum;
    for (const Traffic& t : by_tensor) sum += t.writes;
    return sum;
  }
  /// io = reads + writes.
  [[nodiscard]] constexpr Words io() const { return reads() + writes(); }

  /// This, then `next`, on the same machine: traffic adds, the higher peak stays.
  constexpr Counts& operator+=(const Counts& next) {
    for (std::size_t t = 0; t < tensor_count; ++t) {
      by_tensor[t].reads += next.by_tensor[t].reads;
      by_tensor[t].writes += next.by_tensor[t].writes;
    }
    peak = std::max(peak, next.peak);
    flops += next.flops;
    return *this;
  }

  /// The same work done `n` times over, one after another (heads, batch).
  [[nodiscard]] constexpr Counts times(Int128 n) const {
    Counts all = *this;
    for (Traffic& t : all.by_tensor) t.reads = t.reads * n, t.writes = t.writes * n;
    all.flops *= n;
    return all;
  }

  friend constexpr bool operator==(const Counts&, const Counts&) = default;
};

/// The same traffic in bytes, each tensor at its own width; a last half-filled byte counts whole.
struct ByteTraffic {
  Bytes reads;
  Bytes writes;
};

[[nodiscard]] constexpr ByteTraffic bytes(const Counts& counts, const BitsPerElement& bits) {
  Int128 read_bits = 0;
  Int128 written_bits = 0;
  for (std::size_t t = 0; t < tensor_count; ++t) {
    read_bits += counts.by_tensor[t].reads.count() * bits[t];
    written_bits += counts.by_tensor[t].writes.count() * bits[t];
  }
  return {Bytes{ceil_div<Int128>(read_bits, 8)}, Bytes{ceil_div<Int128>(written_bits, 8)}};
}

}  // namespace redblue::sim
