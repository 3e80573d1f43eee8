// Best-first search over the macro moves of a space (once.hpp, again.hpp), with partial expansion.
//
// Threshold by threshold: at f every state with cost + estimate = f is expanded, and only children of that
// same f are kept; the state waits for the smallest larger f among the others. So nothing above the optimum
// is ever stored, and no layer is searched twice. The estimate is consistent, hence a state is first met at
// its cheapest and the threshold is a proven lower bound at any time.
#pragma once

#include <new>

#include <redblue/proofs_check/find/macro.hpp>
#include <redblue/proofs_check/find/search.hpp>
#include <redblue/proofs_check/find/state_set.hpp>
#include <redblue/proofs_check/find/symmetry.hpp>

namespace redblue::proofs_check::finder {

template <class Space>
class BestFirst {
 public:
  using State = typename Space::State;

  BestFirst(const Space& space, const SearchOptions& options)
      : space_(space), options_(options), symmetry_(space.game()) {}

  /// Searches below the cost of `known`, a play; it is the answer where nothing cheaper exists.
  SearchAnswer run(std::optional<std::int64_t> known, sim::Moves known_moves) {
    SearchAnswer answer;
    answer.moves = std::move(known_moves);
    status_.upper = known;
    const State start = representative(space_.start());
    const auto first = static_cast<std::size_t>(space_.estimate(start));
    states_.insert(start, StateSet<State>::none, 0);
    if (space_.finished(start)) found_ = 0;
    wait(first, 0);
    for (std::size_t f = first; f < waiting_.size() && answer.stopped == SearchAnswer::Stopped::no; ++f) {
      status_.lower = static_cast<std::int64_t>(f);
      if (status_.upper && status_.lower >= *status_.upper) break;
      answer.stopped = exhausted_or_out_of_memory(f);
      if (found_) break;
      if (answer.stopped == SearchAnswer::Stopped::no) waiting_[f] = {};
    }
    if (found_) {
      status_.upper = states_.node(*found_).cost;
      answer.moves = moves_to(*found_);
    }
    if (answer.stopped == SearchAnswer::Stopped::no && status_.upper) status_.lower = *status_.upper;
    answer.optimal = status_.upper && status_.lower >= *status_.upper;
    if (answer.optimal) answer.stopped = SearchAnswer::Stopped::no;
    answer.status = status();
    return answer;
  }

 private:
  using Stopped = SearchAnswer::Stopped;

  [[nodiscard]] State representative(const State& s, Symmetry::Permutation* turn = nullptr) const {
    if (!options_.symmetry) return s;
    return State{symmetry_.representative(s.words, Space::words_of_steps, turn)};
  }

  void wait(std::size_t f, std::uint32_t n) {
    if (waiting_.size() <= f) waiting_.resize(f + 1);
    waiting_[f].push_back(n);
  }

  /// Memory that the system refuses is a limit like --mem-limit: what is proven stays proven.
  Stopped exhausted_or_out_of_memory(std::size_t f) {
    try {
      return exhaust(f);
    } catch (const std::bad_alloc&) {
      return Stopped::by_memory;
    }
  }

  /// Expands everything at threshold f; stops at the first finished state.
  Stopped exhaust(std::size_t f) {
    while (!waiting_[f].empty() && !found_) {
      if (++ticks_ % 256 == 0)
        if (const Stopped why = look_around(); why != Stopped::no) return why;
      const std::uint32_t n = waiting_[f].back();
      waiting_[f].pop_back();
      expand(n, f);
    }
    return Stopped::no;
  }

  void expand(std::uint32_t n, std::size_t f) {
    const State state = states_.node(n).state;
    const std::uint32_t spent = states_.node(n).cost;
    const int extra = static_cast<int>(f - spent) - space_.estimate(state);
    ++status_.expanded;
    const int later = space_.expand(state, extra, [&](const State& child, int cost, const Macro&) {
      ++status_.generated;
      if (found_) return;
      const auto [number, is_new] =
          states_.insert(representative(child), n, spent + static_cast<std::uint32_t>(cost));
      if (!is_new) return;
      wait(f, number);
      if (space_.finished(child)) found_ = number;
    });
    if (later == no_more) return;
    const std::size_t next = f + static_cast<std::size_t>(later - extra);
    if (!status_.upper || static_cast<std::int64_t>(next) < *status_.upper) wait(next, n);
  }

  [[nodiscard]] SearchStatus status() const {
    SearchStatus s = status_;
    s.states = states_.size();
    s.bytes = bytes();
    return s;
  }
  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t n = states_.bytes();
    for (const auto& list : waiting_) n += list.capacity() * sizeof(std::uint32_t);
    return n;
  }

  /// What may be added before the next look: a list that grows is held twice for a moment.
  [[nodiscard]] std::uint64_t next_bytes() const {
    std::uint64_t n = states_.next_bytes(margin);
    for (const auto& list : waiting_)
      if (list.size() + margin > list.capacity()) n += (2 * list.capacity() + margin) * sizeof(std::uint32_t);
    return n;
  }

  Stopped look_around() {
    if (options_.stop != nullptr && *options_.stop) return Stopped::by_user;
    if (states_.full()) return Stopped::by_memory;
    if (options_.most_bytes && bytes() + next_bytes() > *options_.most_bytes) return Stopped::by_memory;
    if (ticks_ % 2048 != 0) return Stopped::no;
    const auto now = std::chrono::steady_clock::now();
    if (options_.deadline && now >= *options_.deadline) return Stopped::by_time;
    if (options_.progress && now - shown_ >= std::chrono::milliseconds(500)) {
      shown_ = now;
      options_.progress(status());
    }
    return Stopped::no;
  }

  /// The play behind node n. Kept states are representatives, so each macro move is made on its
  /// representative and its moves are carried back to the real vertices.
  sim::Moves moves_to(std::uint32_t n) const {
    std::vector<std::uint32_t> path;
    for (; n != StateSet<State>::none; n = states_.node(n).parent) path.insert(path.begin(), n);
    sim::Moves moves;
    Symmetry::Permutation real = Symmetry::identity();  // representative -> real
    for (std::size_t i = 1; i < path.size(); ++i) {
      const auto& from = states_.node(path[i - 1]);
      const auto& to = states_.node(path[i]);
      std::optional<Macro> way;
      Symmetry::Permutation turn = Symmetry::identity();
      const int paid = static_cast<int>(to.cost - from.cost);
      const int extra = paid + space_.estimate(to.state) - space_.estimate(from.state);
      (void)space_.expand(from.state, extra, [&](const State& child, int cost, const Macro& macro) {
        if (way || cost != paid) return;
        if (representative(child, &turn).words == to.state.words) way = macro;
      });
      int cost = 0;
      sim::Moves made;
      (void)space_.apply(from.state, way.value(), cost, &made);
      for (const sim::Move& m : made) moves.push_back(symmetry_.carried(m, real));
      real = symmetry_.after_inverse(real, turn);
    }
    return moves;
  }

  static constexpr std::uint64_t margin = 1 << 14;  ///< states that 256 expansions hardly ever add

  const Space& space_;
  const SearchOptions& options_;
  Symmetry symmetry_;
  StateSet<State> states_;
  std::vector<std::vector<std::uint32_t>> waiting_;  ///< per f
  SearchStatus status_;
  std::uint64_t ticks_ = 0;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
  std::optional<std::uint32_t> found_;
};

}  // namespace redblue::proofs_check::finder
