// Shards: the states that a search keeps, spread over several sets by their keys, so that threads can add to
// them.
#pragma once

#include <algorithm>

#include <redblue/proofs_check/find/state_set.hpp>

namespace redblue::proofs_check::finder {

/// A number tells the shard and the place in it.
template <class Space>
class Shards {
 public:
  using State = typename Space::State;
  using Set = StateSet<Space>;
  static constexpr unsigned count = 8;
  static constexpr std::uint32_t none = Set::none;

  Shards(const Space& space, bool prune) {
    for (unsigned i = 0; i < count; ++i) sets_.emplace_back(space, prune);
  }

  [[nodiscard]] static unsigned of(std::uint64_t hash) { return static_cast<unsigned>(hash >> 61); }

  /// As StateSet::insert. Different shards may be added to at the same time.
  std::uint32_t insert(const State& state, std::uint64_t hash, std::uint32_t parent, std::uint32_t cost) {
    const unsigned shard = of(hash);
    const std::uint32_t n = sets_[shard].insert(state, hash, parent, cost);
    return n == none ? none : n * count + shard;
  }
  [[nodiscard]] const typename Set::Node& node(std::uint32_t n) const {
    return sets_[n % count].node(n / count);
  }
  [[nodiscard]] std::uint64_t size() const {
    std::uint64_t n = 0;
    for (const Set& set : sets_) n += set.size();
    return n;
  }
  /// Unit: bytes held now, and what the next `margin` insertions into each may add.
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t n = 0;
    for (const Set& set : sets_) n += set.bytes();
    return n;
  }
  [[nodiscard]] std::uint64_t next_bytes(std::uint64_t margin) const {
    std::uint64_t n = 0;
    for (const Set& set : sets_) n += set.next_bytes(margin);
    return n;
  }
  [[nodiscard]] bool full(std::uint64_t margin) const {
    return std::any_of(sets_.begin(), sets_.end(),
                       [&](const Set& set) { return set.size() + margin >= none / count - 1; });
  }

 private:
  std::vector<Set> sets_;
};

}  // namespace redblue::proofs_check::finder
