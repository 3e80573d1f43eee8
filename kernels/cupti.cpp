#include <array>
#include <cmath>
#include <cstdlib>
#include <set>
#include <utility>

#include <dlfcn.h>

#include <redblue/kernels/cupti.hpp>
#include <redblue/kernels/metrics.hpp>

#ifdef REDBLUE_CUPTI
#include <cuda.h>  // types only
#include <cupti_profiler_host.h>
#include <cupti_profiler_target.h>
#include <cupti_range_profiler.h>
#include <cupti_result.h>
#include <cupti_target.h>
#include <cupti_version.h>
#endif

namespace redblue::kernels {

#ifdef REDBLUE_CUPTI
namespace {

/// Calls a function of the library by its name. Throws: CuptiError.
class Library {
 public:
  explicit Library(void* handle) : handle_(handle) {}

  template <class F, class... Arguments>
  void call(const char* name, Arguments... arguments) const {
    const CUptiResult result = function<F>(name)(arguments...);
    if (result != CUPTI_SUCCESS) sim::raise(CuptiError(std::string(name) + ": " + reason(result)));
  }
  template <class F, class... Arguments>
  void quietly(const char* name, Arguments... arguments) const {
    if (auto* f = reinterpret_cast<F*>(::dlsym(handle_, name))) (void)f(arguments...);
  }

 private:
  template <class F>
  [[nodiscard]] F* function(const char* name) const {
    auto* found = reinterpret_cast<F*>(::dlsym(handle_, name));
    if (found == nullptr)
      sim::raise(CuptiError("libcupti has no " + std::string(name) + ", which came with CUDA 12.6"));
    return found;
  }
  [[nodiscard]] std::string reason(CUptiResult result) const {
    if (result == CUPTI_ERROR_INSUFFICIENT_PRIVILEGES)
      return "the driver keeps the counters from this user; run as root (in a container: --cap-add "
             "SYS_ADMIN), "
             "or load the module nvidia with NVreg_RestrictProfilingToAdminUsers=0";
    if (result == CUPTI_ERROR_VIRTUALIZED_DEVICE_INSUFFICIENT_PRIVILEGES)
      return "this virtual GPU has no profiling; its host has to allow it";
    if (result == CUPTI_ERROR_HARDWARE_BUSY || result == CUPTI_ERROR_MULTIPLE_SUBSCRIBERS_NOT_SUPPORTED)
      return "another profiler has the counters; end it (ncu, nsys, dcgm) and try again";
    const char* text = nullptr;
    quietly<decltype(cuptiGetResultString)>("cuptiGetResultString", result, &text);
    return (text == nullptr ? std::string("CUPTI error") : std::string(text)) + " (" +
           std::to_string(static_cast<int>(result)) + ")";
  }
  void* handle_;
};

template <class Params>
Params of_size(std::size_t size) {
  Params params{};
  params.structSize = size;
  return params;
}

#define REDBLUE_CUPTI_PARAMS(Params) of_size<Params>(Params##_STRUCT_SIZE)
#define REDBLUE_CUPTI_CALL(library, name, ...) (library).call<decltype(name)>(#name, __VA_ARGS__)
#define REDBLUE_CUPTI_QUIETLY(library, name, ...) (library).quietly<decltype(name)>(#name, __VA_ARGS__)

/// What CUPTI knows of a chip without touching one.
class Host {
 public:
  Host(const Library& library, const std::string& chip, const std::uint8_t* available = nullptr)
      : library_(library) {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_Initialize_Params);
    p.profilerType = CUPTI_PROFILER_TYPE_RANGE_PROFILER;
    p.pChipName = chip.c_str();
    p.pCounterAvailabilityImage = available;
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostInitialize, &p);
    object_ = p.pHostObject;
  }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host() {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_Deinitialize_Params);
    p.pHostObject = object_;
    REDBLUE_CUPTI_QUIETLY(library_, cuptiProfilerHostDeinitialize, &p);
  }

  [[nodiscard]] std::vector<std::string> counters() const {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_GetBaseMetrics_Params);
    p.pHostObject = object_;
    p.metricType = CUPTI_METRIC_TYPE_COUNTER;
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostGetBaseMetrics, &p);
    return {p.ppMetricNames, p.ppMetricNames + p.numMetrics};
  }

  /// What the device is told to count.
  [[nodiscard]] std::vector<std::uint8_t> configuration(std::vector<const char*> sums) const {
    auto add = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_ConfigAddMetrics_Params);
    add.pHostObject = object_;
    add.ppMetricNames = sums.data();
    add.numMetrics = sums.size();
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostConfigAddMetrics, &add);
    auto size = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_GetConfigImageSize_Params);
    size.pHostObject = object_;
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostGetConfigImageSize, &size);
    std::vector<std::uint8_t> image(size.configImageSize);
    auto get = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_GetConfigImage_Params);
    get.pHostObject = object_;
    get.configImageSize = image.size();
    get.pConfigImage = image.data();
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostGetConfigImage, &get);
    return image;
  }

  /// The values of the only range.
  [[nodiscard]] std::vector<double> values(std::vector<const char*> sums,
                                           const std::vector<std::uint8_t>& data) const {
    std::vector<double> values(sums.size());
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_EvaluateToGpuValues_Params);
    p.pHostObject = object_;
    p.pCounterDataImage = data.data();
    p.counterDataImageSize = data.size();
    p.ppMetricNames = sums.data();
    p.numMetrics = sums.size();
    p.pMetricValues = values.data();
    REDBLUE_CUPTI_CALL(library_, cuptiProfilerHostEvaluateToGpuValues, &p);
    return values;
  }

 private:
  const Library& library_;
  CUpti_Profiler_Host_Object* object_ = nullptr;
};

