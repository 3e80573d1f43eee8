#include <redblue/kernels/cuda/launcher.cuh>
#include <redblue/kernels/cuda/run_on_gpu.hpp>
#include <redblue/kernels/launch.cuh>

namespace redblue::kernels::cuda {
namespace {

/// Words in global memory, filled with zeros.
class Buffer {
 public:
  Buffer(Extent words, cudaStream_t stream) : size_(words), stream_(stream) {
    if (size_ == 0) return;
    REDBLUE_CHECK(cudaMalloc(&words_, bytes()));
    REDBLUE_CHECK(cudaMemsetAsync(words_, 0, bytes(), stream_));
  }
  Buffer(std::span<const float> from, cudaStream_t stream)
      : Buffer(static_cast<Extent>(from.size()), stream) {
    if (size_ > 0)
      REDBLUE_CHECK(cudaMemcpyAsync(words_, from.data(), bytes(), cudaMemcpyHostToDevice, stream_));
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { cudaFree(words_); }

  template <int tensor>
  void bind(Words<tensor>& words) {
    words = {words_, size_};
  }
  void copy_to(std::span<float> to) const {
    if (size_ > 0)
      REDBLUE_CHECK(cudaMemcpyAsync(to.data(), words_, bytes(), cudaMemcpyDeviceToHost, stream_));
  }

 private:
  [[nodiscard]] std::size_t bytes() const { return static_cast<std::size_t>(size_) * sizeof(float); }
  float* words_ = nullptr;
  Extent size_;
  cudaStream_t stream_;
};

class Event {
 public:
  Event() { REDBLUE_CHECK(cudaEventCreate(&event_)); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { cudaEventDestroy(event_); }
  void record(cudaStream_t stream) { REDBLUE_CHECK(cudaEventRecord(event_, stream)); }
  [[nodiscard]] double seconds_since(const Event& start) const {
    float milliseconds = 0;
    REDBLUE_CHECK(cudaEventElapsedTime(&milliseconds, start.event_, event_));
    return milliseconds / 1000;
  }

 private:
  cudaEvent_t event_ = nullptr;
};

/// The counters of a launch, in global memory.
class DeviceCounters {
 public:
  explicit DeviceCounters(cudaStream_t stream) : stream_(stream) {
    REDBLUE_CHECK(cudaMalloc(&counters_, sizeof(Counters)));
    REDBLUE_CHECK(cudaMemsetAsync(counters_, 0, sizeof(Counters), stream_));
  }
  DeviceCounters(const DeviceCounters&) = delete;
  DeviceCounters& operator=(const DeviceCounters&) = delete;
  ~DeviceCounters() { cudaFree(counters_); }
  [[nodiscard]] Counters* get() { return counters_; }
  void copy_to(Counters& to) const {
    REDBLUE_CHECK(cudaMemcpyAsync(&to, counters_, sizeof(Counters), cudaMemcpyDeviceToHost, stream_));
  }

 private:
  Counters* counters_ = nullptr;
  cudaStream_t stream_;
};

}  // namespace

GpuReport run_on_gpu(const KernelPlan& plan, const Head& head, PolicyKind policy, CUstream_st* stream) {
  require_sizes(head);
  const Intermediates stored = intermediates(plan, head.shape);
  Buffer Q(head.Q, stream), K(head.K, stream), V(head.V, stream);
  Buffer O(static_cast<Extent>(head.O.size()), stream), S(stored.S, stream), P(stored.P, stream);
  Buffer m(stored.statistics, stream), l(stored.statistics, stream);
  DeviceCounters counters(stream);
  Operands a;
  a.shape = head.shape;
  a.scale = head.scale;
  Q.bind(a.Q), K.bind(a.K), V.bind(a.V), O.bind(a.O), S.bind(a.S), P.bind(a.P), m.bind(a.m), l.bind(a.l);
  a.counters = counters.get();
  Launcher launcher(stream);
  Event start, end;
  start.record(stream);
  launch(launcher, a, plan, policy);
  end.record(stream);
  Counters sums;
  counters.copy_to(sums);
  O.copy_to(head.O);
  REDBLUE_CHECK(cudaStreamSynchronize(stream));
  return {as_counts(sums), launcher.shared_words(), launcher.registers(), launcher.spilled_bytes(),
          end.seconds_since(start)};
}

std::string device_name() {
  int device = 0;
  REDBLUE_CHECK(cudaGetDevice(&device));
  cudaDeviceProp properties{};
  REDBLUE_CHECK(cudaGetDeviceProperties(&properties, device));
  int driver = 0;
  REDBLUE_CHECK(cudaDriverGetVersion(&driver));
  return std::string(properties.name) + ", driver for CUDA " + std::to_string(driver / 1000) + "." +
         std::to_string(driver % 1000 / 10);
}

}  // namespace redblue::kernels::cuda
