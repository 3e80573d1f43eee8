// Verification of one point: executed with real numbers, counted, replayed, compared with the closed
// form and with every bound that may be compared.
#pragma once

#include <string>
#include <vector>

#include <redblue/study/standing.hpp>

namespace redblue::study {

/// One comparison.
struct Check {
  std::string id;  ///< e.g. counted_reads, executed_float64, bound_phase_pv
  bool ok = false;
  std::string expected;
  std::string got;
};

struct Verification {
  Record record;              ///< by closed form, per head
  std::vector<Check> checks;  ///< empty where nothing fits in M
  std::optional<proofs_check::Standing> standing =
      {};  ///< of a plan that fits; certified where the replay is valid

  /// Bounds among the checks.
  [[nodiscard]] std::size_t bounds_compared() const;
  /// Nothing disagrees. False too where there was nothing to check.
  [[nodiscard]] bool ok() const;
};

/// Largest number of multiply-adds whose trace is kept; each leaves about a hundred bytes.
inline constexpr Int128 most_traced = 10'000'000;

/// Runs every check at `point`, per head; its mode, heads and batch are not looked at.
/// Throws: sim::InvalidArgument for what the schedule cannot run, and above `most_traced`.
[[nodiscard]] Verification verify(const Point& point);

}  // namespace redblue::study
