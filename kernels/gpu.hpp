// The GPU of this machine, for programs that may have been built without CUDA and may find none.
#pragma once

#include <optional>
#include <string>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/hardware.hpp>
#include <redblue/kernels/run.hpp>

namespace redblue::kernels {

/// An NVIDIA GPU as the files under `root` show it.
struct GpuFiles {
  std::string device;  ///< /dev/nvidia0, where the driver made it
  std::string pci;     ///< the address of a display or 3D controller, driver or not
  [[nodiscard]] bool any() const { return !device.empty() || !pci.empty(); }
};
[[nodiscard]] GpuFiles gpu_files(const std::string& root = "");

/// What stands between this program and a GPU, in words; empty where nothing does.
[[nodiscard]] std::string why_no_gpu();
/// The same for the kernel of one schedule: those of bfloat16 need compute capability 9.0.
[[nodiscard]] std::string why_no_gpu(const algorithms::Schedule& schedule);
/// What stands between this program and the GPU's hardware counters; empty where nothing does.
[[nodiscard]] std::string why_no_counters();
/// The library of counters that would read them, or why there is none.
struct CounterLibrary {
  std::string found;
  std::string why_not;
};
[[nodiscard]] CounterLibrary counter_library();

struct GpuRun {
  std::string device;
  sim::Counts counted;      ///< by the kernel's own counters
  Extent shared_words = 0;  ///< the most of any launch; bfloat16: with the fragments in registers
  int registers = 0;        ///< per thread, the most of any launch
  Extent spilled_bytes = 0;
  double seconds = 0;  ///< of a launch, by events, policy Plain: the median
  std::optional<Hardware> hardware{};
  std::string why_no_hardware{};
};

/// O is attention of the heads by the kernels on the GPU: once counted, `launches` times plain and timed, and
/// under hardware counters where they may be read. One launch: nothing else runs, for a profiler that looks
/// on. Throws: cuda::CudaError; sim::InvalidArgument where why_no_gpu(schedule) says something.
[[nodiscard]] GpuRun count_on_gpu(const algorithms::Schedule& schedule, const algorithms::Planned& planned,
                                  const Head& head, int launches);

/// Of a launch of policy IoOnly, which moves the same words without arithmetic: the median of `launches`.
/// Unit: seconds. O is of no meaning. Throws: as count_on_gpu.
[[nodiscard]] double io_only_seconds(const algorithms::Schedule& schedule, const algorithms::Planned& planned,
                                     const Head& head, int launches);

}  // namespace redblue::kernels
