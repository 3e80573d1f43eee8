// Once: the search space of the games without recomputation, one_shot and partial, in normal form.
//
// Why the normal form loses nothing (docs/proofs.md has the arguments in full). Take a cheapest play.
//  lazy    A load may wait until the first use of what it brings, a store until just before the deletion, a
//          deletion until the word is needed: each frees or keeps words and no copy is missed. So a play is a
//          sequence of macro moves: choose a step, make exactly the room it lacks, load exactly what it
//          misses.
//  fire    A step whose operands and target are red is done at once: it needs no word, a superset of done
//          steps is never worse, and in lazy plays a started target in fast memory is dark already, so no
//          slow copy is voided that somebody paid for.
//  vanish  A value that is needed no more leaves at once.
//  output  A finished output is stored at once: it must be stored once after its last step anyway.
//  better  If every play touches y no later than x, evicting a light x is never worse than evicting y: keep y
//          where the other play keeps x, and load x where it loads y. A dark x only in place of a dark y that
//          is unfinished, hence dark again after its next step, or that the same steps touch.
#pragma once

#include <algorithm>
#include <array>

#include <redblue/proofs_check/find/bit_tables.hpp>
#include <redblue/proofs_check/find/macro.hpp>
#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

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
  static constexpr std::array<bool, 3> words_of_key{false, false, true};

  /// Without `prune` every choice of words to evict is tried.
  Once(const Game& game, bool prune);

  [[nodiscard]] State start() const { return State{}; }
  [[nodiscard]] bool finished(const State& s) const { return s.done() == game_.all_steps; }

  /// States with the same key may beat each other.
  [[nodiscard]] static std::array<Mask, 1> key(const State& s) { return {s.done()}; }

  /// Store what is dark in a only, let go what is red in a only, load what is red in b only: then a is worth
  /// b.
  [[nodiscard]] static int price(const State& a, const State& b) {
    return count(a.dark() & ~b.dark()) + count(b.red() & ~a.red());
  }

  /// Inputs still needed and not red, outputs not finished, spilled values still needed: each costs one more.
  [[nodiscard]] int estimate(const State& s) const {
    const Mask undone = game_.all_steps & ~s.done();
    const Mask unfinished = targets_(undone);
    return count(touched_(undone) & ~s.red() & (game_.inputs | targets_(s.done()))) +
           count(game_.outputs & unfinished);
  }

  /// Calls f(child, cost, macro) for every macro move of the normal form whose cost plus the child's estimate
  /// is `extra` above the state's own estimate. Gives the smallest larger `extra` that others may have.
  ///
  /// That sum is known beforehand: a load costs one and saves one in the estimate, so does the store of an
  /// output; every word that has to go costs one, and one more where it is stored first.
  template <class F>
  int expand(const State& s, int extra, const F& f) const {
    Expansion now{s, game_.all_steps & ~s.done(), extra};
    const Mask unfinished = targets_(now.undone);
    if (prune_) now.better = better_to_evict(s, now.undone);
    each(now.undone, [&](unsigned t) {
      const Game::Step& step = game_.steps[t];
      if ((step.operands & unfinished) != 0 || (step.before & now.undone) != 0) return;
      with_room(now, {.step = t}, step.operands | bit(step.v), f);
      if (game_.taken_over[step.v] != 0) with_room(now, {.step = t, .take_over = true}, step.operands, f);
    });
    return now.later;
  }

  /// The state after `macro`; adds its cost to `cost` and, where `moves` is given, its moves to it.
  State apply(State s, const Macro& macro, int& cost, sim::Moves* moves) const;

  [[nodiscard]] const Game& game() const { return game_; }

 private:
  /// Per vertex in fast memory, a set of others.
  using Better = std::array<Mask, Game::most>;
  /// Those that it is never worse to evict in its place.
  [[nodiscard]] Better better_to_evict(const State& s, Mask undone) const;
  /// Those that every play touches no later.
  [[nodiscard]] Better no_later(const State& s, Mask undone) const;
  [[nodiscard]] Mask touching(unsigned v, Mask undone) const {
    return (game_.own[v] | game_.uses[v]) & undone;
  }

  struct Expansion {
    const State& s;
    Mask undone;
    int extra;
    int later = no_more;
    Better better{};
  };
  /// One step's choice of words to evict.
  struct Choice {
    Macro macro;
    Mask may_go;
    int light, dark;  ///< how many of each are still to be chosen
  };

  /// Evicts just enough words, in every way that no other beats.
  template <class F>
  void with_room(Expansion& now, const Macro& macro, Mask need, const F& f) const {
    const State& s = now.s;
    const Mask may_go = s.red() & ~need;
    const int over = std::max(0, static_cast<int>(count(s.red() | need) - game_.M));
    const int darks = count(may_go & s.dark());
    const int lights = count(may_go) - darks;
    if (over > lights + darks) return;
    int least = over;
    if (macro.take_over) {
      const Mask taken =
          game_.taken_over[game_.steps[macro.step].v] & touched_(now.undone & ~bit(macro.step));
      least += count(taken) + count(taken & s.dark());
    }
    const int stored = now.extra - least;  // the number of words evicted dark
    const int fewest = std::max(0, over - lights);
    const int most = std::min(over, darks);
    if (stored < fewest)
      now.later = std::min(now.later, least + fewest);
    else if (stored < most)
      now.later = std::min(now.later, now.extra + 1);
    if (stored < fewest || stored > most) return;
    Choice choice{macro, may_go, over - stored, stored};
    choose(now, choice, may_go & ~s.dark(), may_go & s.dark(), f);
  }
  template <class F>
  void choose(const Expansion& now, Choice& c, Mask lights, Mask darks, const F& f) const {
    const bool light = c.light > 0;
    int& left = light ? c.light : c.dark;
    if (left == 0) return go(now, c, f);
    Mask& from = light ? lights : darks;
    --left;
    for (; count(from) > left;) {
      const Mask one = from & (~from + 1);
      from &= ~one;
      c.macro.evict |= one;
      choose(now, c, lights, darks, f);
      c.macro.evict &= ~one;
    }
    ++left;
  }
  template <class F>
  void go(const Expansion& now, const Choice& c, const F& f) const {
    Mask rather = 0;
    each(c.macro.evict, [&](unsigned v) { rather |= now.better[v]; });
    if ((rather & c.may_go & ~c.macro.evict) != 0) return;
    int cost = 0;
    const State child = apply(now.s, c.macro, cost, nullptr);
    f(child, cost, c.macro);
  }
  void settle(State& s, int& cost, sim::Moves* moves) const;

  const Game& game_;
  bool prune_;
  UnionTable touched_;      ///< steps -> their operands and targets
  UnionTable targets_;      ///< steps -> their targets
  std::vector<Mask> past_;  ///< per step, itself and those that every play does before it
};

}  // namespace redblue::proofs_check::finder
