#include <redblue/kernels/evidence.hpp>
#include <redblue/kernels/gpu.hpp>

namespace redblue::kernels {

std::vector<Level> evidence_levels() {
  const std::string no_gpu = why_no_gpu();
  const std::string no_counters = why_no_counters();
  return {{"CPU back end", true, ""},
          {"GPU software counter", no_gpu.empty(), no_gpu},
          {"hardware counters", no_counters.empty(), no_counters}};
}

std::string evidence_sentence() {
  for (const Level& level : evidence_levels())
    if (!level.possible) return "no " + std::string(level.name) + ": " + level.why_not;
  return "up to hardware counters, read in process";
}

}  // namespace redblue::kernels
