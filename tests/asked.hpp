// Figures of the soak (tools/soak.sh), from the environment.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace redblue::test {

/// The figure called `name`, or what is usual.
inline std::uint64_t asked(const char* name, std::uint64_t usual) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

}  // namespace redblue::test
