// StateSet: the states a search has met, each with a number, its parent and its cost; open addressing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace redblue::proofs_check::finder {

/// `State` is an aggregate of 64-bit words called `words`. States lie in blocks that never move; only the
/// index of 4 bytes per slot is copied when it grows.
template <class State>
class StateSet {
 public:
  static constexpr std::uint32_t none = 0xffffffffU;
  struct Node {
    State state;
    std::uint32_t parent;
    std::uint32_t cost;
  };

  StateSet() : slots_(std::size_t{1} << 12, none) {}

  /// The number of `state`, and whether it is new.
  std::pair<std::uint32_t, bool> insert(const State& state, std::uint32_t parent, std::uint32_t cost) {
    std::size_t at = hash(state) & (slots_.size() - 1);
    for (; slots_[at] != none; at = (at + 1) & (slots_.size() - 1))
      if (same(node(slots_[at]).state, state)) return {slots_[at], false};
    if (size_ % block == 0) blocks_.push_back(std::make_unique_for_overwrite<Node[]>(block));
    const std::uint32_t n = size_++;
    node(n) = {state, parent, cost};
    slots_[at] = n;
    if (size_ > slots_.size() / 2) grow();
    return {n, true};
  }

  [[nodiscard]] Node& node(std::uint32_t n) { return blocks_[n / block][n % block]; }
  [[nodiscard]] const Node& node(std::uint32_t n) const { return blocks_[n / block][n % block]; }
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Unit: bytes held now, and what the next `margin` insertions may add while an index is copied.
  [[nodiscard]] std::uint64_t bytes() const {
    return blocks_.size() * sizeof(Node) * block + slots_.size() * 4;
  }
  [[nodiscard]] std::uint64_t next_bytes(std::uint64_t margin) const {
    const bool grows = size_ + margin > slots_.size() / 2;
    return (margin / block + 1) * sizeof(Node) * block + (grows ? slots_.size() * 8 : 0);
  }
  [[nodiscard]] bool full() const { return size_ >= none - 1; }

  static bool same(const State& a, const State& b) {
    std::uint64_t different = 0;
    for (std::size_t i = 0; i < a.words.size(); ++i) different |= a.words[i] ^ b.words[i];
    return different == 0;
  }
  static std::uint64_t hash(const State& state) {
    std::uint64_t h = 0x243f6a8885a308d3U;
    for (const std::uint64_t w : state.words) {
      h = (h ^ w) * 0x9e3779b97f4a7c15U;
      h ^= h >> 32;
    }
    h *= 0xd6e8feb86659fd93U;
    return h ^ (h >> 32);
  }

 private:
  static constexpr std::uint32_t block = 1U << 14;

  void grow() {
    std::vector<std::uint32_t> bigger(slots_.size() * 2, none);
    for (std::uint32_t n = 0; n < size_; ++n) {
      std::size_t at = hash(node(n).state) & (bigger.size() - 1);
      while (bigger[at] != none) at = (at + 1) & (bigger.size() - 1);
      bigger[at] = n;
    }
    slots_ = std::move(bigger);
  }

  std::vector<std::unique_ptr<Node[]>> blocks_;
  std::vector<std::uint32_t> slots_;
  std::uint32_t size_ = 0;
};

}  // namespace redblue::proofs_check::finder
