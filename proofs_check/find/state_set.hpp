// StateSet: the states that a search keeps, each with a number, its parent and its cost.
//
// States with the same key stand in one chain, and a state is kept only where none of its chain beats it:
// where none can be turned into something at least as good for what it is cheaper. Open addressing over the
// chains.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <redblue/proofs_check/find/macro.hpp>

namespace redblue::proofs_check::finder {

/// A space tells the key of a state, an array of 64-bit words, and a price: for price(a, b) a, of the same
/// key as b, becomes worth at least b; no_price where nothing does.
template <class Space>
class StateSet {
 public:
  using State = typename Space::State;
  static constexpr std::uint32_t none = 0xffffffffU;
  struct Node {
    State state;
    std::uint32_t parent;
    std::uint32_t cost;
    std::uint32_t next;  ///< of the same key
  };

  /// Without `prune` a state is beaten by its equals only.
  StateSet(const Space& space, bool prune)
      : space_(&space), prune_(prune), slots_(std::size_t{1} << 10, none) {}

  /// The number of `state`, or none where a state that is kept beats it. `hash` is that of its key.
  std::uint32_t insert(const State& state, std::uint64_t hash, std::uint32_t parent, std::uint32_t cost) {
    const std::size_t at = slot(Space::key(state), hash);
    if (slots_[at] != none && beaten(slots_[at], state, cost)) return none;
    if (size_ % block == 0) blocks_.push_back(std::make_unique_for_overwrite<Node[]>(block));
    const std::uint32_t n = size_++;
    node(n) = {state, parent, cost, slots_[at]};
    const bool is_new = slots_[at] == none;
    slots_[at] = n;
    if (is_new && ++keys_ > slots_.size() / 2) grow();
    return n;
  }

  [[nodiscard]] Node& node(std::uint32_t n) { return blocks_[n / block][n % block]; }
  [[nodiscard]] const Node& node(std::uint32_t n) const { return blocks_[n / block][n % block]; }
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// Unit: bytes held now, and what the next `margin` insertions may add while an index is copied.
  [[nodiscard]] std::uint64_t bytes() const {
    return blocks_.size() * sizeof(Node) * block + slots_.size() * 4;
  }
  [[nodiscard]] std::uint64_t next_bytes(std::uint64_t margin) const {
    const std::uint64_t room = (block - size_ % block) % block;
    const std::uint64_t blocks = margin > room ? (margin - room + block - 1) / block : 0;
    std::uint64_t slots = slots_.size();
    while (keys_ + margin > slots / 2) slots *= 2;
    return blocks * sizeof(Node) * block + (slots > slots_.size() ? slots * 4 : 0);
  }

  static std::uint64_t hash(const State& state) {
    std::uint64_t h = 0x243f6a8885a308d3U;
    for (const std::uint64_t w : Space::key(state)) {
      h = (h ^ w) * 0x9e3779b97f4a7c15U;
      h ^= h >> 32;
    }
    h *= 0xd6e8feb86659fd93U;
    return h ^ (h >> 32);
  }

 private:
  static constexpr std::uint32_t block = 1U << 11;

  /// Where the chain of `key` starts, or would.
  template <class Key>
  [[nodiscard]] std::size_t slot(const Key& key, std::uint64_t hash) const {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at] != none && Space::key(node(slots_[at]).state) != key)
      at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  [[nodiscard]] int price(const State& a, const State& b) const {
    return prune_ ? space_->price(a, b) : a.words == b.words ? 0 : no_price;
  }

  /// Whoever beats a state is likely to beat the next one, and goes to the front.
  bool beaten(std::uint32_t& front, const State& state, std::uint32_t cost) {
    for (std::uint32_t* at = &front; *at != none; at = &node(*at).next) {
      Node& other = node(*at);
      if (other.cost > cost || price(other.state, state) > static_cast<int>(cost - other.cost)) continue;
      const std::uint32_t winner = *at;
      *at = other.next;
      other.next = front;
      front = winner;
      return true;
    }
    return false;
  }

  void grow() {
    std::vector<std::uint32_t> old(slots_.size() * 2, none);
    old.swap(slots_);
    for (const std::uint32_t front : old)
      if (front != none) {
        const State& state = node(front).state;
        slots_[slot(Space::key(state), hash(state))] = front;
      }
  }

  const Space* space_;
  bool prune_;
  std::vector<std::unique_ptr<Node[]>> blocks_;
  std::vector<std::uint32_t> slots_;  ///< the front of a chain each
  std::uint32_t size_ = 0;
  std::uint32_t keys_ = 0;
};

}  // namespace redblue::proofs_check::finder
