// timed: what every run on a GPU does around its launches, whatever the kernels: counters, repetitions,
// events.
#pragma once

#include <algorithm>
#include <vector>

#include <redblue/kernels/cuda/memory.cuh>
#include <redblue/kernels/cuda/run_on_gpu.hpp>

namespace redblue::kernels::cuda {

/// The median time of `launches` launches, each after L2 was filled with something else. Throws: CudaError.
template <class Launch>
double median_seconds(const Launch& launch, int launches, cudaStream_t stream) {
  int device = 0, l2_bytes = 0;
  REDBLUE_CHECK(cudaGetDevice(&device));
  REDBLUE_CHECK(cudaDeviceGetAttribute(&l2_bytes, cudaDevAttrL2CacheSize, device));
  const Buffer<char> other(2 * Extent{l2_bytes}, stream);
  std::vector<double> seconds;
  Event start, end;
  for (int n = 0; n < launches; ++n) {
    if (launches > 1) other.clear();
    start.record(stream);
    launch();
    end.record(stream);
    REDBLUE_CHECK(cudaStreamSynchronize(stream));
    seconds.push_back(end.seconds_since(start));
  }
  std::nth_element(seconds.begin(), seconds.begin() + launches / 2, seconds.end());
  return seconds[static_cast<std::size_t>(launches / 2)];
}

/// Runs the kernels as `how` says, by launch(a) on its stream. Throws: CudaError.
template <class Launcher, class Operands, class Launch>
GpuReport timed(Launcher& launcher, Operands& a, const GpuRequest& how, const Launch& launch) {
  const Buffer<Counters> counters(1, how.stream);
  a.counters = counters.data();
  Counters sums;
  GpuReport report;
  if (how.launches > 1) launch();  // modules are loaded
  counters.clear();
  report.seconds = median_seconds(launch, how.launches, how.stream);
  counters.copy_to({&sums, 1});
  REDBLUE_CHECK(cudaStreamSynchronize(how.stream));
  report.counted = as_counts(sums);
  report.shared_words = launcher.taken().words;
  report.registers = launcher.taken().registers;
  report.spilled_bytes = launcher.taken().spilled_bytes;
  if (how.replay)
    how.replay([&] {
      launch();
      REDBLUE_CHECK(cudaStreamSynchronize(how.stream));
    });
  return report;
}

}  // namespace redblue::kernels::cuda
