// Where flash_attention_2 begins to move fewer words than two_phase: near M = d^2 in theory
// (docs/schedules.md), at an exact M for the kernels' plans, and measured by running both kernels on either
// side of it.
#pragma once

#include <optional>
#include <vector>

#include <redblue/kernels/confirm.hpp>

namespace redblue::kernels {

/// Head dimensions of a sweep: both sides of M = d^2 for each.
inline constexpr std::array<Extent, 4> sweep_dimensions{64, 128, 256, 512};

struct Crossover {
  Extent d = 0;
  /// By closed form: the least M from which two_phase never moves fewer words, up to what a block has; empty
  /// where two_phase still does there.
  std::optional<sim::Words> predicted;
  /// Both kernels at d^2/4, d^2/2, d^2, 2 d^2, 4 d^2, the most that a block has, and M around the prediction,
  /// where they fit; pairs (two_phase, flash_attention_2), M rising.
  std::vector<Confirmation> rows;

  /// Among `rows`: the least M from which the counted words of two_phase are never fewer; empty as above.
  [[nodiscard]] std::optional<sim::Words> measured() const;
  /// Every row is exact, and what was measured is what was predicted.
  [[nodiscard]] bool ok() const;
};

/// N x N attention at head dimension d. Throws: as confirm.
[[nodiscard]] Crossover crossover(Extent N, Extent d, std::uint64_t seed);

}  // namespace redblue::kernels
