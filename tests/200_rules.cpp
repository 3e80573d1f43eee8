// The order of the rules (theory 1.2), pair by pair.
#include <array>
#include <utility>

#include <doctest/doctest.h>

#include <redblue/proofs_check/rules.hpp>

using redblue::proofs_check::comparable;
using redblue::proofs_check::name;
using redblue::proofs_check::parse_rules;
using redblue::proofs_check::plays_within;
using redblue::proofs_check::Rules;

namespace {

constexpr std::array all{Rules::fma,     Rules::one_shot,          Rules::classic,
                         Rules::partial, Rules::partial_recompute, Rules::any};

/// Every pair a <= b with a != b, written out; what is not here does not hold.
constexpr std::array within{
    std::pair{Rules::one_shot, Rules::classic},           std::pair{Rules::one_shot, Rules::partial},
    std::pair{Rules::one_shot, Rules::partial_recompute}, std::pair{Rules::one_shot, Rules::any},
    std::pair{Rules::classic, Rules::partial_recompute},  std::pair{Rules::classic, Rules::any},
    std::pair{Rules::partial, Rules::partial_recompute},  std::pair{Rules::partial, Rules::any},
    std::pair{Rules::fma, Rules::partial_recompute},      std::pair{Rules::fma, Rules::any},
    std::pair{Rules::partial_recompute, Rules::any},
};

bool expected(Rules a, Rules b) {
  if (a == b) return true;
  for (const auto& pair : within)
    if (pair == std::pair{a, b}) return true;
  return false;
}

}  // namespace

TEST_CASE("plays_within holds for the pairs of theory 1.2 and for no other") {
  for (const Rules a : all)
    for (const Rules b : all) {
      CAPTURE(name(a));
      CAPTURE(name(b));
      CHECK(plays_within(a, b) == expected(a, b));
      CHECK(comparable(a, b) == expected(a, b));
    }
}

TEST_CASE("plays_within is a partial order") {
  for (const Rules a : all) {
    CHECK(plays_within(a, a));
    for (const Rules b : all) {
      if (a != b) CHECK_FALSE((plays_within(a, b) && plays_within(b, a)));
      for (const Rules c : all)
        if (plays_within(a, b) && plays_within(b, c)) CHECK(plays_within(a, c));
    }
  }
}

TEST_CASE("Every rule is parsed from its own name and from nothing else") {
  for (const Rules r : all) CHECK(parse_rules(name(r)) == r);
  CHECK_FALSE(parse_rules("").has_value());
  CHECK_FALSE(parse_rules("Classic").has_value());
  CHECK_FALSE(parse_rules("one-shot").has_value());
}
