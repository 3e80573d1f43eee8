// Game: a graph under the rules of one pebble game (theory 1.2, interface 3a), on machine words.
//
// Up to 64 vertices and 64 steps, so that a set is one word. A step is the smallest thing that is computed: a
// term of an accumulation, a val, and in the classic games a whole vertex. The rules are here and nowhere
// else among the finders; the trusted checker has rules of its own.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/dag.hpp>
#include <redblue/sim/moves.hpp>

namespace redblue::proofs_check {

/// A set of vertices or of steps.
using Mask = std::uint64_t;
[[nodiscard]] constexpr Mask bit(unsigned i) { return Mask{1} << i; }
[[nodiscard]] constexpr unsigned lowest(Mask m) { return static_cast<unsigned>(std::countr_zero(m)); }
/// Without a population count among the guaranteed instructions, std::popcount is a call; this is not.
[[nodiscard]] constexpr int count(Mask m) {
  m -= m >> 1 & 0x5555555555555555U;
  m = (m & 0x3333333333333333U) + (m >> 2 & 0x3333333333333333U);
  m = (m + (m >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  return static_cast<int>(m * 0x0101010101010101U >> 56);
}

/// Calls `f` with every element of `m`, smallest first.
template <class F>
constexpr void each(Mask m, const F& f) {
  for (; m != 0; m &= m - 1) f(lowest(m));
}

/// Who is where. `fast` holds the steps done in fast copies, `slow` those in slow copies.
struct Position {
  Mask red = 0;   ///< vertices with a fast copy
  Mask blue = 0;  ///< vertices with a slow copy
  Mask fast = 0;
  Mask slow = 0;
  Mask ever = 0;  ///< one_shot, partial: steps that were done at any time
  friend bool operator==(const Position&, const Position&) = default;
};

class Game {
 public:
  static constexpr std::size_t most = 64;  ///< vertices, and steps

  struct Step {
    sim::Vertex v;
    std::int32_t term;  ///< as a move carries it
    Mask operands;
    Mask before;  ///< steps that must be done first: those without a star
  };

  /// True when `dag` has few enough vertices and steps.
  [[nodiscard]] static bool fits(const sim::Dag& dag, Rules rules);

  /// Needs fits(dag, rules); `rules` is one of the four games.
  Game(const sim::Dag& dag, Rules rules, std::int64_t M);

  [[nodiscard]] Position start() const { return {.blue = inputs}; }
  [[nodiscard]] bool finished(const Position& p) const {
    return p.red == 0 && (outputs & ~p.blue) == 0 && complete(outputs, p.slow) == outputs;
  }

  /// Plays `move`, or says no and leaves `p` as it was or half-played.
  [[nodiscard]] bool play(Position& p, const sim::Move& move) const;

  /// Every move that has the right form; the illegal ones among them are for `play` to refuse.
  [[nodiscard]] const std::vector<sim::Move>& moves() const { return moves_; }

  /// Those of `values` all of whose steps are in `done`.
  [[nodiscard]] Mask complete(Mask values, Mask done) const {
    Mask whole = 0;
    each(values, [&](unsigned v) { whole |= (own[v] & ~done) == 0 ? bit(v) : 0; });
    return whole;
  }
  [[nodiscard]] bool once() const { return rules == Rules::one_shot || rules == Rules::partial; }
  [[nodiscard]] bool with_terms() const {
    return rules == Rules::partial || rules == Rules::partial_recompute;
  }

  /// The smallest M under which the graph can be pebbled: every step has room, the rest is in slow memory.
  [[nodiscard]] std::int64_t smallest_M() const;

  Rules rules;
  std::int64_t M;
  unsigned vertices = 0;
  Mask inputs = 0, outputs = 0, accs = 0;
  Mask all_steps = 0;
  std::vector<Step> steps;
  std::vector<Mask> own;         ///< per vertex, its steps
  std::vector<Mask> uses;        ///< per vertex, the steps it is an operand of
  std::vector<Mask> taken_over;  ///< per vertex, the operand whose word it may take, as a set

 private:
  [[nodiscard]] bool compute(Position& p, const sim::Move& move) const;
  [[nodiscard]] bool discard(Position& p, sim::Vertex v) const;
  void add_step(sim::Vertex v, std::int32_t term, Mask operands, Mask before);

  std::vector<sim::Move> moves_;
};

}  // namespace redblue::proofs_check
