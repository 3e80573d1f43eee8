// The table of tensors. One row is one tensor: its name in records and its default width.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace redblue::sim {

/// A row number of `tensor_table`.
struct Tensor {
  std::uint8_t row = 0;
  friend constexpr bool operator==(Tensor, Tensor) = default;
};

struct TensorRow {
  std::string_view name;
  std::string_view what;
  int default_bits;
};

inline constexpr std::array tensor_table{
    TensorRow{"Q", "queries, Nq x dk", 16},
    TensorRow{"K", "keys, Nk x dk", 16},
    TensorRow{"V", "values, Nk x dv", 16},
    TensorRow{"O", "output, Nq x dv", 16},
    TensorRow{"S", "scores Q K^T, Nq x Nk", 16},
    TensorRow{"P", "exponentials or probabilities, Nq x Nk", 16},
    TensorRow{"stats", "row maxima, row sums, logsumexp", 32},
};

inline constexpr std::size_t tensor_count = tensor_table.size();

namespace tensor {
inline constexpr Tensor Q{0}, K{1}, V{2}, O{3}, S{4}, P{5}, stats{6};
}

[[nodiscard]] constexpr std::string_view name(Tensor t) { return tensor_table[t.row].name; }

/// Width of one element of each tensor. Unit: bits.
using BitsPerElement = std::array<int, tensor_count>;

[[nodiscard]] constexpr BitsPerElement default_bits() {
  BitsPerElement bits{};
  for (std::size_t t = 0; t < tensor_count; ++t) bits[t] = tensor_table[t].default_bits;
  return bits;
}

}  // namespace redblue::sim
