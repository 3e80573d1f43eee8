// How often the program asked for memory so far.
#pragma once

#include <cstddef>

namespace redblue::bench {

[[nodiscard]] std::size_t allocations();

}  // namespace redblue::bench
