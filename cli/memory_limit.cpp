#include <algorithm>
#include <fstream>

#include <unistd.h>

#include <redblue/cli/memory_limit.hpp>

namespace redblue::cli {
namespace {

constexpr rlim_t slack = rlim_t{32} << 20;
constexpr rlim_t usual_stack = rlim_t{8} << 20;

/// Private memory that this process may write to, as the kernel counts it against RLIMIT_DATA. Unit: bytes.
rlim_t data_bytes() {
  std::ifstream statm("/proc/self/statm");
  rlim_t pages = 0;
  for (int field = 0; field < 6; ++field) statm >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

rlim_t stack_bytes() {
  ::rlimit stack{};
  const bool known = ::getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur != RLIM_INFINITY;
  return known ? std::max(stack.rlim_cur, usual_stack) : usual_stack;
}

}  // namespace

MemoryLimit::MemoryLimit(std::optional<std::int64_t> bytes, int threads) {
  ::rlimit now{};
  if (!bytes || ::getrlimit(RLIMIT_DATA, &now) != 0) return;
  const rlim_t most =
      data_bytes() + static_cast<rlim_t>(*bytes) + slack + static_cast<rlim_t>(threads) * stack_bytes();
  if (most >= now.rlim_cur) return;
  before_ = now;
  now.rlim_cur = most;
  (void)::setrlimit(RLIMIT_DATA, &now);
}

MemoryLimit::~MemoryLimit() {
  if (before_) (void)::setrlimit(RLIMIT_DATA, &*before_);
}

}  // namespace redblue::cli
