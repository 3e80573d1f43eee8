// Which words and pairs a phase has seen: each carries the number of the last phase that counted it, so a new
// phase costs nothing.
#pragma once

#include <redblue/proofs_check/prove/execution.hpp>

namespace redblue::proofs_check::prove {

/// Marks that fall off when the phase ends.
class Stamps {
 public:
  explicit Stamps(Int128 size) : last_(static_cast<std::size_t>(size)) {}
  /// True the first time in this phase.
  bool first(std::size_t i, std::uint32_t phase) {
    if (last_[i] == phase) return false;
    last_[i] = phase;
    return true;
  }
  [[nodiscard]] bool has(std::size_t i, std::uint32_t phase) const { return last_[i] == phase; }

 private:
  std::vector<std::uint32_t> last_;
};

/// Words of Q, K, V and O, and products.
class WordStamps {
 public:
  explicit WordStamps(const AttentionShape& s);
  void score(const NodeInfo& product, std::uint32_t phase, Phase& now);
  void event(const NodeInfo& product, std::uint32_t phase, Phase& now);

 private:
  std::size_t Nk_, dk_, dv_;
  Stamps Q_, K_, V_, O_, triples_;
};

/// Scores (i, j).
class PairStamps {
 public:
  explicit PairStamps(const AttentionShape& s);

  /// A useful word of the pair is there to go on with.
  void covered(const NodeInfo& score, std::uint32_t phase) { covered_.first(pair(score), phase); }
  [[nodiscard]] bool is_covered(const NodeInfo& score, std::uint32_t phase) const {
    return covered_.has(pair(score), phase);
  }
  /// The pair is charged in this phase.
  void fresh(const NodeInfo& score, std::uint32_t phase);
  /// A product q k of a score that was begun in phase `begun`.
  void scored(const NodeInfo& score, std::uint32_t phase, std::uint32_t begun);
  /// A product p v with a score that was begun in phase `begun`.
  void used(const NodeInfo& score, std::uint32_t phase, std::uint32_t begun);

  /// Pairs of the phase that ends; by their score products alone where `by_scores`.
  void close(bool by_scores, std::uint32_t phase, Phase& now);
  /// Stretches between fresh phases of a pair, of both kinds.
  void count_intervals(Phases& whole) const;

 private:
  struct Span {
    std::uint32_t from, to;  ///< phases of the first and the last product of one score
  };
  [[nodiscard]] std::size_t pair(const NodeInfo& score) const {
    return static_cast<std::size_t>(score.row) * Nk_ + static_cast<std::size_t>(score.col);
  }
  void touch(std::size_t pair, std::uint32_t phase) {
    if (touched_.first(pair, phase)) of_phase_.push_back(pair);
  }

  std::size_t Nk_;
  std::int32_t dk_;
  Stamps covered_, touched_, scored_, used_, carried_, whole_, rows_, cols_;
  std::vector<std::size_t> of_phase_;                 ///< touched in it
  std::vector<std::vector<std::uint32_t>> fresh_in_;  ///< by pair; empty but for phase_both
  std::vector<std::vector<Span>> spans_;
};

}  // namespace redblue::proofs_check::prove
