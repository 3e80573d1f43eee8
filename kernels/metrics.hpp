// The hardware counters that stand beside a kernel's words (Nsight Compute and CUPTI names, chip GH100), and
// what each is held to. One row is one counter.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <redblue/sim/counts.hpp>

namespace redblue::kernels {

struct Metric {
  /// By threads one by one, by boxes of the copy engine, by either as L2 sees it; nothing; nothing said.
  enum class Held {
    thread_reads,
    thread_writes,
    box_reads,
    box_writes,
    about_reads,
    about_writes,
    zero,
    reported
  };
  std::string_view name;
  std::string_view what;
  Held held;           ///< to what of the simulated words
  int bytes_per_unit;  ///< 1, or 32 for sectors
};

/// lts__t_sectors is missing on purpose: it counts the traffic between the halves of L2 again. DRAM is
/// reported only: L2 hides part of the reads, and writes lag behind in it.
inline constexpr std::array metrics{
    Metric{"smsp__sass_data_bytes_mem_global_op_ld", "global loads asked for", Metric::Held::thread_reads, 1},
    Metric{"smsp__sass_data_bytes_mem_global_op_st", "global stores asked for", Metric::Held::thread_writes,
           1},
    Metric{"smsp__sass_data_bytes_mem_global_op_ldgsts", "cp.async", Metric::Held::zero, 1},
    Metric{"l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld", "TMA loads", Metric::Held::box_reads, 1},
    Metric{"l1tex__m_l1tex2xbar_write_bytes_mem_global_op_tma_st", "TMA stores", Metric::Held::box_writes, 1},
    Metric{"smsp__sass_data_bytes_mem_local", "local memory: spills", Metric::Held::zero, 1},
    Metric{"lts__t_sectors_srcunit_tex_op_read", "sectors that L2 gave to the SMs", Metric::Held::about_reads,
           32},
    Metric{"lts__t_sectors_srcunit_tex_op_write", "sectors that L2 took from the SMs",
           Metric::Held::about_writes, 32},
    Metric{"dram__bytes_read", "read from DRAM", Metric::Held::reported, 1},
    Metric{"dram__bytes_write", "written to DRAM", Metric::Held::reported, 1},
};

}  // namespace redblue::kernels
