// Once: the search space of the games without recomputation, one_shot and partial, in normal form.
//
// Why the normal form loses nothing (docs/proofs.md has the arguments in full). Take a cheapest play.
//  lazy    A load may wait until the first use of what it brings, a store until just before the deletion, a
//          deletion until the word is needed: each frees or keeps words and no copy is missed. So a play is a
//          sequence of macro moves: choose a step, make exactly the room it lacks, load exactly what it misses.
//  fire    A step whose operands and target are red is done at once: it needs no word, a superset of done
//          steps is never worse, and in lazy plays a started target in fast memory is dark already, so no
//          slow copy is voided that somebody paid for.
//  vanish  A value that is needed no more leaves at once.
//  output  A finished output is stored at once: it must be stored once after its last step anyway.
//  better  If every step left that touches x also touches y, and x is not dark or y is, evicting x is never worse
//          than evicting y: keep y where the other play keeps x, and load x where it loads y.
#pragma once

#include <array>

#include <redblue/proofs_check/find/bit_tables.hpp>
#include <redblue/proofs_check/find/macro.hpp>
#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::find {

class Once {
 public:
  /// red: fast copies; dark: those of red without an equal slow copy; done: steps. Every other needed and
  /// started value has a slow copy.
  struct State {
    std::array<Mask, 3> words{};
    [[nodiscard]] Mask red() const { return words[0]; }
    [[nodiscard]] Mask dark() const { return words[1]; }
    [[nodiscard]] Mask done() const { return words[2]; }
  };
  static constexpr std::array<bool, 3> words_of_steps{false, false, true};

  explicit Once(const Game& game);

  [[nodiscard]] State start() const { return State{}; }
  [[nodiscard]] bool finished(const State& s) const { return s.done() == game_.all_steps; }

  /// Inputs still needed and not red, outputs not finished, spilled values still needed: each costs one more.
  [[nodiscard]] int estimate(const State& s) const {
    const Mask undone = game_.all_steps & ~s.done();
    const Mask unfinished = targets_(undone);
    return count(touched_(undone) & ~s.red() & (game_.inputs | targets_(s.done()))) +
           count(game_.outputs & unfinished);
  }

  /// Calls f(child, cost, macro) for every macro move of the normal form.
  template <class F>
  void expand(const State& s, const F& f) const {
    const Mask undone = game_.all_steps & ~s.done();
    const Mask unfinished = targets_(undone);
    const Better better = better_to_evict(s, undone);
    each(undone, [&](unsigned t) {
      const Game::Step& step = game_.steps[t];
      if ((step.operands & unfinished) != 0 || (step.before & undone) != 0) return;
      with_room(s, {.step = t}, step.operands | bit(step.v), better, f);
      if (game_.taken_over[step.v] != 0)
        with_room(s, {.step = t, .take_over = true}, step.operands, better, f);
    });
  }

  /// The state after `macro`; adds its cost to `cost` and, where `moves` is given, its moves to it.
  State apply(State s, const Macro& macro, int& cost, sim::Moves* moves) const;

  [[nodiscard]] const Game& game() const { return game_; }

 private:
  /// Per vertex in fast memory, those that it is never worse to evict in its place.
  using Better = std::array<Mask, Game::most>;
  [[nodiscard]] Better better_to_evict(const State& s, Mask undone) const;

  /// Evicts just enough words, in every way that no other beats.
  template <class F>
  void with_room(const State& s, Macro macro, Mask need, const Better& better, const F& f) const {
    const Mask may_go = s.red() & ~need;
    const int over = static_cast<int>(count(s.red() | need) - game_.M);
    if (over <= count(may_go)) choose(s, macro, may_go, may_go, over, better, f);
  }
  template <class F>
  void choose(const State& s, Macro& macro, Mask may_go, Mask from, int over, const Better& better, const F& f) const {
    if (over <= 0) {
      Mask rather = 0;
      each(macro.evict, [&](unsigned v) { rather |= better[v]; });
      if ((rather & may_go & ~macro.evict) != 0) return;
      int cost = 0;
      const State child = apply(s, macro, cost, nullptr);
      return f(child, cost, macro);
    }
    for (; count(from) >= over; from &= from - 1) {
      const Mask one = from & (~from + 1);
      macro.evict |= one;
      choose(s, macro, may_go, from & ~one, over - 1, better, f);
      macro.evict &= ~one;
    }
  }
  void settle(State& s, int& cost, sim::Moves* moves) const;

  const Game& game_;
  UnionTable touched_;   ///< steps -> their operands and targets
  UnionTable targets_;   ///< steps -> their targets
};

}  // namespace redblue::proofs_check::find