/// The profiler of one context, with one range, replayed by us.
class RangeProfiler {
 public:
  RangeProfiler(const Library& library, void* context) : library_(library) {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_Enable_Params);
    p.ctx = static_cast<CUcontext>(context);
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerEnable, &p);
    object_ = p.pRangeProfilerObject;
  }
  RangeProfiler(const RangeProfiler&) = delete;
  RangeProfiler& operator=(const RangeProfiler&) = delete;
  ~RangeProfiler() {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_Disable_Params);
    p.pRangeProfilerObject = object_;
    REDBLUE_CUPTI_QUIETLY(library_, cuptiRangeProfilerDisable, &p);
  }

  /// What was counted over all passes of `launch`.
  [[nodiscard]] std::vector<std::uint8_t> measure(std::vector<const char*> sums,
                                                  const std::vector<std::uint8_t>& configuration,
                                                  const std::function<void()>& launch) {
    std::vector<std::uint8_t> data = room(std::move(sums));
    configure(configuration, data);
    while (!pass(launch)) {
    }
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_DecodeData_Params);
    p.pRangeProfilerObject = object_;
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerDecodeData, &p);
    if (p.numOfRangeDropped > 0) sim::raise(CuptiError("CUPTI dropped what it had counted"));
    return data;
  }

 private:
  [[nodiscard]] std::vector<std::uint8_t> room(std::vector<const char*> sums) {
    auto size = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_GetCounterDataSize_Params);
    size.pRangeProfilerObject = object_;
    size.pMetricNames = sums.data();
    size.numMetrics = sums.size();
    size.maxNumOfRanges = size.maxNumRangeTreeNodes = 1;
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerGetCounterDataSize, &size);
    std::vector<std::uint8_t> data(size.counterDataSize);
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_CounterDataImage_Initialize_Params);
    p.pRangeProfilerObject = object_;
    p.counterDataSize = data.size();
    p.pCounterData = data.data();
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerCounterDataImageInitialize, &p);
    return data;
  }
  void configure(const std::vector<std::uint8_t>& configuration, std::vector<std::uint8_t>& data) {
    auto p = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_SetConfig_Params);
    p.pRangeProfilerObject = object_;
    p.configSize = configuration.size();
    p.pConfig = configuration.data();
    p.counterDataImageSize = data.size();
    p.pCounterDataImage = data.data();
    p.range = CUPTI_UserRange;
    p.replayMode = CUPTI_UserReplay;
    p.maxRangesPerPass = 1;
    p.numNestingLevels = 1;
    p.minNestingLevel = 1;
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerSetConfig, &p);
  }
  /// One run under counters; true: it was the last that they need.
  [[nodiscard]] bool pass(const std::function<void()>& launch) {
    auto start = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_Start_Params);
    auto push = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_PushRange_Params);
    auto pop = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_PopRange_Params);
    auto stop = REDBLUE_CUPTI_PARAMS(CUpti_RangeProfiler_Stop_Params);
    start.pRangeProfilerObject = push.pRangeProfilerObject = object_;
    pop.pRangeProfilerObject = stop.pRangeProfilerObject = object_;
    push.pRangeName = "launch";
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerStart, &start);
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerPushRange, &push);
    launch();
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerPopRange, &pop);
    REDBLUE_CUPTI_CALL(library_, cuptiRangeProfilerStop, &stop);
    return stop.isAllPassSubmitted != 0;
  }

  const Library& library_;
  CUpti_RangeProfiler_Object* object_ = nullptr;
};

/// Counters of metrics.hpp that the host's chip has, as CUPTI wants them asked for.
std::vector<std::string> sums_of(const Host& host) {
  const std::vector<std::string> all = host.counters();
  const std::set<std::string_view> known(all.begin(), all.end());
  std::vector<std::string> sums;
  for (const Metric& metric : metrics)
    if (known.count(metric.name) == 1) sums.push_back(std::string(metric.name) + ".sum");
  return sums;
}
std::vector<const char*> texts(const std::vector<std::string>& from) {
  std::vector<const char*> to;
  for (const std::string& text : from) to.push_back(text.c_str());
  return to;
}

