// Timing: a kernel timed on a GPU at sizes that no CPU back end runs; its own counter is still held to the
// plan.
#pragma once

#include <string>

#include <redblue/kernels/confirm.hpp>

namespace redblue::kernels {

struct Timing {
  Question question;
  algorithms::Planned planned;
  GpuRun run;
  double io_only_seconds = 0;  ///< of the same kernel without its arithmetic (policy IoOnly): the median

  [[nodiscard]] bool counts_exact() const;
  /// Of the two products, exponentials not counted: 2 N^2 (dk + dv) a head where nothing is masked. Unit:
  /// 10^12/s.
  [[nodiscard]] double tflops() const;
  /// One object.
  [[nodiscard]] std::string as_json() const;
};

/// Throws: sim::InvalidArgument where the kernel, its plan at M or a GPU is missing, cuda::CudaError.
[[nodiscard]] Timing time_on_gpu(const Question& question);

}  // namespace redblue::kernels
