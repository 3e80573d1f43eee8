// Best-first search over the macro moves of a space (once.hpp, again.hpp), with partial expansion.
//
// Threshold by threshold: at f every state with cost + estimate = f is expanded, and only children of that
// same f are kept; the state waits for the smallest larger f among the others. So nothing above the optimum
// is ever stored, and no layer is searched twice. The estimate is consistent, hence a state is first met at
// its cheapest and the threshold is a proven lower bound at any time.
#pragma once

#include <redblue/proofs_check/find/batch.hpp>

namespace redblue::proofs_check::finder {

template <class Space>
class BestFirst {
 public:
  using State = typename Space::State;

  BestFirst(const Space& space, const SearchOptions& options)
      : space_(space), options_(options), states_(space, options.prune), batch_(space, options) {}

  /// Searches below the cost of `known`, a play; it is the answer where nothing cheaper exists.
  SearchAnswer run(std::optional<std::int64_t> known, sim::Moves known_moves) {
    SearchAnswer answer;
    answer.moves = std::move(known_moves);
    status_.upper = known;
    typename Batch<Space>::Memo memo;
    const State start = batch_.representative(space_.start(), memo);
    const std::uint32_t root = states_.insert(start, StateSet<Space>::hash(start), Shards<Space>::none, 0);
    if (space_.finished(start)) found_ = root;
    const auto first = static_cast<std::size_t>(space_.estimate(start));
    wait(first, root);
    for (std::size_t f = first; f < waiting_.size() && answer.stopped == Stopped::no; ++f) {
      status_.lower = static_cast<std::int64_t>(f);
      if (status_.upper && status_.lower >= *status_.upper) break;
      answer.stopped = exhausted_or_out_of_memory(f);
      if (found_) break;
      if (answer.stopped == Stopped::no) waiting_[f] = {};
    }
    if (found_) {
      status_.upper = states_.node(*found_).cost;
      answer.moves = moves_to(*found_);
    }
    if (answer.stopped == Stopped::no && status_.upper) status_.lower = *status_.upper;
    answer.optimal = status_.upper && status_.lower >= *status_.upper;
    if (answer.optimal) answer.stopped = Stopped::no;
    answer.status = status();
    return answer;
  }

 private:
  using Stopped = SearchAnswer::Stopped;
  using Numbers = std::vector<std::uint32_t>;

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

  /// Expands everything at threshold f, the newest first; stops at the first finished state.
  Stopped exhaust(std::size_t f) {
    while (!waiting_[f].empty() && !found_) {
      show();
      Numbers& all = waiting_[f];
      const std::size_t size = std::min(all.size(), Batch<Space>::most);
      const Numbers parents(all.end() - static_cast<std::ptrdiff_t>(size), all.end());
      const Stopped why = batch_.expand(parents, states_, f, room());
      if (why != Stopped::no) return why;
      const std::size_t children = batch_.children();
      if (states_.full(children) || next_bytes(children) > room()) return Stopped::by_memory;
      all.resize(all.size() - size);
      status_.expanded += size;
      status_.generated += children;
      found_ = batch_.keep(states_, all);
      batch_.each_later([&](std::size_t later, std::uint32_t n) {
        if (!status_.upper || static_cast<std::int64_t>(later) < *status_.upper) wait(later, n);
      });
    }
    return Stopped::no;
  }

  [[nodiscard]] SearchStatus status() const {
    SearchStatus s = status_;
    s.states = states_.size();
    s.bytes = bytes();
    return s;
  }
  void show() {
    const auto now = std::chrono::steady_clock::now();
    if (!options_.progress || now - shown_ < std::chrono::milliseconds(500)) return;
    shown_ = now;
    options_.progress(status());
  }

  [[nodiscard]] std::uint64_t bytes() const {
    std::uint64_t n = states_.bytes() + batch_.bytes();
    for (const Numbers& list : waiting_) n += list.capacity() * sizeof(std::uint32_t);
    return n;
  }
  /// What keeping `children` may add: a list that grows is held twice for a moment.
  [[nodiscard]] std::uint64_t next_bytes(std::size_t children) const {
    std::uint64_t n = states_.next_bytes(children) + children * sizeof(std::uint32_t);
    for (const Numbers& list : waiting_)
      if (list.size() + children + Batch<Space>::most > list.capacity())
        n += (2 * list.capacity() + children + Batch<Space>::most) * sizeof(std::uint32_t);
    return n;
  }
  /// What may be added to the tables.
  [[nodiscard]] std::uint64_t room() const {
    if (!options_.most_bytes) return std::uint64_t{1} << 62;
    const std::uint64_t held = bytes();
    return held < *options_.most_bytes ? *options_.most_bytes - held : 0;
  }

  /// The play behind node n. Kept states are representatives, so each macro move is made on its
  /// representative and its moves are carried back to the real vertices.
  sim::Moves moves_to(std::uint32_t n) const {
    Numbers path;
    for (; n != Shards<Space>::none; n = states_.node(n).parent) path.insert(path.begin(), n);
    const Symmetry& symmetry = batch_.symmetry();
    sim::Moves moves;
    Symmetry::Permutation real = Symmetry::identity();  // representative -> real
    for (std::size_t i = 1; i < path.size(); ++i) {
      const auto& from = states_.node(path[i - 1]);
      const auto& to = states_.node(path[i]);
      std::optional<Macro> way;
      typename Batch<Space>::Memo memo;
      Symmetry::Permutation turn = Symmetry::identity();
      const int paid = static_cast<int>(to.cost - from.cost);
      const int extra = paid + space_.estimate(to.state) - space_.estimate(from.state);
      (void)space_.expand(from.state, extra, [&](const State& child, int cost, const Macro& macro) {
        if (way || cost != paid) return;
        if (batch_.representative(child, memo, &turn).words == to.state.words) way = macro;
      });
      int cost = 0;
      sim::Moves made;
      (void)space_.apply(from.state, way.value(), cost, &made);
      for (const sim::Move& m : made) moves.push_back(symmetry.carried(m, real));
      real = symmetry.after_inverse(real, turn);
    }
    return moves;
  }

  const Space& space_;
  const SearchOptions& options_;
  Shards<Space> states_;
  Batch<Space> batch_;
  std::vector<Numbers> waiting_;  ///< per f
  SearchStatus status_;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
  std::optional<std::uint32_t> found_;
};

}  // namespace redblue::proofs_check::finder
