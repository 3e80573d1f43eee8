// Evidence: which of the three levels this program can give on this machine, and why not more.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redblue::kernels {

struct Level {
  std::string_view name;
  bool possible = false;
  std::string why_not;  ///< where it is not possible
};

/// CPU back end, GPU software counter, hardware counters.
[[nodiscard]] std::vector<Level> evidence_levels();

/// What stands between this machine and the first level that it cannot give, or that it gives all.
[[nodiscard]] std::string evidence_sentence();

}  // namespace redblue::kernels
