// What libFuzzer calls: one target, chosen when this file is compiled.
#include <cstddef>

#include "targets.hpp"

extern "C" {
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  redblue::fuzz::REDBLUE_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}

/// Short memories make short runs: what is freed is kept for 1 MB, and a report names no caller; libFuzzer
/// keeps the input, so the rest can be had again.
const char* __asan_default_options() {  // NOLINT(bugprone-reserved-identifier)
  return "quarantine_size_mb=1:malloc_context_size=0:max_malloc_fill_size=0:detect_stack_use_after_return=0";
}
}
