#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <redblue/kernels/cupti.hpp>
#include <redblue/kernels/gpu.hpp>
#include <redblue/kernels/run_bf16.hpp>
#include <redblue/sim/error.hpp>

#ifdef REDBLUE_CUDA
#include <redblue/kernels/cuda/error.hpp>
#include <redblue/kernels/cuda/run_on_gpu.hpp>
#endif

namespace redblue::kernels {
namespace {

#ifdef REDBLUE_CUDA
/// The hardware counters over `once`, or why there are none.
void measure(GpuRun& run, const Transport& by, const std::function<void()>& once) {
  const cuda::Device device = cuda::current_device();
  try {
    run.hardware = Cupti().measure(device.index, device.context, once);
  } catch (const CuptiError& e) {
    run.why_no_hardware = e.what();
    return;
  }
  const std::string missing = missing_counter(*run.hardware, by);
  if (missing.empty()) return;
  run.hardware.reset();
  run.why_no_hardware =
      "CUPTI gives no value for " + missing + " in process; a table of ncu may (--ncu FILE)";
}

/// The kernels of the plan, by the road of their type.
cuda::GpuReport launch(const algorithms::Schedule& schedule, const algorithms::Planned& planned,
                       const Head& head, const cuda::GpuRequest& how) {
  if (runs_in_bf16(schedule)) return cuda::run_bf16_on_gpu(planned, head, how);
  const std::optional<KernelPlan> plan = kernel_plan(schedule, planned);
  if (!plan) sim::raise(sim::InvalidArgument(std::string(schedule.id) + " has no kernel"));
  return cuda::run_on_gpu(*plan, head, how);
}
#endif

/// Empty where there is no such file.
std::string first_word(const std::filesystem::path& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

}  // namespace

GpuFiles gpu_files(const std::string& root) {
  GpuFiles found;
  if (::access((root + "/dev/nvidia0").c_str(), F_OK) == 0) found.device = "/dev/nvidia0";
  std::error_code none;  // a machine without PCI has no such folder
  for (const auto& entry : std::filesystem::directory_iterator(root + "/sys/bus/pci/devices", none)) {
    constexpr std::string_view nvidia = "0x10de", controller = "0x03";
    if (first_word(entry.path() / "vendor") != nvidia) continue;
    if (!first_word(entry.path() / "class").starts_with(controller)) continue;
    const std::string address = entry.path().filename().string();
    found.pci = found.pci.empty() ? address : std::min(found.pci, address);
  }
  return found;
}

std::string why_no_gpu() {
  if (::access("/dev/nvidiactl", F_OK) != 0 && ::access("/dev/nvidia0", F_OK) != 0)
    return gpu_files().any()
               ? "there is a GPU and no /dev/nvidia0: its driver is missing or keeps it from this user"
               : "there is no GPU in this machine (no /dev/nvidia0)";
#ifdef REDBLUE_CUDA
  try {
    (void)cuda::current_device();
    return {};
  } catch (const cuda::CudaError& e) {
    return e.what();
  }
#else
  return "this program was built without CUDA (configure with -D REDBLUE_CUDA=ON where nvcc is)";
#endif
}

std::string why_no_gpu(const algorithms::Schedule& schedule) {
  std::string why = why_no_gpu();
#ifdef REDBLUE_CUDA
  if (!why.empty() || !runs_in_bf16(schedule)) return why;
  const int capability = cuda::current_device().capability;
  if (capability != 90)
    why = std::string(schedule.id) + " is compiled for compute capability 9.0, this GPU has " +
          std::to_string(capability / 10) + "." + std::to_string(capability % 10);
#else
  (void)schedule;
#endif
  return why;
}

std::string why_no_counters() {
  if (std::string why = why_no_gpu(); !why.empty()) return why;
  try {
    const Cupti cupti;
#ifdef REDBLUE_CUDA
    const cuda::Device device = cuda::current_device();
    cupti.require_rights(device.index, device.context);
#endif
    return {};
  } catch (const CuptiError& e) {
    return e.what();
  }
}

CounterLibrary counter_library() {
  try {
    return {Cupti().text(), ""};
  } catch (const CuptiError& e) {
    return {"", e.what()};
  }
}

GpuRun count_on_gpu(const algorithms::Schedule& schedule, const algorithms::Planned& planned,
                    const Head& head, int launches) {
#ifdef REDBLUE_CUDA
  GpuRun run;
  run.device = cuda::current_device().text;
  run.counted = launch(schedule, planned, head, {PolicyKind::count}).counted;
  cuda::GpuRequest plain{PolicyKind::plain, launches};
  if (launches > 1)
    plain.replay = [&](const std::function<void()>& once) {
      measure(run, transport_of(schedule, head.shape), once);
    };
  const cuda::GpuReport report = launch(schedule, planned, head, plain);
  run.shared_words = report.shared_words;
  run.registers = report.registers;
  run.spilled_bytes = report.spilled_bytes;
  run.seconds = report.seconds;
  return run;
#else
  (void)planned, (void)head, (void)launches;
  sim::raise(sim::InvalidArgument(why_no_gpu(schedule)));
#endif
}

double io_only_seconds(const algorithms::Schedule& schedule, const algorithms::Planned& planned,
                       const Head& head, int launches) {
#ifdef REDBLUE_CUDA
  return launch(schedule, planned, head, {PolicyKind::io_only, launches}).seconds;
#else
  (void)planned, (void)head, (void)launches;
  sim::raise(sim::InvalidArgument(why_no_gpu(schedule)));
#endif
}

}  // namespace redblue::kernels
