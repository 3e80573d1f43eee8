// What a run on a GPU holds while it lasts: memory, events, the counters of its launches.
#pragma once

#include <span>

#include <redblue/kernels/cuda/check.cuh>
#include <redblue/kernels/operands.hpp>

namespace redblue::kernels::cuda {

/// Elements in global memory, zero at first. The destructor waits for nothing and reports nothing.
template <class T>
class Buffer {
 public:
  Buffer(Extent elements, cudaStream_t stream) : size_(elements), stream_(stream) {
    if (size_ == 0) return;
    REDBLUE_CHECK(cudaMalloc(&elements_, bytes()));
    clear();
  }
  Buffer(std::span<const T> from, cudaStream_t stream) : Buffer(static_cast<Extent>(from.size()), stream) {
    if (size_ > 0)
      REDBLUE_CHECK(cudaMemcpyAsync(elements_, from.data(), bytes(), cudaMemcpyHostToDevice, stream_));
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { cudaFree(elements_); }

  void clear() const { REDBLUE_CHECK(cudaMemsetAsync(elements_, 0, bytes(), stream_)); }
  [[nodiscard]] T* data() const { return elements_; }
  [[nodiscard]] Extent size() const { return size_; }
  /// Each head's share is its words.
  template <class Words>
  void bind(Words& words, Extent heads) const {
    words = {elements_, size_ / heads};
  }
  void copy_to(std::span<T> to) const {
    if (size_ > 0)
      REDBLUE_CHECK(cudaMemcpyAsync(to.data(), elements_, bytes(), cudaMemcpyDeviceToHost, stream_));
  }

 private:
  [[nodiscard]] std::size_t bytes() const { return static_cast<std::size_t>(size_) * sizeof(T); }
  T* elements_ = nullptr;
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

/// Blocks of a head beside each other, heads above each other.
[[nodiscard]] inline dim3 grid(Extent blocks, Extent heads) {
  return {static_cast<unsigned>(blocks), static_cast<unsigned>(heads)};
}

/// What the launches of any launcher took of a block, at most.
struct Taken {
  Extent words = 0;  ///< that the plan keeps
  int registers = 0;
  Extent spilled_bytes = 0;
  /// Throws: CudaError.
  template <class Entry>
  void also(Entry* entry, Extent kept_words) {
    cudaFuncAttributes attributes{};
    REDBLUE_CHECK(cudaFuncGetAttributes(&attributes, entry));
    if (attributes.numRegs > registers) registers = attributes.numRegs;
    if (static_cast<Extent>(attributes.localSizeBytes) > spilled_bytes)
      spilled_bytes = static_cast<Extent>(attributes.localSizeBytes);
    if (kept_words > words) words = kept_words;
  }
};

}  // namespace redblue::kernels::cuda
