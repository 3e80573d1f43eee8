#include <array>
#include <numeric>

#include <redblue/cli/expression.hpp>

namespace redblue::cli {
namespace {

using sim::AttentionShape;

struct Variable {
  std::string_view name;
  /// Empty where the shape has two values for it.
  std::optional<Int128> (*value)(const AttentionShape&);
};

// Longer names first, so that Nq is not read as N.
constexpr std::array variables{
    Variable{"Nq", [](const AttentionShape& s) { return std::optional<Int128>(s.Nq); }},
    Variable{"Nk", [](const AttentionShape& s) { return std::optional<Int128>(s.Nk); }},
    Variable{"dk", [](const AttentionShape& s) { return std::optional<Int128>(s.dk); }},
    Variable{"dv", [](const AttentionShape& s) { return std::optional<Int128>(s.dv); }},
    Variable{
        "N",
        [](const AttentionShape& s) { return s.Nq == s.Nk ? std::optional<Int128>(s.Nq) : std::nullopt; }},
    Variable{"d", [](const AttentionShape& s) {
               return s.dk == s.dv ? std::optional<Int128>(s.dk) : std::nullopt;
             }}};

constexpr int deepest = 16;
constexpr std::size_t longest = 256;

struct Fraction {
  Int128 top = 0;
  Int128 bottom = 1;
};

Int128 gcd(Int128 a, Int128 b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a < 0 ? -a : a;
}

}  // namespace

class ExpressionParser {
 public:
  ExpressionParser(const Given& given, std::string_view text, Expression& to)
      : given_(given), rest_(text), to_(to) {}

  void whole() {
    if (rest_.size() > longest) given_.refuse("longer than 256 characters");
    sum(0);
    if (!rest_.empty()) fail();
  }

 private:
  using Op = Expression::Op;

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void emit(Op op, Int128 value = 0, std::string_view variable = {}) {
    to_.steps_.push_back({op, value, variable});
  }

  void sum(int depth) {
    product(depth);
    for (;;) {
      if (take('+'))
        product(depth), emit(Op::add);
      else if (take('-'))
        product(depth), emit(Op::subtract);
      else
        return;
    }
  }
  void product(int depth) {
    power(depth);
    for (;;) {
      if (take('*'))
        power(depth), emit(Op::multiply);
      else if (take('/'))
        power(depth), emit(Op::divide);
      else
        return;
    }
  }
  void power(int depth) {
    atom(depth);
    if (!take('^')) return;
    const std::optional<Number> exponent = take_number(rest_);
    if (!exponent || exponent->too_large || exponent->value > 60)
      given_.refuse("an exponent must be a whole number from 0 to 60");
    emit(Op::power, exponent->value);
  }
  void atom(int depth) {
    if (depth > deepest) given_.refuse("nested deeper than 16 parentheses");
    if (take('(')) {
      sum(depth + 1);
      if (!take(')')) given_.refuse("a closing parenthesis is missing");
      return;
    }
    if (const std::optional<Number> number = take_number(rest_)) {
      if (number->too_large) given_.refuse("a number in it is too large");
      return emit(Op::number, number->value);
    }
    for (const Variable& v : variables) {
      if (!rest_.starts_with(v.name)) continue;
      rest_.remove_prefix(v.name.size());
      to_.constant_ = false;
      return emit(Op::variable, 0, v.name);
    }
    fail();
  }
  [[noreturn]] void fail() {
    if (rest_.empty())
      given_.refuse("something is missing at its end; write e.g. 4096, 16Ki, d^2/4 or 2*N*d");
    given_.refuse("cannot read it from '" + std::string(rest_.substr(0, 32)) +
                  "' on; write e.g. 4096, 16Ki, d^2/4 or 2*N*d");
  }

  const Given& given_;
  std::string_view rest_;
  Expression& to_;
};

class ExpressionMachine {
 public:
  ExpressionMachine(const Given& given, const AttentionShape& shape) : given_(given), shape_(shape) {}

  Fraction run(const Expression& e) {
    for (const Expression::Step& step : e.steps_) apply(step);
    return stack_.back();
  }

 private:
  using Op = Expression::Op;

  void apply(const Expression::Step& step) {
    if (step.op == Op::number) return stack_.push_back({step.value, 1});
    if (step.op == Op::variable) return stack_.push_back({value_of(step.variable), 1});
    if (step.op == Op::power) return raise_to(step.value);
    const Fraction b = stack_.back();
    stack_.pop_back();
    Fraction& a = stack_.back();
    if (step.op == Op::multiply) a = {times(a.top, b.top), times(a.bottom, b.bottom)};
    if (step.op == Op::divide) {
      if (b.top == 0) given_.refuse("divides by zero");
      a = {times(a.top, b.bottom), times(a.bottom, b.top)};
    }
    if (step.op == Op::add)
      a = {plus(times(a.top, b.bottom), times(b.top, a.bottom)), times(a.bottom, b.bottom)};
    if (step.op == Op::subtract)
      a = {plus(times(a.top, b.bottom), -times(b.top, a.bottom)), times(a.bottom, b.bottom)};
    reduce(a);
  }

  void raise_to(Int128 exponent) {
    const Fraction base = stack_.back();
    Fraction result{1, 1};
    for (Int128 i = 0; i < exponent; ++i)
      result = {times(result.top, base.top), times(result.bottom, base.bottom)};
    stack_.back() = result;
  }

  static void reduce(Fraction& f) {
    const Int128 common = f.bottom < 0 ? -gcd(f.top, f.bottom) : gcd(f.top, f.bottom);
    if (common != 0) f = {f.top / common, f.bottom / common};
  }

  Int128 value_of(std::string_view name) {
    for (const Variable& v : variables) {
      if (v.name != name) continue;
      const std::optional<Int128> value = v.value(shape_);
      if (value) return *value;
    }
    const std::string n(name);
    given_.refuse(n + " has two values in this shape; write " + n + (name == "N" ? "q or Nk" : "k or dv"));
  }

  Int128 times(Int128 a, Int128 b) {
    Int128 result = 0;
    if (__builtin_mul_overflow(a, b, &result)) given_.refuse("too large for exact arithmetic");
    return result;
  }
  Int128 plus(Int128 a, Int128 b) {
    Int128 result = 0;
    if (__builtin_add_overflow(a, b, &result)) given_.refuse("too large for exact arithmetic");
    return result;
  }

  const Given& given_;
  const AttentionShape& shape_;
  std::vector<Fraction> stack_;
};

Expression::Expression(const Given& given, std::string_view text) {
  ExpressionParser(given, text, *this).whole();
}

Int128 Expression::at(const AttentionShape& shape, const Given& given, const Limits& limits) const {
  const Fraction f = ExpressionMachine(given, shape).run(*this);
  // Below zero the quotient rounds up, but then it is refused either way.
  const Int128 value = f.top < 0 ? Int128{-1} : f.top / f.bottom;
  if (limits.contain(value)) return value;
  if (constant_) given.refuse(out_of(limits));
  given.refuse(out_of(limits) + "; at N = " + std::to_string(shape.Nq) + ", d = " + std::to_string(shape.dk) +
               " it is " + (f.top < 0 ? "negative" : sim::to_string(value)));
}

}  // namespace redblue::cli
