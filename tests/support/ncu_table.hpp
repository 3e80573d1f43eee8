// Tables of Nsight Compute, written by tests: no GPU was asked.
#pragma once

#include <string>

#include <redblue/kernels/hardware.hpp>
#include <redblue/kernels/metrics.hpp>

namespace redblue::tests {

/// What a counter sees of the words.
inline long words_of(kernels::Metric::Held held, long reads, long writes, const kernels::Transport& by) {
  using Held = kernels::Metric::Held;
  if (held == Held::zero || held == Held::box_writes) return 0;
  if (held == Held::thread_reads || held == Held::box_reads)
    return by.boxes == (held == Held::box_reads) ? reads : 0;
  return held == Held::about_reads ? reads : writes;
}

/// A table as ncu writes it, of a kernel of this class template and its policy, whose counters say `reads`
/// and `writes` words in two launches.
inline std::string table(long reads, long writes, const std::string& other = "Plain",
                         const kernels::Transport& by = {}, const std::string& of = "FlashAttention2Kernel") {
  std::string head = R"("ID","Kernel Name","Block Size")";
  std::string units = R"("","","")";
  const std::string kernel = "\"void entry<" + of + "<" + other + ">>(T1)\",\"(128, 1, 1)\"";
  std::string rows[2] = {"\"0\"," + kernel, "\"1\"," + kernel};
  for (const kernels::Metric& metric : kernels::metrics) {
    const long value = words_of(metric.held, reads, writes, by) * by.bytes_of_word / metric.bytes_per_unit;
    head += ",\"" + std::string(metric.name) + ".sum\"";
    units += ",\"byte\"";
    rows[0] += ",\"" + std::to_string(value / 4) + "\"";
    rows[1] += ",\"" + std::to_string(value - value / 4) + ".00\"";
  }
  return "==PROF== Connected to process 1\n" + head + "\n" + units + "\n" + rows[0] + "\n" + rows[1] + "\n";
}

}  // namespace redblue::tests
