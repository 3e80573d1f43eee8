// A libcupti that counts what the test tells it to, and refuses calls out of order: the road of
// kernels/cupti.cpp without a GPU. FAKE_CUPTI_FAILS="call=code" makes one call fail, FAKE_CUPTI_NAN one
// counter have no value.
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include <cuda.h>
#include <cupti_profiler_host.h>
#include <cupti_profiler_target.h>
#include <cupti_range_profiler.h>
#include <cupti_result.h>
#include <cupti_target.h>
#include <cupti_version.h>

namespace {

constexpr int passes = 3;
const char* const known[] = {
    "smsp__sass_data_bytes_mem_global_op_ld",
    "smsp__sass_data_bytes_mem_global_op_st",
    "smsp__sass_data_bytes_mem_global_op_ldgsts",
    "smsp__sass_data_bytes_mem_local",
    "lts__t_sectors_srcunit_tex_op_read",
    "lts__t_sectors_srcunit_tex_op_write",
    "dram__bytes_read",
    "dram__bytes_write",
};  // a chip without TMA

enum class State { idle, enabled, sized, configured, started, pushed, popped, decoded } state = State::idle;
int done = 0;
bool initialised = false;

/// The failure that the test asks of this call; else whether its turn has come.
CUptiResult turn(const char* call, bool right = true) {
  const char* asked = std::getenv("FAKE_CUPTI_FAILS");
  const std::size_t length = std::strlen(call);
  if (asked != nullptr && std::strncmp(asked, call, length) == 0 && asked[length] == '=')
    return static_cast<CUptiResult>(std::atoi(asked + length + 1));
  return right ? CUPTI_SUCCESS : CUPTI_ERROR_INVALID_OPERATION;
}
CUptiResult step(const char* call, State from, State to) {
  const CUptiResult result = turn(call, state == from);
  if (result == CUPTI_SUCCESS) state = to;
  return result;
}
CUpti_RangeProfiler_Object* profiler() { return reinterpret_cast<CUpti_RangeProfiler_Object*>(&state); }
CUpti_Profiler_Host_Object* host() { return reinterpret_cast<CUpti_Profiler_Host_Object*>(&done); }

}  // namespace

