// Exact arithmetic in N and d for the M axis: d^2, d^2/4, 2*N*d, 3*(N+d)*d.
//
//   sum = product (('+' | '-') product)*     product = power (('*' | '/') power)*
//   power = atom ('^' 0..60)?                 atom = number | N Nq Nk d dk dv | '(' sum ')'
//
// Evaluated as a fraction and rounded down once, at the end: d^2/4 at d = 63 is 992.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/numbers.hpp>
#include <redblue/sim/shape.hpp>

namespace redblue::cli {

class Expression {
 public:
  /// Parses the whole of `text`, a part of what was given. Throws: UsageError.
  Expression(const Given& given, std::string_view text);

  /// True when it names no N or d.
  [[nodiscard]] bool is_constant() const { return constant_; }

  /// Its value at `shape`, rounded down. Throws: UsageError where it leaves `limits`, overflows,
  /// divides by zero, or says N at Nq != Nk or d at dk != dv.
  [[nodiscard]] Int128 at(const sim::AttentionShape& shape, const Given& given, const Limits& limits) const;

 private:
  enum class Op : char { number, variable, add, subtract, multiply, divide, power };
  struct Step {  // of a stack machine
    Op op;
    Int128 value = 0;  // number, or exponent
    std::string_view variable = {};
  };
  friend class ExpressionParser;
  friend class ExpressionMachine;
  std::vector<Step> steps_;
  bool constant_ = true;
};

}  // namespace redblue::cli
