#include "support/failing_allocation.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <string_view>

#include "support/sanitizer.hpp"
#include <link.h>

namespace {

std::atomic<std::uint64_t> count{0};
std::atomic<std::uint64_t> failing{0};
std::atomic<bool> lasting{false};

/// Where the code of OpenMP's runtime lies. Its own allocations are spared: where one fails it ends the
/// process itself, and no program can have it otherwise.
std::uintptr_t openmp_from = 0, openmp_to = 0;

int find_openmp(dl_phdr_info* library, std::size_t, void*) {
  if (std::string_view(library->dlpi_name).find("libgomp") == std::string_view::npos) return 0;
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const auto& part = library->dlpi_phdr[i];
    if (part.p_type != PT_LOAD) continue;
    const std::uintptr_t from = library->dlpi_addr + part.p_vaddr;
    openmp_from = openmp_from == 0 ? from : std::min(openmp_from, from);
    openmp_to = std::max<std::uintptr_t>(openmp_to, from + part.p_memsz);
  }
  return 1;
}

bool fails(const void* caller) {
  const auto at = reinterpret_cast<std::uintptr_t>(caller);
  if (openmp_from <= at && at < openmp_to) return false;
  const std::uint64_t n = count.fetch_add(1, std::memory_order_relaxed) + 1;
  const std::uint64_t k = failing.load(std::memory_order_relaxed);
  return k > 0 && (n == k || (n > k && lasting.load(std::memory_order_relaxed)));
}

}  // namespace

namespace redblue::tests {

void let_allocation_fail(std::uint64_t k, Shortage how) {
  if (openmp_from == 0) dl_iterate_phdr(find_openmp, nullptr);
  lasting = how == Shortage::lasting;
  failing = k;
  count = 0;
}
std::uint64_t allocations() { return count; }
bool malloc_counts() { return !REDBLUE_ADDRESS_SANITIZER; }

}  // namespace redblue::tests

#if REDBLUE_ADDRESS_SANITIZER

// Every form of new but the over-aligned ones, with its delete: the sanitizer wants them of one kind.
namespace {
void* allocated(std::size_t size) { return fails(nullptr) ? nullptr : std::malloc(size == 0 ? 1 : size); }
void* allocated_or_thrown(std::size_t size) {
  if (void* memory = allocated(size)) return memory;
  throw std::bad_alloc{};
}
}  // namespace

void* operator new(std::size_t size) { return allocated_or_thrown(size); }
void* operator new[](std::size_t size) { return allocated_or_thrown(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

#else

// operator new of the standard library comes here too. What glibc gives, its own free takes back.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* memory, std::size_t size);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(std::size_t size) {
  if (!fails(__builtin_return_address(0))) return __libc_malloc(size);
  errno = ENOMEM;
  return nullptr;
}
void* calloc(std::size_t n, std::size_t size) {
  if (!fails(__builtin_return_address(0))) return __libc_calloc(n, size);
  errno = ENOMEM;
  return nullptr;
}
void* realloc(void* memory, std::size_t size) {
  if (!fails(__builtin_return_address(0))) return __libc_realloc(memory, size);
  errno = ENOMEM;
  return nullptr;
}
}

#endif
