// The four games of interface 3a: what every vertex's two copies are, and what a move does to them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::check {

using sim::Vertex;

/// One move: `L v`, `S v`, `D v`, `C v`, `C v t` (term from 0), `C v !`.
struct Move {
  static constexpr std::int64_t whole = -1;
  static constexpr std::int64_t takes_over = -2;
  char kind;
  Vertex v;
  std::int64_t term = whole;
};

class Board {
 public:
  /// The start: a slow copy of each input. `rules` is one of the four names.
  Board(const sim::Dag& dag, const std::string& rules, std::uint64_t M);

  /// Plays `m` and returns null, or the first rule that it breaks; the board is of no use after that.
  const char* play(const Move& m);
  /// Null when fast memory is empty and every output is whole in slow memory, else the rule.
  const char* end();

  [[nodiscard]] std::uint64_t red() const { return red_count_; }
  [[nodiscard]] std::uint64_t cost() const { return cost_; }
  /// The vertex that the broken rule is about.
  [[nodiscard]] Vertex culprit() const { return culprit_; }

  /// All that the rest of a play depends on, as bytes (docs/certificates.md): flags by vertex, then the done
  /// terms of the fast copies, then those of the slow copies. `set_state` goes back to it.
  [[nodiscard]] const std::vector<std::uint8_t>& state() const { return state_; }
  void set_state(const std::vector<std::uint8_t>& state);

 private:
  enum Flag : std::uint8_t { is_red = 1, is_blue = 2, is_computed = 4 };

  [[nodiscard]] bool has(Vertex v, Flag f) const { return (state_[v] & f) != 0; }
  void set_red(Vertex v, bool red);
  [[nodiscard]] std::uint8_t* fast(Vertex v) { return state_.data() + fast_at_[v]; }
  [[nodiscard]] std::uint8_t* slow(Vertex v) { return state_.data() + fast_at_[v] + slow_after_; }
  [[nodiscard]] std::size_t bytes(Vertex v) const { return fast_at_[v + 1] - fast_at_[v]; }
  [[nodiscard]] std::uint32_t missing(Vertex v, const std::uint8_t* done) const;

  const char* load(Vertex v);
  const char* store(Vertex v);
  const char* discard(Vertex v);
  const char* compute(const Move& m);
  const char* whole(const Move& m);
  const char* term(Vertex v, std::uint32_t t);
  const char* operands(std::span<const Vertex> all);
  [[nodiscard]] bool lost(Vertex v) const;
  [[nodiscard]] bool plain_left(Vertex v) const;
  const char* broken(const char* rule, Vertex v) {
    culprit_ = v;
    return rule;
  }

  sim::Dag dag_;  ///< in classic and one_shot every vertex is computed at once
  bool once_, partial_, terms_;
  std::uint64_t M_;
  std::vector<bool> output_;
  std::vector<std::size_t>
      fast_at_;  ///< where in the state a vertex's done terms begin; one more than vertices
  std::size_t slow_after_ = 0;
  std::vector<std::uint8_t> plain_;  ///< terms without a star, laid out as the done terms

  std::vector<std::uint8_t> state_;
  std::vector<std::uint32_t> left_;       ///< terms not done in the fast copy
  std::vector<std::uint32_t> slow_left_;  ///< terms not done in the slow copy
  std::vector<std::uint32_t> uses_;       ///< partial: operands of terms not yet done
  std::uint64_t red_count_ = 0;
  std::uint64_t cost_ = 0;
  Vertex culprit_ = 0;
};

}  // namespace redblue::proofs_check::check
