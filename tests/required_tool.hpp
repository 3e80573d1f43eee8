// Tests of what other programs make of our output pass over a program that is not installed, and say
// so. Where REDBLUE_REQUIRE_TOOLS is set, as in continuous integration, a missing program is a failure.
#pragma once

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

namespace redblue::test {

inline bool tool_is_there(bool found, const std::string& name) {
  if (found) return true;
  if (std::getenv("REDBLUE_REQUIRE_TOOLS") != nullptr)
    FAIL_CHECK(name, " is required here and not installed");
  MESSAGE("skipped: " << name << " is not installed");
  return false;
}

}  // namespace redblue::test
