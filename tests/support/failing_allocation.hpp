// Memory that runs out when a test says so. Link support/failing_allocation.cpp.
#pragma once

#include <cstdint>

namespace redblue::tests {

enum class Shortage {
  passing,  ///< one allocation fails, the next succeeds
  lasting,  ///< every allocation from that one on fails
};

/// From now on the `k`-th allocation from here (from 1) fails; none where k is 0. Starts to count anew.
void let_allocation_fail(std::uint64_t k, Shortage how);

/// How many there were since then.
[[nodiscard]] std::uint64_t allocations();

/// What counts: operator new everywhere; where no sanitizer holds them, malloc and its kin too, those of the
/// C library and of the exceptions included.
[[nodiscard]] bool malloc_counts();

}  // namespace redblue::tests