extern "C" {

CUptiResult cuptiGetVersion(std::uint32_t* version) { return *version = 7, CUPTI_SUCCESS; }
CUptiResult cuptiGetResultString(CUptiResult, const char** text) { return *text = "FAKE", CUPTI_SUCCESS; }
CUptiResult cuptiProfilerInitialize(CUpti_Profiler_Initialize_Params*) {
  initialised = true;
  return turn("cuptiProfilerInitialize");
}
CUptiResult cuptiProfilerGetCounterAvailability(CUpti_Profiler_GetCounterAvailability_Params* p) {
  p->counterAvailabilityImageSize = 5;
  return turn("cuptiProfilerGetCounterAvailability", initialised);
}
CUptiResult cuptiDeviceGetChipName(CUpti_Device_GetChipName_Params* p) {
  p->pChipName = "FAKE100";
  return turn("cuptiDeviceGetChipName");
}
CUptiResult cuptiProfilerHostInitialize(CUpti_Profiler_Host_Initialize_Params* p) {
  p->pHostObject = host();
  return turn("cuptiProfilerHostInitialize", std::strcmp(p->pChipName, "FAKE100") == 0);
}
CUptiResult cuptiProfilerHostDeinitialize(CUpti_Profiler_Host_Deinitialize_Params*) { return CUPTI_SUCCESS; }
CUptiResult cuptiProfilerHostGetBaseMetrics(CUpti_Profiler_Host_GetBaseMetrics_Params* p) {
  p->ppMetricNames = const_cast<const char**>(known);
  p->numMetrics = std::size(known);
  return turn("cuptiProfilerHostGetBaseMetrics");
}
CUptiResult cuptiProfilerHostConfigAddMetrics(CUpti_Profiler_Host_ConfigAddMetrics_Params* p) {
  return turn("cuptiProfilerHostConfigAddMetrics", p->numMetrics == std::size(known));
}
CUptiResult cuptiProfilerHostGetConfigImageSize(CUpti_Profiler_Host_GetConfigImageSize_Params* p) {
  return p->configImageSize = 11, turn("cuptiProfilerHostGetConfigImageSize");
}
CUptiResult cuptiProfilerHostGetConfigImage(CUpti_Profiler_Host_GetConfigImage_Params* p) {
  return turn("cuptiProfilerHostGetConfigImage", p->configImageSize == 11);
}
CUptiResult cuptiProfilerHostGetNumOfPasses(CUpti_Profiler_Host_GetNumOfPasses_Params* p) {
  return p->numOfPasses = passes, turn("cuptiProfilerHostGetNumOfPasses");
}
CUptiResult cuptiRangeProfilerEnable(CUpti_RangeProfiler_Enable_Params* p) {
  p->pRangeProfilerObject = profiler();
  done = 0;
  return step("cuptiRangeProfilerEnable", State::idle, State::enabled);
}
CUptiResult cuptiRangeProfilerDisable(CUpti_RangeProfiler_Disable_Params*) {
  state = State::idle;
  return CUPTI_SUCCESS;
}
CUptiResult cuptiRangeProfilerGetCounterDataSize(CUpti_RangeProfiler_GetCounterDataSize_Params* p) {
  return p->counterDataSize = 13, turn("cuptiRangeProfilerGetCounterDataSize", p->maxNumOfRanges == 1);
}
CUptiResult cuptiRangeProfilerCounterDataImageInitialize(
    CUpti_RangeProfiler_CounterDataImage_Initialize_Params*) {
  return step("cuptiRangeProfilerCounterDataImageInitialize", State::enabled, State::sized);
}
CUptiResult cuptiRangeProfilerSetConfig(CUpti_RangeProfiler_SetConfig_Params* p) {
  if (p->range != CUPTI_UserRange || p->replayMode != CUPTI_UserReplay) return CUPTI_ERROR_INVALID_PARAMETER;
  return step("cuptiRangeProfilerSetConfig", State::sized, State::configured);
}
CUptiResult cuptiRangeProfilerStart(CUpti_RangeProfiler_Start_Params*) {
  return step("cuptiRangeProfilerStart", State::configured, State::started);
}
CUptiResult cuptiRangeProfilerPushRange(CUpti_RangeProfiler_PushRange_Params*) {
  return step("cuptiRangeProfilerPushRange", State::started, State::pushed);
}
CUptiResult cuptiRangeProfilerPopRange(CUpti_RangeProfiler_PopRange_Params*) {
  return step("cuptiRangeProfilerPopRange", State::pushed, State::popped);
}
CUptiResult cuptiRangeProfilerStop(CUpti_RangeProfiler_Stop_Params* p) {
  p->isAllPassSubmitted = ++done == passes ? 1 : 0;
  return step("cuptiRangeProfilerStop", State::popped, State::configured);
}
CUptiResult cuptiRangeProfilerDecodeData(CUpti_RangeProfiler_DecodeData_Params* p) {
  const char* dropped = std::getenv("FAKE_CUPTI_DROPS");
  p->numOfRangeDropped = dropped == nullptr ? 0 : 1;
  return step("cuptiRangeProfilerDecodeData", done == passes ? State::configured : State::idle,
              State::decoded);
}
CUptiResult cuptiProfilerHostEvaluateToGpuValues(CUpti_Profiler_Host_EvaluateToGpuValues_Params* p) {
  const char* no_value = std::getenv("FAKE_CUPTI_NAN");
  for (std::size_t n = 0; n < p->numMetrics; ++n) {
    const bool lost = no_value != nullptr && std::string(p->ppMetricNames[n]) == no_value;
    p->pMetricValues[n] =
        lost ? std::numeric_limits<double>::quiet_NaN() : 1000.0 * static_cast<double>(n + 1);
  }
  return turn("cuptiProfilerHostEvaluateToGpuValues", state == State::decoded);
}

}  // extern "C"
