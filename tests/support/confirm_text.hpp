// What redblue confirm and redblue-confirm print, looked at as text.
#pragma once

#include <string>
#include <string_view>

#include "support/contains.hpp"
#include <doctest/doctest.h>

namespace redblue::tests {

inline std::size_t times(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// The words that one direction of one tensor has in both objects of a record.
inline std::string object_after(const std::string& json, const std::string& name) {
  const std::size_t from = json.find("\"" + name + "\":{");
  REQUIRE(from != json.npos);
  const std::size_t to = json.find("}}", from);
  return json.substr(json.find('{', from), to - json.find('{', from));
}

}  // namespace redblue::tests
