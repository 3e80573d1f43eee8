// A lower bound as a value: statement, formula, strength, rules, assumptions, source.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/shape.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check {

using sim::AttentionShape;
using sim::Words;

/// What an explicit bound proves at one (shape, M).
struct Proven {
  Words words;                        ///< whole; never negative
  std::optional<sim::Int128> X = {};  ///< the phase length that gave it, where one is searched
};

/// A number that may be compared.
using Explicit = Proven (*)(const AttentionShape&, Words M);

/// A slope that may be drawn and never compared: `shape_of` is the expression without constant.
struct Asymptotic {
  double (*shape_of)(const AttentionShape&, Words M);
};

/// A sentence and its test; `holds` null: it always holds for the schedules of the catalog and is
/// printed so that the reader knows it.
struct Assumption {
  std::string_view sentence;
  bool (*holds)(const AttentionShape&, Words M);
};

/// One row of the catalog. The strength is the type of `value`: an asymptotic bound has no words.
struct Bound {
  std::string_view id;
  std::string_view statement;
  std::variant<Explicit, Asymptotic> value;
  Rules rules;
  std::span<const Assumption> assumptions;
  std::string_view source;

  [[nodiscard]] constexpr bool is_explicit() const { return std::holds_alternative<Explicit>(value); }

  /// The first assumption that fails at (shape, M), in words; empty when all hold.
  [[nodiscard]] std::string_view why_not(const AttentionShape& shape, Words M) const {
    for (const Assumption& a : assumptions)
      if (a.holds != nullptr && !a.holds(shape, M)) return a.sentence;
    return {};
  }
  [[nodiscard]] bool applicable(const AttentionShape& shape, Words M) const {
    return why_not(shape, M).empty();
  }
};

/// The strength as records print it.
[[nodiscard]] constexpr std::string_view strength(const Bound& bound) {
  return bound.is_explicit() ? "explicit" : "asymptotic";
}

/// One bound evaluated at one point, as records print it.
struct Evaluated {
  const Bound* bound = nullptr;
  std::string_view why_not;      ///< empty: applicable
  bool comparable = false;       ///< its rules admit the rules asked for
  Words evaluated_at;            ///< M, or M + 3 for a classic bound set against the machine (1.2)
  std::optional<Proven> proven;  ///< explicit and applicable
};

/// Every catalogued bound at (shape, M), and the largest that may be compared with a count under
/// `rules`.
struct LowerBounds {
  std::vector<Evaluated> all;
  Words lower;                ///< 0 when none is comparable
  std::string_view lower_by;  ///< empty then
};

[[nodiscard]] LowerBounds lower_bounds(const AttentionShape& shape, Words M, Rules rules);

}  // namespace redblue::proofs_check
