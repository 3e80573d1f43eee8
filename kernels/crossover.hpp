// Where the fused kernel begins to move fewer words than the one of two phases: near M = d^2 in theory
// (docs/schedules.md), at an exact M for the kernels' plans, and seen by running both on either side of it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/kernels/confirm.hpp>

namespace redblue::kernels {

/// Head dimensions of a sweep: both sides of M = d^2 for each, as far as a block has that many words.
inline constexpr std::array<Extent, 4> sweep_dimensions{64, 128, 256, 512};

/// Two kernels whose words are alike. Unit of `most`: their words.
struct Rivals {
  std::string_view two_phase;
  std::string_view fused;
  Extent most;  ///< that a block has
};
/// In fp32, and in bfloat16.
[[nodiscard]] std::span<const Rivals> rivals();

struct Crossover {
  Rivals between;
  Extent d = 0;
  /// By closed form: the least M from which the fused kernel fits and two phases never move fewer words, up
  /// to what a block has; empty where two phases still do there.
  std::optional<sim::Words> predicted;
  /// Whichever fit at d^2/4, d^2/2, d^2, 2 d^2, 4 d^2, the most that a block has, and M around the
  /// prediction; M rising, two phases first.
  std::vector<Confirmation> rows;

  /// Among `rows`, by the counter of the GPU where there is one: as `predicted`.
  [[nodiscard]] std::optional<sim::Words> counted() const;
  /// Among `rows`, all of them timed on a GPU: the least M from which the fused kernel is never slower.
  [[nodiscard]] std::optional<sim::Words> faster() const;
  [[nodiscard]] bool on_gpu() const;
  /// Every row is exact, and what was counted is what was predicted.
  [[nodiscard]] bool ok() const;
  /// A line: from which M on, as predicted and as counted (on a GPU: measured, and timed).
  [[nodiscard]] std::string sentence() const;
};

/// N x N attention at head dimension d; no rows where neither kernel is compiled for d. Throws: as confirm.
[[nodiscard]] Crossover crossover(const Rivals& between, Extent N, Extent d, std::uint64_t seed);

/// Why a sweep at N and d is more than the CPU back end runs; empty where it is not.
[[nodiscard]] std::string why_sweep_too_long(Extent N, Extent d);

/// The same for all rivals with rows, a d after the other.
[[nodiscard]] std::vector<Crossover> crossovers(const std::vector<Extent>& dimensions, Extent N,
                                                std::uint64_t seed);

}  // namespace redblue::kernels
