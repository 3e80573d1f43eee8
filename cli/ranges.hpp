// The values of one axis: `64`, `64,128`, `1Ki:1Mi:x2`, `64:512:+64`, `1Ki:1Mi:log20`, and on the M axis
// expressions in N and d anywhere a number may stand (`d^2/4:4*d^2:x2`). Expanded lazily: a range costs
// nothing until it is asked for its values, and it is counted before it is expanded.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/expression.hpp>
#include <redblue/cli/numbers.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::cli {

class AxisSpec {
 public:
  /// Throws: UsageError for anything but the forms above. Without `expressions`, only numbers.
  AxisSpec(Given given, const Limits& limits, bool expressions = false);

  /// True when no value depends on N or d.
  [[nodiscard]] bool is_constant() const;

  /// How many values there are at `shape`, repeats included; never expands a range.
  [[nodiscard]] Int128 count(const sim::AttentionShape& shape = {}) const;

  /// Under --zip a repeated value counts as often as it is given.
  enum class Repeats { drop, keep };

  /// The values at `shape`, in the order given, each once unless repeats are kept.
  /// Throws: UsageError where a value leaves the limits, or there are more than `most` of them.
  [[nodiscard]] std::vector<Int128> values(const sim::AttentionShape& shape = {},
                                           std::size_t most = default_most,
                                           Repeats repeats = Repeats::drop) const;

  [[nodiscard]] const Given& given() const { return given_; }

  static constexpr std::size_t default_most = 1'000'000;

 private:
  enum class Step { single, factor, difference, logarithmic };
  struct Item {
    Expression first;
    Expression last;  ///< of a range; else as `first`
    Step step = Step::single;
    Int128 by = 1;  ///< factor, difference or number of points
  };
  struct Ends {
    Int128 first;
    Int128 last;
  };
  [[nodiscard]] Item parse_item(std::string_view text, bool expressions) const;
  [[nodiscard]] Expression parse_value(std::string_view text, bool expressions) const;
  [[nodiscard]] Ends ends(const Item& item, const sim::AttentionShape& shape) const;
  static Int128 count(const Item& item, const Ends& ends);

  Given given_;
  Limits limits_;
  std::vector<Item> items_;
};

}  // namespace redblue::cli
