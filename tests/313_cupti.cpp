// Hardware counters in process: libcupti as it is on this machine, as it may be missing, and a stand-in of
// ours that plays a GPU.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "support/contains.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>

#include <redblue/kernels/cupti.hpp>
#include <redblue/kernels/gpu.hpp>
#include <redblue/kernels/metrics.hpp>

using namespace redblue::kernels;
using redblue::tests::contains;

namespace {

/// An environment variable for the length of a test.
class Set {
 public:
  Set(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  Set(const Set&) = delete;
  Set& operator=(const Set&) = delete;
  ~Set() { ::unsetenv(name_); }

 private:
  const char* name_;
};

template <class F>
std::string refusal(F f) {
  try {
    f();
  } catch (const CuptiError& e) {
    return e.what();
  }
  return {};
}

}  // namespace

#ifdef REDBLUE_CUPTI_LIBRARY

TEST_CASE("a libcupti that is not there is named, with what to do") {
  const std::string why = refusal([] { Cupti("/no/such/libcupti.so"); });
  CHECK(contains(why, "/no/such/libcupti.so"));
  CHECK(contains(why, "LD_LIBRARY_PATH"));
  const Set named("REDBLUE_CUPTI", "/nor/this.so");
  CHECK(contains(refusal([] { Cupti(); }), "/nor/this.so"));
  const CounterLibrary library = counter_library();
  CHECK(library.found.empty());
  CHECK(contains(library.why_not, "/nor/this.so"));
}

TEST_CASE("a library without the functions of CUPTI is refused by the first that it lacks") {
  const Cupti other("libm.so.6");
  CHECK(contains(refusal([&] { (void)other.text(); }), "libcupti has no cuptiGetVersion"));
  CHECK(contains(refusal([&] { (void)other.passes("GH100"); }), "no cuptiProfilerHostInitialize"));
}

#if REDBLUE_ADDRESS_SANITIZER
TEST_CASE("the libcupti of this machine is looked at without a sanitizer") {
  MESSAGE("skipped: libcupti opens a library with RTLD_DEEPBIND, which AddressSanitizer does not allow");
}
#else
TEST_CASE("the libcupti of this machine knows every counter that the code names, in a few passes") {
  const Cupti cupti(REDBLUE_CUPTI_LIBRARY);
  CHECK(contains(cupti.text(), "libcupti.so, version "));
  const std::vector<std::string> all = cupti.counters("GH100");
  REQUIRE(all.size() > 1000);
  const auto known = [&](std::string_view name) {
    return std::find(all.begin(), all.end(), name) != all.end();
  };
  for (const Metric& metric : metrics) CHECK_MESSAGE(known(metric.name), metric.name);
  CHECK(!known("smsp__no_such_counter"));
  const std::size_t passes = cupti.passes("GH100");
  CHECK(passes >= 1);
  CHECK(passes <= 8);
  CHECK(contains(refusal([&] { (void)cupti.passes("GX999"); }), "cuptiProfilerHostInitialize: "));
}

TEST_CASE("without a GPU the counters of this machine are refused with the call that failed") {
  if (why_no_gpu().empty()) {
    MESSAGE("skipped: there is a GPU");
    return;
  }
  const Cupti cupti(REDBLUE_CUPTI_LIBRARY);
  int launches = 0;
  const std::string why = refusal([&] { (void)cupti.measure(0, nullptr, [&] { ++launches; }); });
  CHECK(contains(why, "cuptiProfilerInitialize: "));
  CHECK(launches == 0);
  CHECK(contains(refusal([&] { cupti.require_rights(0, nullptr); }), "cuptiProfilerInitialize: "));
  CHECK(why_no_counters() == why_no_gpu());
}
#endif

TEST_CASE("counters are read over as many launches as they need passes") {
  const Cupti cupti(REDBLUE_FAKE_CUPTI);
  CHECK(contains(cupti.text(), "version 7"));
  CHECK(cupti.passes("FAKE100") == 3);
  CHECK_NOTHROW(cupti.require_rights(0, nullptr));
  int launches = 0;
  const Hardware hardware = cupti.measure(0, nullptr, [&] { ++launches; });
  CHECK(launches == 3);
  CHECK(hardware.launches == 1);
  CHECK(hardware.values.size() == 8);  // this chip has none of TMA
  CHECK(hardware.values.at("smsp__sass_data_bytes_mem_global_op_ld") == 1000);
  CHECK(hardware.values.count("l1tex__m_xbar2l1tex_read_bytes_mem_global_op_tma_ld") == 0);
  CHECK(hardware.hidden_by_l2() >= -1);
  // A second measurement finds the profiler as the first did, also after one that failed half-way.
  CHECK_THROWS_AS((void)cupti.measure(0, nullptr, [] { throw 1; }), int);
  CHECK(cupti.measure(0, nullptr, [] {}).values == hardware.values);
}

TEST_CASE("a counter without a value is left out, and dropped ranges are an error") {
  const Cupti cupti(REDBLUE_FAKE_CUPTI);
  {
    const Set lost("FAKE_CUPTI_NAN", "smsp__sass_data_bytes_mem_local.sum");
    const Hardware hardware = cupti.measure(0, nullptr, [] {});
    CHECK(hardware.values.size() == 7);
    CHECK(hardware.values.count("smsp__sass_data_bytes_mem_local") == 0);
  }
  const Set drops("FAKE_CUPTI_DROPS", "1");
  CHECK(contains(refusal([&] { (void)cupti.measure(0, nullptr, [] {}); }), "dropped"));
}

TEST_CASE("each call of CUPTI that fails is named, and missing rights come with what grants them") {
  const Cupti cupti(REDBLUE_FAKE_CUPTI);
  for (const char* call :
       {"cuptiProfilerInitialize", "cuptiProfilerGetCounterAvailability", "cuptiDeviceGetChipName",
        "cuptiProfilerHostInitialize", "cuptiProfilerHostGetBaseMetrics", "cuptiProfilerHostConfigAddMetrics",
        "cuptiProfilerHostGetConfigImageSize", "cuptiProfilerHostGetConfigImage", "cuptiRangeProfilerEnable",
        "cuptiRangeProfilerGetCounterDataSize", "cuptiRangeProfilerCounterDataImageInitialize",
        "cuptiRangeProfilerSetConfig", "cuptiRangeProfilerStart", "cuptiRangeProfilerPushRange",
        "cuptiRangeProfilerPopRange", "cuptiRangeProfilerStop", "cuptiRangeProfilerDecodeData",
        "cuptiProfilerHostEvaluateToGpuValues"}) {
    const Set fails("FAKE_CUPTI_FAILS", (std::string(call) + "=24").c_str());
    CHECK(refusal([&] { (void)cupti.measure(0, nullptr, [] {}); }) == std::string(call) + ": FAKE (24)");
  }
  const auto with_code = [&](const char* code) {
    const Set fails("FAKE_CUPTI_FAILS", (std::string("cuptiRangeProfilerEnable=") + code).c_str());
    return refusal([&] { cupti.require_rights(0, nullptr); });
  };
  CHECK(contains(with_code("35"), "NVreg_RestrictProfilingToAdminUsers=0"));
  CHECK(contains(with_code("40"), "virtual GPU"));
  CHECK(contains(with_code("26"), "another profiler"));
}

#else
TEST_CASE("a program built without CUPTI opens no library and says so") {
  CHECK(contains(refusal([] { Cupti(); }), "built without CUPTI"));
  CHECK(contains(refusal([] { Cupti("/no/such/libcupti.so"); }), "built without CUPTI"));
  CHECK(contains(counter_library().why_not, "built without CUPTI"));
}
#endif
