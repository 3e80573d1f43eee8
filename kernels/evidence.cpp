#include <redblue/kernels/evidence.hpp>
#include <redblue/kernels/gpu.hpp>

namespace redblue::kernels {

std::vector<Level> evidence_levels() {
  const std::string no_gpu = why_no_gpu();
  const std::string no_counters =
      no_gpu.empty() ? "not in process; tools/gpu_evidence.sh has ncu read them, --ncu FILE joins its table"
                     : no_gpu;
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
