// The choice of the phase length X. Every X proves something, so a poor choice is never wrong, only weak;
// the value at the chosen X is exact.
//
// Only X with at most ten significant bits are looked at (and two that M has no say in), the same ones at
// every M: at a given X no bound grows with M, so neither does the best of them. As a function of X a bound
// is a saw, one tooth for each number of phases, under a smooth ceiling. Many phases: find the top of the
// ceiling and walk down its sides until it is under the best tooth seen. Few phases: the teeth are wide, so
// look for them.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include <redblue/proofs_check/bound.hpp>
#include <redblue/proofs_check/bounds/finite_form.hpp>

namespace redblue::proofs_check::bounds {

/// Numbers with at most `bits` significant bits.
struct Grid {
  int bits;
  /// The distance from X >= 1 to the next one.
  [[nodiscard]] double step(double X) const { return std::ldexp(1.0, std::max(0, std::ilogb(X) - bits + 1)); }
  [[nodiscard]] double below(double X) const { return X - step(std::max(1.0, X - 1)); }
  [[nodiscard]] double above(double X) const { return X + step(X); }
  /// The last one that is not above X >= 1.
  [[nodiscard]] double floor(double X) const { return step(X) * round_down(X / step(X)); }
};

inline constexpr Grid fine{10};
inline constexpr Grid coarse{5};

/// The best three X seen, best first.
class Shortlist {
 public:
  struct Seen {
    double X = 1;
    double value = 0;
  };
  void add(double X, double value) {
    Seen next{X, value};
    for (Seen& s : seen_)
      if (next.value > s.value) std::swap(next, s);
  }
  [[nodiscard]] double best() const { return seen_[0].value; }
  [[nodiscard]] const std::array<Seen, 3>& seen() const { return seen_; }

 private:
  std::array<Seen, 3> seen_{};
};

/// Looks for the best X of one goal, in doubles. A Goal has M, `prove(X)` in double and Int128, a
/// `ceiling(X)` that no prove(X) exceeds, the words `taken_off()` its charges, and a `favourite()` X.
template <class Goal>
class Search {
 public:
  Search(const Goal& goal, Int128 longest) : goal_(goal) {
    const auto M = static_cast<double>(goal.M);
    const auto last = static_cast<double>(longest);
    from_ = coarse.floor(std::max(1.0, std::min(M / 4, last)));
    to_ = std::min(last, std::max(4 * M, 64.0));
  }

  /// Phases at the top of the ceiling.
  [[nodiscard]] double phases() const {
    return (top_.value + static_cast<double>(goal_.taken_off())) / top_.X;
  }

  [[nodiscard]] const Shortlist& run() {
    for (double X = from_; X <= to_; X = coarse.above(X))
      if (const double height = goal_.ceiling(X); height > top_.value) top_ = {X, height};
    if (top_.value <= 0) return found_;
    if (to_ - from_ <= 256)
      everywhere(from_, to_);
    else
      phases() > 8 ? down_the_sides() : at_the_teeth();
    return found_;
  }

 private:
  void down_the_sides() {
    constexpr int most_steps = 300;
    double X = top_.X;
    for (int i = 0; i < most_steps && X >= 1 && goal_.ceiling(X) >= found_.best(); ++i, X = fine.below(X))
      found_.add(X, goal_.prove(X));
    X = fine.above(top_.X);
    for (int i = 0; i < most_steps && X <= to_ && goal_.ceiling(X) >= found_.best(); ++i, X = fine.above(X))
      found_.add(X, goal_.prove(X));
  }

  void at_the_teeth() {
    Shortlist tips;
    double before = 0, here = 0;
    for (double X = from_; X <= to_; X = coarse.above(X)) {
      const double after = goal_.prove(X);
      if (here >= before && here >= after) tips.add(coarse.below(X), here);
      before = here;
      here = after;
    }
    tips.add(coarse.floor(to_), here);
    for (const auto& tip : tips.seen())
      everywhere(std::max(1.0, coarse.below(tip.X)), std::min(to_, coarse.above(tip.X)));
  }

  void everywhere(double from, double to) {
    for (double X = from; X <= to; X = fine.above(X)) found_.add(X, goal_.prove(X));
  }

  const Goal& goal_;
  double from_;
  double to_;
  Shortlist::Seen top_{1, 0};
  Shortlist found_;
};

/// The best proof over X; nothing where the numbers are too large to be exact.
template <class Goal>
[[nodiscard]] Proven best_X(const Goal& goal) {
  Proven best{Words{0}, {}};
  if (goal.items() > most_items || goal.M >= most_words) return best;
  // A phase of length `alone` is never used up. Longer ones say no more, except in phase_both, where both
  // stay below compulsory (docs/bounds.md).
  const Int128 alone = goal.F.least(goal.items()) + 1;
  const auto look = [&](Int128 X) {
    if (X < 1 || goal.M + X > most_words) return;
    const Int128 words = goal.prove(X);
    if (words > best.words.count()) best = {Words{words}, X};
  };
  Search<Goal> search{goal, alone};
  for (const auto& s : search.run().seen()) look(static_cast<Int128>(s.X));
  look(alone);
  look(std::min(alone, goal.favourite()));
  // From here on the teeth are too small to tell one M from the next: X may follow M.
  if (search.phases() > 0x1p20) look(goal.M), look(2 * goal.M);
  return best;
}

}  // namespace redblue::proofs_check::bounds
