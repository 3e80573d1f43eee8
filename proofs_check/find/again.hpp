// Again: the search space of the games with recomputation, classic and partial_recompute, in normal form.
//
// Copies with more done steps are never worse, and neither is one more copy in slow memory or one more word
// kept in fast memory (docs/proofs.md). So, as in once.hpp: loads wait until their first use, stores and
// deletions until the word is needed, steps whose operands and started target are red are done at once, what
// no missing output can use vanishes, and finished outputs are stored at once. New here: a finished value
// without an equal slow copy may be dropped unsaved, since it can be computed again. A begun accumulation is
// never dropped unsaved: all that made the copy would have been for nothing.
#pragma once

#include <algorithm>
#include <array>

#include <redblue/proofs_check/find/bit_tables.hpp>
#include <redblue/proofs_check/find/macro.hpp>

namespace redblue::proofs_check::finder {

class Again {
 public:
  /// red, blue: vertices with a fast, a slow copy; fast, slow: the steps done in them.
  struct State {
    std::array<Mask, 4> words{};
    [[nodiscard]] Mask red() const { return words[0]; }
    [[nodiscard]] Mask blue() const { return words[1]; }
    [[nodiscard]] Mask fast() const { return words[2]; }
    [[nodiscard]] Mask slow() const { return words[3]; }
  };
  static constexpr std::array<bool, 4> words_of_steps{false, false, true, true};
  static constexpr std::array<bool, 4> words_of_key{false, true, false, true};

  explicit Again(const Game& game);

  [[nodiscard]] State start() const { return {{0, game_.inputs, 0, 0}}; }
  [[nodiscard]] bool finished(const State& s) const { return missing_outputs(s) == 0; }

  /// States with the same slow copies may beat each other.
  [[nodiscard]] static std::array<Mask, 2> key(const State& s) { return {s.blue(), s.slow()}; }

  /// Let go what is red in a only, load what is red in b only: then a is b. An unfinished copy is not let go:
  /// the normal form would not.
  [[nodiscard]] int price(const State& a, const State& b) const {
    const Mask loads = b.red() & ~a.red();
    const Mask lost = a.red() & ~b.red();
    const Mask other =
        ((a.fast() ^ b.fast()) & own_(a.red() & b.red())) | ((b.fast() ^ a.slow()) & own_(loads));
    if (other != 0 || (loads & ~a.blue()) != 0 || game_.complete(lost, a.fast()) != lost) return no_price;
    return count(loads);
  }

  /// Missing outputs, and inputs not red that a step which must still be done needs.
  [[nodiscard]] int estimate(const State& s) const;

  /// As Once::expand.
  template <class F>
  int expand(const State& s, int extra, const F& f) const {
    Expansion now{s, extra, estimate(s), 0, 0};
    const Mask missing = missing_outputs(s);
    each(missing, [&](unsigned v) { now.useful |= sources_[v]; });
    now.whole_in_slow = game_.complete(s.blue(), s.slow());
    each(targets_of_steps_ & now.useful, [&](unsigned v) {
      each(game_.own[v] & ~((s.red() >> v & 1) != 0 ? s.fast() : 0),
           [&](unsigned t) { try_step(now, t, f); });
    });
    return now.later;
  }

  State apply(State s, const Macro& macro, int& cost, sim::Moves* moves) const;

  [[nodiscard]] const Game& game() const { return game_; }

 private:
  struct Expansion {
    const State& s;
    int extra;
    int estimate;
    Mask useful;         ///< what missing outputs are made from
    Mask whole_in_slow;  ///< vertices with a complete slow copy
    int later = no_more;
  };

  template <class F>
  void try_step(Expansion& now, unsigned t, const F& f) const {
    const State& s = now.s;
    const Game::Step& step = game_.steps[t];
    const Mask v = bit(step.v);
    // A red operand that is not complete would have to be finished first.
    const Mask ready = (s.red() & whole_in_fast(s)) | (~s.red() & now.whole_in_slow);
    if ((step.operands & ~ready) != 0) return;
    const bool red = (s.red() & v) != 0;
    const Mask kept = (s.blue() & v) != 0 ? s.slow() & game_.own[step.v] : 0;
    const Mask held = red ? s.fast() : 0;
    const bool can_go_on = !red && kept != 0 && (kept & bit(t)) == 0 && (step.before & ~kept) == 0;
    if (can_go_on) with_room(now, {.step = t}, step.operands | v, f);
    if ((step.before & ~held) == 0) {
      with_room(now, {.step = t, .fresh = true}, step.operands | v, f);
      if (game_.taken_over[step.v] != 0)
        with_room(now, {.step = t, .take_over = true, .fresh = true}, step.operands, f);
    }
  }
  template <class F>
  void with_room(Expansion& now, Macro macro, Mask need, const F& f) const {
    const Mask may_go = now.s.red() & ~need;
    const int over = std::max(0, static_cast<int>(count(now.s.red() | need) - game_.M));
    if (over <= count(may_go)) choose(now, macro, may_go, over, f);
  }
  template <class F>
  void choose(Expansion& now, Macro& macro, Mask from, int over, const F& f) const {
    if (over == 0) return save_or_drop(now, macro, f);
    for (; count(from) >= over;) {
      const Mask one = from & (~from + 1);
      from &= ~one;
      macro.evict |= one;
      choose(now, macro, from, over - 1, f);
      macro.evict &= ~one;
    }
  }
  /// Every way to drop some of the finished values that leave.
  template <class F>
  void save_or_drop(Expansion& now, Macro& macro, const F& f) const {
    Mask leaving = macro.evict;
    if (macro.take_over) leaving |= game_.taken_over[game_.steps[macro.step].v];
    const Mask free = leaving & whole_in_fast(now.s) & ~now.whole_in_slow & now.useful;
    for (Mask drop = free;; drop = (drop - 1) & free) {
      macro.drop = drop;
      go(now, macro, f);
      if (drop == 0) return;
    }
  }
  template <class F>
  void go(Expansion& now, const Macro& macro, const F& f) const {
    int cost = 0;
    const State child = apply(now.s, macro, cost, nullptr);
    const int extra = cost + estimate(child) - now.estimate;
    if (extra == now.extra) f(child, cost, macro);
    if (extra > now.extra) now.later = std::min(now.later, extra);
  }

  [[nodiscard]] Mask missing_outputs(const State& s) const {
    return game_.outputs & ~game_.complete(game_.outputs & s.blue(), s.slow());
  }
  [[nodiscard]] Mask whole_in_fast(const State& s) const { return game_.complete(s.red(), s.fast()); }
  void settle(State& s, int& cost, sim::Moves* moves) const;

  const Game& game_;
  UnionTable own_;  ///< vertices -> their steps
  Mask targets_of_steps_ = 0;
  std::vector<Mask> sources_;  ///< per vertex, itself and everything it is made from
};

}  // namespace redblue::proofs_check::finder
