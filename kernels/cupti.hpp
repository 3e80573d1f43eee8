// Cupti: NVIDIA's library of hardware counters, loaded while the program runs where it is, so that a program
// without it starts too. It reads the counters of metrics.hpp around launches of this process.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <redblue/kernels/hardware.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::kernels {

/// What stands between this program and the counters: a sentence that ends with what helps, where that is
/// known.
class CuptiError : public sim::Error {
 public:
  using Error::Error;
};

class Cupti {
 public:
  /// Loads `path`, or what REDBLUE_CUPTI names, or libcupti from where the loader and CUDA's own folders have
  /// it. Throws: CuptiError.
  explicit Cupti(const std::string& path = {});
  Cupti(const Cupti&) = delete;
  Cupti& operator=(const Cupti&) = delete;
  ~Cupti();

  /// "libcupti.so.13, version 130000".
  [[nodiscard]] std::string text() const;

  /// Counters of a chip ("GH100") by name, without .sum. Needs no GPU. Throws: CuptiError.
  [[nodiscard]] std::vector<std::string> counters(const std::string& chip) const;
  /// Runs that the counters of metrics.hpp take which the chip has. Needs no GPU. Throws: CuptiError.
  [[nodiscard]] std::size_t passes(const std::string& chip) const;

  /// The device `index`, whose context (CUcontext) is current, lets this user read counters. Throws:
  /// CuptiError.
  void require_rights(std::size_t index, void* context) const;
  /// The counters of metrics.hpp over what `launch` does, which is called once for each pass and waits for
  /// its kernels. A counter without a value is left out. Throws: CuptiError, and what `launch` throws.
  [[nodiscard]] Hardware measure(std::size_t index, void* context, const std::function<void()>& launch) const;

 private:
  std::string name_;
  void* library_ = nullptr;
};

}  // namespace redblue::kernels
