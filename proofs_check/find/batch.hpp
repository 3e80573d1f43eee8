// Batch: some states of one threshold, expanded and kept by several threads.
//
// The states are cut into parts; whatever thread is free expands the next part, and then each shard takes its
// children in the order of the parts. So what is kept, and under which number, is the same for any number of
// threads.
#pragma once

#include <array>
#include <atomic>
#include <new>
#include <optional>
#include <span>

#include <redblue/proofs_check/find/crew.hpp>
#include <redblue/proofs_check/find/search.hpp>
#include <redblue/proofs_check/find/shards.hpp>
#include <redblue/proofs_check/find/symmetry.hpp>

namespace redblue::proofs_check::finder {

template <class Space>
class Batch {
 public:
  using State = typename Space::State;
  using Stopped = SearchAnswer::Stopped;
  static constexpr std::size_t most = 1024;  ///< states

  Batch(const Space& space, const SearchOptions& options)
      : space_(space), options_(options), symmetry_(space.game()), crew_(options.threads) {}

  /// The state that stands for s and its images.
  using Memo = Symmetry::Memo<std::tuple_size_v<decltype(State::words)>>;
  [[nodiscard]] State representative(const State& s, Memo& memo,
                                     Symmetry::Permutation* turn = nullptr) const {
    if (!options_.symmetry) return s;
    return State{symmetry_.representative(s.words, Space::words_of_steps, Space::words_of_key, memo, turn)};
  }
  [[nodiscard]] const Symmetry& symmetry() const { return symmetry_; }

  /// Makes all children of `parents` that have threshold f. Stops where an option says so, or where they take
  /// more than `most_bytes`; then they are not complete.
  Stopped expand(std::span<const std::uint32_t> parents, const Shards<Space>& states, std::size_t f,
                 std::uint64_t most_bytes) {
    parts_in_use_ = (parents.size() + part_size - 1) / part_size;
    most_children_ = static_cast<std::size_t>(most_bytes / sizeof(Child) / parts_in_use_);
    stopped_ = Stopped::no;
    crew_.run(parts_in_use_, parts_in_use_ >= 4, [&](std::size_t i) {
      const std::size_t begin = i * part_size;
      fill(parts_[i], parents.subspan(begin, std::min(part_size, parents.size() - begin)), states, f);
    });
    return stopped_;
  }

  /// Keeps the children that nothing beats and adds their numbers to `fresh`; gives the first that is
  /// finished.
  std::optional<std::uint32_t> keep(Shards<Space>& states, std::vector<std::uint32_t>& fresh) {
    std::array<std::optional<std::uint32_t>, Shards<Space>::count> finished;
    std::atomic<bool> no_memory = false;
    crew_.run(Shards<Space>::count, children() >= 512, [&](std::size_t shard) {
      try {
        finished[shard] = keep_in(static_cast<unsigned>(shard), states);
      } catch (const std::bad_alloc&) {
        no_memory = true;
      }
    });
    if (no_memory) throw std::bad_alloc();
    for (const auto& numbers : fresh_) fresh.insert(fresh.end(), numbers.begin(), numbers.end());
    for (const auto& number : finished)
      if (number) return number;
    return std::nullopt;
  }

  /// Calls f(threshold, number) for every state of the batch that has dearer children.
  template <class F>
  void each_later(const F& f) const {
    for (std::size_t i = 0; i < parts_in_use_; ++i)
      for (const auto& [threshold, n] : parts_[i].later) f(threshold, n);
  }

  [[nodiscard]] std::size_t children() const {
    std::size_t n = 0;
    for (std::size_t i = 0; i < parts_in_use_; ++i) n += parts_[i].children.size();
    return n;
  }
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t n = 0;
    for (const Part& part : parts_) n += part.children.capacity() * sizeof(Child);
    return n;
  }

 private:
  static constexpr std::size_t part_size = 16;

  struct Child {
    State state;
    std::uint64_t hash;
    std::uint32_t parent, cost;
  };
  struct Part {
    std::vector<Child> children;
    std::vector<std::pair<std::size_t, std::uint32_t>> later;
  };

  void fill(Part& part, std::span<const std::uint32_t> parents, const Shards<Space>& states, std::size_t f) {
    part.children.clear();
    part.later.clear();
    try {
      for (const std::uint32_t n : parents) {
        if (look_around(part) != Stopped::no) return;
        fill_from(part, n, states, f);
      }
    } catch (const std::bad_alloc&) {
      stopped_ = Stopped::by_memory;
    }
  }

  void fill_from(Part& part, std::uint32_t n, const Shards<Space>& states, std::size_t f) {
    const auto& from = states.node(n);
    Memo memo;
    const int extra = static_cast<int>(f - from.cost) - space_.estimate(from.state);
    const int later = space_.expand(from.state, extra, [&](const State& child, int cost, const Macro&) {
      if (part.children.size() >= most_children_) return stopped_.store(Stopped::by_memory);
      const State kept = representative(child, memo);
      part.children.push_back(
          {kept, StateSet<Space>::hash(kept), n, from.cost + static_cast<std::uint32_t>(cost)});
    });
    if (later != no_more) part.later.emplace_back(f + static_cast<std::size_t>(later - extra), n);
  }

  Stopped look_around(const Part& part) {
    if (options_.stop != nullptr && *options_.stop) stopped_ = Stopped::by_user;
    if (options_.deadline && std::chrono::steady_clock::now() >= *options_.deadline)
      stopped_ = Stopped::by_time;
    if (part.children.size() >= most_children_) stopped_ = Stopped::by_memory;
    return stopped_;
  }

  std::optional<std::uint32_t> keep_in(unsigned shard, Shards<Space>& states) {
    fresh_[shard].clear();
    std::optional<std::uint32_t> finished;
    for (std::size_t i = 0; i < parts_in_use_; ++i)
      for (const Child& c : parts_[i].children) {
        if (Shards<Space>::of(c.hash) != shard) continue;
        const std::uint32_t n = states.insert(c.state, c.hash, c.parent, c.cost);
        if (n == Shards<Space>::none) continue;
        fresh_[shard].push_back(n);
        if (!finished && space_.finished(c.state)) finished = n;
      }
    return finished;
  }

  const Space& space_;
  const SearchOptions& options_;
  Symmetry symmetry_;
  std::array<Part, most / part_size> parts_;
  std::size_t parts_in_use_ = 0;
  std::size_t most_children_ = 0;  ///< of a part
  std::array<std::vector<std::uint32_t>, Shards<Space>::count> fresh_;
  std::atomic<Stopped> stopped_ = Stopped::no;
  Crew crew_;
};

}  // namespace redblue::proofs_check::finder
