// --mem-limit, for what one point allocates at a stroke.
#pragma once

#include <cstdint>
#include <optional>

#include <sys/resource.h>

namespace redblue::cli {

/// While it lives, an allocation that would take this process more than 32 MB past `bytes` fails with
/// std::bad_alloc: no schedule knows beforehand what it will hold. Does nothing without `bytes`.
class MemoryLimit {
 public:
  /// `threads` may be started; their stacks, of which they touch little, are not counted.
  MemoryLimit(std::optional<std::int64_t> bytes, int threads);
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;
  ~MemoryLimit();

 private:
  std::optional<::rlimit> before_;
};

}  // namespace redblue::cli
