// Symmetry: permutations of the vertices that leave a game as it is, and one state to stand for all its
// images.
//
// The group is held as a chain of stabilisers: level k has a base vertex and, for every vertex of its orbit
// under the permutations that fix the earlier bases, one permutation that brings it to the base. An image is
// chosen level by level: the orbit's vertex with the smallest signature goes to the base. So a state costs a
// few signatures in place of the whole group, and rows, keys and columns are sorted rather than permuted.
// Equal signatures of states that are no images of each other cost only reduction: every choice is an image.
#pragma once

#include <algorithm>
#include <array>

#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check::finder {

class Symmetry {
 public:
  struct Permutation {
    std::array<std::uint8_t, Game::most> vertex{};
    std::array<std::uint8_t, Game::most> step{};
  };

  using Signatures = std::array<std::uint64_t, Game::most>;

  static constexpr std::uint64_t mix(std::uint64_t h) {
    h = (h ^ (h >> 31)) * 0x9e3779b97f4a7c15U;
    return h ^ (h >> 29);
  }

  explicit Symmetry(const Game& game);

  /// How many permutations there are. Unit: none; a large group saturates.
  [[nodiscard]] double order() const;
  [[nodiscard]] bool trivial() const { return levels_.empty(); }

  [[nodiscard]] static Permutation identity();
  /// First the inverse of `turn`, then `then`.
  [[nodiscard]] Permutation after_inverse(const Permutation& then, const Permutation& turn) const;
  /// `move` with its vertex and term replaced by their images.
  [[nodiscard]] sim::Move carried(const sim::Move& move, const Permutation& by) const;

  /// What one state after the other is told by, kept while the next has the same key.
  template <std::size_t n>
  struct Memo {
    std::array<Mask, n> key{};
    bool filled = false;
    Signatures by_key;
  };

  /// The image that stands for the state whose sets are `words`; `of_steps` tells sets of steps from sets of
  /// vertices. Images agree in the sets of `of_key`, whatever the others hold, where signatures tell them.
  /// `turn`, where given, becomes the permutation that was used.
  template <std::size_t n>
  [[nodiscard]] std::array<Mask, n> representative(const std::array<Mask, n>& words,
                                                   const std::array<bool, n>& of_steps,
                                                   const std::array<bool, n>& of_key, Memo<n>& memo,
                                                   Permutation* turn = nullptr) const {
    if (trivial()) return words;
    const auto refine_by = [&](bool key, Signatures& signature) {
      const auto elements = [&](bool step, unsigned x) {
        std::uint64_t h = 1;
        for (std::size_t i = 0; i < n; ++i)
          if (of_steps[i] == step && of_key[i] == key) h = h * 2 + (words[i] >> x & 1);
        return h;
      };
      Signatures of_step;
      for (unsigned v = 0; v < vertices_; ++v) signature[v] = mix(signature[v] + elements(false, v));
      for (unsigned t = 0; t < steps_; ++t) of_step[t] = elements(true, t);
      refine(signature, of_step, key ? 2 : 1);
    };
    std::array<Mask, n> key{};
    for (std::size_t i = 0; i < n; ++i) key[i] = of_key[i] ? words[i] : 0;
    if (!memo.filled || memo.key != key) {
      std::copy(colour_.begin(), colour_.end(), memo.by_key.begin());
      refine_by(true, memo.by_key);
      memo.key = key;
      memo.filled = true;
    }
    Signatures signature = memo.by_key;
    refine_by(false, signature);
    for (unsigned v = 0; v < vertices_; ++v)
      signature[v] = (memo.by_key[v] & ~std::uint64_t{0xffffffffU}) | signature[v] >> 32;
    const Permutation p = choose(signature);
    if (turn != nullptr) *turn = p;
    std::array<Mask, n> image{};
    for (std::size_t i = 0; i < n; ++i) {
      const auto& to = of_steps[i] ? p.step : p.vertex;
      each(words[i], [&](unsigned x) { image[i] |= bit(to[x]); });
    }
    return image;
  }

  /// Every vertex permutation that a level holds; for tests.
  [[nodiscard]] std::vector<Permutation> generators() const;

 private:
  struct Level {
    std::vector<std::uint8_t> orbit;   ///< its first vertex is the base
    std::vector<Permutation> to_base;  ///< per vertex of the orbit
  };

  void refine(Signatures& signature, const Signatures& of_step, int rounds) const;
  [[nodiscard]] Permutation choose(const Signatures& signature) const;

  unsigned vertices_, steps_;
  std::vector<Game::Step> step_;
  std::vector<std::uint8_t> operands_;  ///< of all steps, one after the other
  std::vector<std::size_t> operand_end_;
  std::vector<std::uint64_t> colour_;  ///< equal for vertices that may be images of each other
  std::vector<Level> levels_;
};

}  // namespace redblue::proofs_check::finder
