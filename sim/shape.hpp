// AttentionShape: the problem of one head, and which keys each query sees.
#pragma once

#include <algorithm>

#include <redblue/sim/words.hpp>

namespace redblue::sim {

/// x, or the nearer end of [low, high]. By value: std::clamp's references cost a GPU thread local memory.
[[nodiscard]] constexpr Extent bounded(Extent x, Extent low, Extent high) {
  return x < low ? low : x > high ? high : x;
}

/// Half-open range of row or column numbers.
struct Range {
  Extent begin = 0;
  Extent end = 0;
  [[nodiscard]] constexpr Extent size() const { return end - begin; }
  [[nodiscard]] constexpr bool contains(Extent x) const { return begin <= x && x < end; }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

/// Which scores enter the softmax. Queries are the last Nq of the Nk positions, so query i stands
/// at position i + Nk - Nq.
struct Mask {
  enum class Kind { none, causal, window };
  Kind kind = Kind::none;
  Extent width = 0;  ///< window: a query sees itself and the `width` keys before it
  friend constexpr bool operator==(const Mask&, const Mask&) = default;
};

/// One head of attention: S = scale Q K^T, P = softmax S, O = P V.
/// Shape: Q Nq x dk, K Nk x dk, V Nk x dv, O Nq x dv.
struct AttentionShape {
  Extent Nq = 0;
  Extent Nk = 0;
  Extent dk = 0;
  Extent dv = 0;
  Mask mask{};

  friend constexpr bool operator==(const AttentionShape&, const AttentionShape&) = default;

  [[nodiscard]] static constexpr AttentionShape square(Extent N, Extent d, Mask mask = {}) {
    return {N, N, d, d, mask};
  }
  [[nodiscard]] constexpr bool is_square() const { return Nq == Nk && dk == dv; }

  /// The keys that query `i` sees; never empty when Nq <= Nk or there is no mask.
  [[nodiscard]] constexpr Range visible(Extent i) const {
    if (mask.kind == Mask::Kind::none) return {0, Nk};
    const Extent self = i + Nk - Nq;
    const Extent first = mask.kind == Mask::Kind::window ? self - mask.width : 0;
    return {bounded(first, 0, Nk), bounded(self + 1, 0, Nk)};
  }
  /// The keys that any query of the block sees (an interval, since masks slide).
  [[nodiscard]] constexpr Range visible(Range queries) const {
    return {visible(queries.begin).begin, visible(queries.end - 1).end};
  }
  /// The queries that see any key of the block.
  [[nodiscard]] constexpr Range seen_by(Range keys) const {
    if (mask.kind == Mask::Kind::none) return {0, Nq};
    const Extent shift = Nk - Nq;
    const Extent last = mask.kind == Mask::Kind::window ? keys.end + mask.width - shift : Nq;
    return {bounded(keys.begin - shift, 0, Nq), bounded(last, 0, Nq)};
  }
  /// Keys that no query sees are never touched: the first one that is seen.
  [[nodiscard]] constexpr Extent first_key() const { return visible(Extent{0}).begin; }

  /// Number of unmasked scores (Z in theory).
  [[nodiscard]] constexpr Int128 scores() const {
    if (mask.kind == Mask::Kind::none) return Int128{Nq} * Nk;
    // Row i ends at key i + Nk - Nq; a window cuts what lies more than `width` keys before.
    const Int128 first = Int128{Nk} - Nq + 1;
    const Int128 all = Int128{Nq} * (first + Nk) / 2;
    if (mask.kind == Mask::Kind::causal) return all;
    // Row at position p loses p - width keys where that is positive.
    const Int128 most = Int128{Nk} - 1 - mask.width;
    const Int128 least = std::max<Int128>(1, Int128{Nk} - Nq - mask.width);
    return most < least ? all : all - (most - least + 1) * (least + most) / 2;
  }
};

}  // namespace redblue::sim
