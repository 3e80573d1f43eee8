// A figure that tools/soak.sh may raise.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace redblue::test {

/// The number in the environment under `name`, or what is usual.
[[nodiscard]] inline std::uint64_t soak_figure(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

}  // namespace redblue::test
