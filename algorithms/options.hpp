// What a user may ask of a schedule (flags of the same names on the command line).
#pragma once

#include <optional>

#include <redblue/sim/words.hpp>

namespace redblue::algorithms {

using sim::Extent;

/// How the tile sizes are chosen.
struct TileChoice {
  enum class Rule { best, published, given, kernel };
  Rule rule = Rule::best;
  Extent Br = 0;  ///< given: rows of a tile
  Extent Bc = 0;  ///< given: columns of a tile
  friend constexpr bool operator==(const TileChoice&, const TileChoice&) = default;
};

/// Where flash_attention's O, l, m start: on chip, or zero-filled in slow memory as printed.
enum class Init { onchip, slow };

/// Statistics kept per row; the value is sigma of theory 2.10.
enum class Stats : int { none = 0, sum = 1, max = 2 };

struct Options {
  TileChoice tiles{};
  Init init = Init::onchip;
  Stats stats = Stats::max;
  bool lse = false;               ///< also write L = m + log l, one word per row
  bool safe = false;              ///< square_tiling with a row maximum
  std::optional<double> scale{};  ///< score scale; default 1/sqrt(dk)
  friend bool operator==(const Options&, const Options&) = default;
};

}  // namespace redblue::algorithms
