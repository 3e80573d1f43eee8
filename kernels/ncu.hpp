// What Nsight Compute measured, read from the table that it wrote
// (ncu --csv --page raw --print-units base --metrics ...), and held to the simulated words.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/counts.hpp>

namespace redblue::kernels {

/// The counters of all launches of policy Plain in the table, summed. Unit: that of the counter.
struct Hardware {
  int launches = 0;
  std::map<std::string, sim::Int128, std::less<>> values;  ///< by name, without .sum

  /// Of the reads that L2 served, the share that did not come from DRAM; negative where a counter is missing.
  [[nodiscard]] double hidden_by_l2() const;
};

/// Throws: sim::InvalidArgument naming the line that is no row of such a table.
[[nodiscard]] Hardware read_ncu(std::string_view csv);

/// A sentence for each counter of metrics.hpp that is missing, or is not what the words ask for: exactly for
/// what the SMs asked for, within 0.1 % for sectors. Empty: the hardware confirms the counts.
[[nodiscard]] std::vector<std::string> compare_hardware(const Hardware& hardware,
                                                        const sim::Counts& expected);

}  // namespace redblue::kernels
