// What launches kernels on a GPU, as far as it can be run without one: the error names the call and its line.
// With one: the counts are exact.
#include <string>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/direct.hpp>
#include <redblue/kernels/gpu.hpp>

#ifdef REDBLUE_BF16_CUDA_OBJECT
#include <link.h>

#include <redblue/kernels/cuda/error.hpp>
#include <redblue/kernels/cuda/run_on_gpu.hpp>

using namespace redblue;
using kernels::cuda::CudaError;

namespace {

struct Case {
  const algorithms::Schedule& schedule;
  sim::AttentionShape shape;
  sim::Words M;
  algorithms::Planned planned{};
  algorithms::Inputs<float> in = kernels::uniform_inputs(shape, 1);
  sim::Matrix<float> O{shape.Nq, shape.dv};

  Case(const char* id, const sim::AttentionShape& of, long words)
      : schedule(*algorithms::find(id)), shape(of), M(words) {
    planned = *schedule.plan(shape, {.tiles = {algorithms::TileChoice::Rule::kernel}}, M);
  }
  kernels::Head head() { return {shape, 1, in.Q.cells(), in.K.cells(), in.V.cells(), O.cells()}; }
};

/// Launches it, by the road of its type.
kernels::cuda::GpuReport launch(Case& c, const kernels::Head& head) {
  const kernels::cuda::GpuRequest how{kernels::PolicyKind::count};
  const auto plan = kernels::kernel_plan(c.schedule, c.planned);
  return plan ? kernels::cuda::run_on_gpu(*plan, head, how)
              : kernels::cuda::run_bf16_on_gpu(c.planned, head, how);
}

}  // namespace

TEST_CASE("a launch counts on a GPU, and without one says which call failed in which line") {
  for (Case c : {Case("flash_attention_2", sim::AttentionShape::square(40, 8), 900),
                 Case("flash_ws", sim::AttentionShape::square(130, 64), 60'000),
                 Case("two_phase_ws", {130, 75, 64, 256, {}}, 140'000)}) {
    if (kernels::why_no_gpu(c.schedule).empty()) {
      CHECK(launch(c, c.head()).counted.by_tensor == c.planned.predicted.by_tensor);
      continue;
    }
    try {
      (void)launch(c, c.head());
      FAIL_CHECK("launched without a GPU");
    } catch (const CudaError& e) {
      CHECK(e.code != 0);
      CHECK(e.line > 0);
      CHECK_MESSAGE(e.call.find("cuda") == 0, e.call);
      const std::string at = ".cuh:" + std::to_string(e.line) + ": " + e.call + ": ";
      CHECK_MESSAGE(std::string(e.what()).find(at) != std::string::npos, e.what());
    }
  }
}

TEST_CASE("spans of the wrong size are refused by name before anything is asked of a GPU") {
  for (Case c : {Case("flash_attention_2", sim::AttentionShape::square(40, 8), 900),
                 Case("flash_ws", sim::AttentionShape::square(130, 64), 60'000)}) {
    kernels::Head head = c.head();
    head.V = head.V.first(7);
    CHECK_THROWS_WITH_AS((void)launch(c, head), doctest::Contains("V has 7 words"), sim::InvalidArgument);
    head = c.head();
    head.heads = 2;
    CHECK_THROWS_WITH_AS((void)launch(c, head), doctest::Contains("Q has "), sim::InvalidArgument);
  }
}

TEST_CASE("neither the driver nor libcupti is linked") {
  const auto look = [](dl_phdr_info* object, std::size_t, void* found) {
    const std::string name = object->dlpi_name;
    if (name.find("libcuda.") != name.npos || name.find("libcupti") != name.npos)
      *static_cast<std::string*>(found) = name;
    return 0;
  };
  std::string found;
  dl_iterate_phdr(look, &found);
  if (kernels::why_no_gpu().empty()) return;  // the runtime has loaded the driver by now
  CHECK(found == "");
}
#else
TEST_CASE("launches on a GPU are tried where nvcc is") { MESSAGE("skipped: built without nvcc"); }
#endif
