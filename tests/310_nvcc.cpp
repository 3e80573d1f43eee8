// What can be said of the kernels' machine code without a GPU, from the one call of nvcc that built them.
// Where there was no nvcc the tests say so and pass.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include <dlfcn.h>
#include <doctest/doctest.h>

#include "support/sanitizer.hpp"
#include <redblue/kernels/metrics.hpp>

#if __has_include(<cupti_profiler_host.h>)
#include <cuda.h>
#include <cupti_profiler_host.h>
#define REDBLUE_CUPTI 1
#endif

namespace {

#ifdef REDBLUE_PTXAS_LOG
std::string read_all(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::size_t times(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}
#endif

}  // namespace

#ifdef REDBLUE_PTXAS_LOG
TEST_CASE("ptxas spills nothing and gives no kernel local memory, on any architecture") {
  const std::string log = read_all(REDBLUE_PTXAS_LOG);
  constexpr std::size_t kernels = 7 * 3;  // seven kernels, three policies
  for (const char* architecture : {"'sm_80'", "'sm_90'", "'sm_90a'"})
    CHECK_MESSAGE(times(log, std::string("for ") + architecture) == kernels, architecture);
  CHECK(times(log, "bytes stack frame") == 3 * kernels);
  CHECK(times(log, " 0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads") == 3 * kernels);
}

TEST_CASE("the PTX holds every kernel, and its loads pass L1 by") {
  const std::string object = read_all(REDBLUE_CUDA_OBJECT);
  CHECK(times(object, ".target sm_90") >= 1);
  CHECK(times(object, ".visible .entry ") >= 21);
  CHECK(times(object, "ld.global.cg.f32") > 0);
  CHECK(times(object, "ld.global.f32") == 0);
  CHECK(times(object, "bar.sync") > 0);
  CHECK(times(object, "shfl.sync.bfly") > 0);
}
#else
TEST_CASE("the kernels' machine code is looked at where nvcc is") { MESSAGE("skipped: built without nvcc"); }
#endif

#if defined(REDBLUE_CUPTI) && REDBLUE_ADDRESS_SANITIZER
TEST_CASE("every counter that the code names is looked up in libcupti's list without a sanitizer") {
  MESSAGE("skipped: libcupti opens a library with RTLD_DEEPBIND, which AddressSanitizer does not allow");
}
#elif defined(REDBLUE_CUPTI)
TEST_CASE("every counter that the code names is one of GH100 in libcupti's list") {
  void* library = ::dlopen(REDBLUE_CUPTI_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    MESSAGE("skipped: " << ::dlerror());
    return;
  }
  const auto initialize = reinterpret_cast<decltype(&cuptiProfilerHostInitialize)>(
      ::dlsym(library, "cuptiProfilerHostInitialize"));
  const auto list = reinterpret_cast<decltype(&cuptiProfilerHostGetBaseMetrics)>(
      ::dlsym(library, "cuptiProfilerHostGetBaseMetrics"));
  REQUIRE((initialize != nullptr && list != nullptr));
  CUpti_Profiler_Host_Initialize_Params chip{};
  chip.structSize = CUpti_Profiler_Host_Initialize_Params_STRUCT_SIZE;
  chip.profilerType = CUPTI_PROFILER_TYPE_RANGE_PROFILER;
  chip.pChipName = "GH100";
  REQUIRE(initialize(&chip) == CUPTI_SUCCESS);
  CUpti_Profiler_Host_GetBaseMetrics_Params counters{};
  counters.structSize = CUpti_Profiler_Host_GetBaseMetrics_Params_STRUCT_SIZE;
  counters.pHostObject = chip.pHostObject;
  counters.metricType = CUPTI_METRIC_TYPE_COUNTER;
  REQUIRE(list(&counters) == CUPTI_SUCCESS);
  const std::set<std::string> known(counters.ppMetricNames, counters.ppMetricNames + counters.numMetrics);
  REQUIRE(known.size() > 1000);
  for (const redblue::kernels::Metric& metric : redblue::kernels::metrics)
    CHECK_MESSAGE(known.count(std::string(metric.name)) == 1, metric.name);
  CHECK(known.count("smsp__no_such_counter") == 0);
}
#else
TEST_CASE("the names of the hardware counters are looked up where libcupti is") {
  MESSAGE("skipped: built without the headers of CUPTI");
}
#endif
