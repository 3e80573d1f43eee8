#include <unistd.h>

#include <redblue/kernels/evidence.hpp>

namespace redblue::kernels {
namespace {

/// What stands between this program and a GPU; empty where nothing does.
std::string why_no_gpu() {
  if (::access("/dev/nvidiactl", F_OK) != 0 && ::access("/dev/nvidia0", F_OK) != 0)
    return "there is no GPU in this machine (no /dev/nvidia0)";
#ifdef REDBLUE_CUDA
  return {};
#else
  return "this program was built without CUDA (configure with -D REDBLUE_CUDA=ON where nvcc is)";
#endif
}

}  // namespace

std::vector<Level> evidence_levels() {
  const std::string no_gpu = why_no_gpu();
  const std::string no_counters =
      no_gpu.empty() ? "hardware counters are read by tools/gpu_evidence.sh, not in process" : no_gpu;
  return {{"CPU back end", true, ""},
          {"GPU software counter", no_gpu.empty(), no_gpu},
          {"hardware counters", false, no_counters}};
}

std::string why_no_hardware() {
  for (const Level& level : evidence_levels())
    if (!level.possible) return level.why_not;
  return {};
}

}  // namespace redblue::kernels
