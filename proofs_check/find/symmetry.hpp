// Symmetry: permutations of the vertices that leave a game as it is, and one state to stand for all its
// images.
//
// The group is held as a chain of stabilisers: level k has a base vertex and, for every vertex of its orbit
// under the permutations that fix the earlier bases, one permutation that brings it to the base. An image is
// chosen level by level: the orbit's vertex with the smallest signature goes to the base. So a state costs a
// few signatures in place of the whole group, and rows, keys and columns are sorted rather than permuted.
// Equal signatures of states that are no images of each other cost only reduction: every choice is an image.
#pragma once

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

  /// The image that stands for the state whose sets are `words`; `of_steps` tells sets of steps from sets of
  /// vertices. `turn`, where given, becomes the permutation that was used.
  template <std::size_t n>
  [[nodiscard]] std::array<Mask, n> representative(const std::array<Mask, n>& words,
                                                   const std::array<bool, n>& of_steps,
                                                   Permutation* turn = nullptr) const {
    if (trivial()) return words;
    Signatures signature;
    for (unsigned v = 0; v < vertices_; ++v) {
      std::uint64_t h = static_cast<std::uint64_t>(colour_[v]);
      for (std::size_t i = 0; i < n; ++i)
        if (!of_steps[i]) h = h * 2 + (words[i] >> v & 1);
      signature[v] = mix(h);
    }
    std::array<std::uint64_t, Game::most> of_step;
    for (unsigned t = 0; t < steps_; ++t) {
      std::uint64_t h = 1;
      for (std::size_t i = 0; i < n; ++i)
        if (of_steps[i]) h = h * 2 + (words[i] >> t & 1);
      of_step[t] = h;
    }
    refine(signature, of_step);
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

  void refine(Signatures& signature, const std::array<std::uint64_t, Game::most>& of_step) const;
  [[nodiscard]] Permutation choose(const Signatures& signature) const;

  unsigned vertices_, steps_;
  std::vector<Game::Step> step_;
  std::vector<std::uint8_t> operands_;  ///< of all steps, one after the other
  std::vector<std::size_t> operand_end_;
  std::vector<std::uint64_t> colour_;  ///< equal for vertices that may be images of each other
  std::vector<Level> levels_;
};

}  // namespace redblue::proofs_check::finder