std::vector<std::uint8_t> available_counters(const Library& library, void* context) {
  auto begin = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Initialize_Params);
  REDBLUE_CUPTI_CALL(library, cuptiProfilerInitialize, &begin);
  auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_GetCounterAvailability_Params);
  p.ctx = static_cast<CUcontext>(context);
  REDBLUE_CUPTI_CALL(library, cuptiProfilerGetCounterAvailability, &p);
  std::vector<std::uint8_t> image(p.counterAvailabilityImageSize);
  p.pCounterAvailabilityImage = image.data();
  REDBLUE_CUPTI_CALL(library, cuptiProfilerGetCounterAvailability, &p);
  return image;
}

}  // namespace

std::string Cupti::text() const {
  std::uint32_t version = 0;
  REDBLUE_CUPTI_CALL(Library(library_), cuptiGetVersion, &version);
  return name_ + ", version " + std::to_string(version);
}

std::vector<std::string> Cupti::counters(const std::string& chip) const {
  const Library library(library_);
  return Host(library, chip).counters();
}

std::size_t Cupti::passes(const std::string& chip) const {
  const Library library(library_);
  const Host host(library, chip);
  const std::vector<std::string> sums = sums_of(host);
  std::vector<std::uint8_t> image = host.configuration(texts(sums));
  auto p = REDBLUE_CUPTI_PARAMS(CUpti_Profiler_Host_GetNumOfPasses_Params);
  p.configImageSize = image.size();
  p.pConfigImage = image.data();
  REDBLUE_CUPTI_CALL(library, cuptiProfilerHostGetNumOfPasses, &p);
  return p.numOfPasses;
}

void Cupti::require_rights(std::size_t, void* context) const {
  const Library library(library_);
  (void)available_counters(library, context);
  const RangeProfiler enabled(library, context);
}

Hardware Cupti::measure(std::size_t index, void* context, const std::function<void()>& launch) const {
  const Library library(library_);
  const std::vector<std::uint8_t> available = available_counters(library, context);
  auto chip = REDBLUE_CUPTI_PARAMS(CUpti_Device_GetChipName_Params);
  chip.deviceIndex = index;
  REDBLUE_CUPTI_CALL(library, cuptiDeviceGetChipName, &chip);
  const Host host(library, chip.pChipName, available.data());
  const std::vector<std::string> sums = sums_of(host);
  const std::vector<std::uint8_t> configuration = host.configuration(texts(sums));
  RangeProfiler profiler(library, context);
  const std::vector<std::uint8_t> data = profiler.measure(texts(sums), configuration, launch);
  const std::vector<double> values = host.values(texts(sums), data);
  Hardware hardware;
  hardware.launches = 1;
  for (std::size_t n = 0; n < sums.size(); ++n)
    if (std::isfinite(values[n]))
      hardware.values[sums[n].substr(0, sums[n].rfind(".sum"))] = static_cast<sim::Int128>(values[n]);
  return hardware;
}

namespace {

/// Where libcupti may be, first choice first.
std::vector<std::string> places(const std::string& path) {
  if (!path.empty()) return {path};
  if (const char* named = std::getenv("REDBLUE_CUPTI")) return {named};
  std::vector<std::string> all{"libcupti.so.13", "libcupti.so.12", "libcupti.so"};
  all.emplace_back(REDBLUE_CUPTI);  // where it was when this was built
  for (const char* folder : {"lib64", "extras/CUPTI/lib64"})
    all.push_back("/usr/local/cuda/" + std::string(folder) + "/libcupti.so");
  return all;
}

}  // namespace

Cupti::Cupti(const std::string& path) {
  std::string first;
  for (const std::string& place : places(path)) {
    library_ = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    name_ = place;
    if (library_ != nullptr) return;
    if (first.empty()) first = ::dlerror();
  }
  sim::raise(CuptiError("libcupti cannot be loaded (" + first +
                        "); it comes with the CUDA toolkit: put its folder into LD_LIBRARY_PATH, or its path "
                        "into REDBLUE_CUPTI"));
}

Cupti::~Cupti() { ::dlclose(library_); }

#else

namespace {
[[noreturn]] void built_without() {
  sim::raise(CuptiError("this program was built without CUPTI (its headers come with the CUDA toolkit)"));
}
}  // namespace

// A library that this program cannot speak to is not opened.
Cupti::Cupti(const std::string&) { built_without(); }
Cupti::~Cupti() = default;
std::string Cupti::text() const { built_without(); }
std::vector<std::string> Cupti::counters(const std::string&) const { built_without(); }
std::size_t Cupti::passes(const std::string&) const { built_without(); }
void Cupti::require_rights(std::size_t, void*) const { built_without(); }
Hardware Cupti::measure(std::size_t, void*, const std::function<void()>&) const { built_without(); }

#endif

}  // namespace redblue::kernels
