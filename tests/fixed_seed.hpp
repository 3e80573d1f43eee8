// Property tests with a seed that is fixed and printed, so that a failure can be had again.
#pragma once

#include <iostream>
#include <string>
#include <unordered_map>

#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

namespace redblue::test {

inline constexpr std::uint64_t property_seed = 20251120;

/// Tries `property` on `cases` random inputs and prints the counterexample where there is one.
template <class Property>
[[nodiscard]] bool holds(const std::string& description, int cases, const Property& property) {
  rc::detail::TestMetadata what;
  what.id = description;
  what.description = description;
  rc::detail::TestParams how;
  how.seed = property_seed;
  how.maxSuccess = cases;
  // All given, so that rapidcheck does not set itself up and print a seed that is not used.
  rc::detail::TestListenerAdapter silent;
  const std::unordered_map<std::string, rc::detail::Reproduce> nothing;
  const auto result = rc::detail::checkTestable(property, what, how, silent, nothing);
  const bool passed = result.template is<rc::detail::SuccessResult>();
  std::cout << description << ": seed " << how.seed << ", " << cases << " cases\n";
  if (!passed) rc::detail::printResultMessage(result, std::cout), std::cout << '\n';
  return passed;
}

}  // namespace redblue::test
