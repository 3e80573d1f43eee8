// Is a text part of what a program said?
#pragma once

#include <string>
#include <string_view>

namespace redblue::tests {

[[nodiscard]] inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace redblue::tests
