// The rules a number was made under, and the only way to compare two numbers (theory 1.2).
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace redblue::proofs_check {

/// Pebble games; `fma` is the two-level machine itself; `any` is every algorithm whatever.
enum class Rules { fma, one_shot, classic, partial, partial_recompute, any };

inline constexpr std::array rules_names{"fma", "one_shot", "classic", "partial", "partial_recompute", "any"};

[[nodiscard]] constexpr std::string_view name(Rules r) { return rules_names[static_cast<std::size_t>(r)]; }

[[nodiscard]] constexpr std::optional<Rules> parse_rules(std::string_view text) {
  for (std::size_t i = 0; i < rules_names.size(); ++i)
    if (text == rules_names[i]) return static_cast<Rules>(i);
  return std::nullopt;
}

/// True when every play of `a` is a play of `b` at the same M:
/// one_shot <= classic <= partial_recompute, one_shot <= partial <= partial_recompute <= any,
/// and fma <= partial_recompute (1.2).
[[nodiscard]] constexpr bool plays_within(Rules a, Rules b) {
  if (a == b || b == Rules::any) return true;
  if (b == Rules::partial_recompute) return a != Rules::any;
  return a == Rules::one_shot && (b == Rules::classic || b == Rules::partial);
}

/// A count under `upper` and a lower bound under `lower` may be compared exactly when this holds.
[[nodiscard]] constexpr bool comparable(Rules upper, Rules lower) { return plays_within(upper, lower); }

}  // namespace redblue::proofs_check
