// What the counters of a GPU said of one run of a kernel, and how it is held to the simulated words.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <redblue/kernels/metrics.hpp>
#include <redblue/sim/counts.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::algorithms {
struct Schedule;
}

namespace redblue::kernels {

/// The counters of all launches of one run of policy Plain, summed. Unit: that of the counter.
struct Hardware {
  int launches = 0;
  std::map<std::string, sim::Int128, std::less<>> values;  ///< by name, without .sum

  /// Of the reads that L2 served, the share that did not come from DRAM; negative where a counter is missing.
  [[nodiscard]] double hidden_by_l2() const;
};

/// How the words of a kernel reach it.
struct Transport {
  int bytes_of_word = 4;
  bool boxes = false;         ///< reads come by TMA; writes go by threads, two words of 16 bits at a time
  bool whole_sectors = true;  ///< every row that moves is sectors of 32 bytes, and begins with one
};
[[nodiscard]] Transport transport_of(const algorithms::Schedule& schedule, const sim::AttentionShape& shape);

/// The first counter that the words are held to and that has no value; empty where all have one.
[[nodiscard]] std::string missing_counter(const Hardware& hardware, const Transport& transport);
/// A sentence for each counter of metrics.hpp that is missing, or is not what the words ask for: exactly for
/// what the SMs asked for, within 0.1 % for sectors. Boxes of broken sectors are held to at least their
/// words, and sectors that bfloat16 kernels write to nothing, since a quad of threads fills half of one at a
/// time. A GPU without TMA has no counters of it. Empty: the hardware confirms the counts.
[[nodiscard]] std::vector<std::string> compare_hardware(const Hardware& hardware, const sim::Counts& expected,
                                                        const Transport& transport);

/// A counter of metrics.hpp that has a value, beside what it is held to.
struct HardwareLine {
  const Metric* metric;
  sim::Int128 bytes;
  std::string simulated;  ///< bytes, after "about " or "at least "; "-": held to nothing
};
[[nodiscard]] std::vector<HardwareLine> hardware_lines(const Hardware& hardware, const sim::Counts& expected,
                                                       const Transport& transport);

}  // namespace redblue::kernels
