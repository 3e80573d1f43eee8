#include <cmath>
#include <string>
#include <unordered_set>

#include <redblue/cli/ranges.hpp>

namespace redblue::cli {
namespace {

constexpr Limits limit_log_points{1, 1'000'000};
constexpr std::size_t longest_list = 10'000;

/// The part of `text` before `separator`, which moves past it.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t at = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

/// Point i of n evenly spaced logarithms from first to last, rounded; the ends are exact.
Int128 log_point(Int128 first, Int128 last, Int128 i, Int128 n) {
  if (i == 0) return first;
  if (i == n - 1) return last;
  const long double t = static_cast<long double>(i) / static_cast<long double>(n - 1);
  const long double ratio = static_cast<long double>(last) / static_cast<long double>(first);
  return std::llround(static_cast<long double>(first) * std::pow(ratio, t));
}

/// Rounding makes neighbours of a dense range equal; they are one point.
template <class Add>
void add_log_points(Int128 first, Int128 last, Int128 n, const Add& add) {
  Int128 previous = 0;
  for (Int128 i = 0; i < n; ++i) {
    const Int128 v = log_point(first, last, i, n);
    if (v != previous) add(v);
    previous = v;
  }
}

}  // namespace

AxisSpec::AxisSpec(Given given, const Limits& limits, bool expressions)
    : given_(std::move(given)), limits_(limits) {
  if (given_.text.empty()) given_.refuse("an empty list; write e.g. 64 or 64,128 or 1Ki:1Mi:x2");
  if (given_.text.size() > longest_list * 8) given_.refuse("longer than 80000 characters");
  std::string_view rest = given_.text;
  if (rest.ends_with(',')) given_.refuse("an empty entry at the end of the list");
  while (!rest.empty()) {
    const std::string_view part = take_until(rest, ',');
    if (part.empty()) given_.refuse("an empty entry in the list");
    items_.push_back(parse_item(part, expressions));
    if (items_.size() > longest_list)
      given_.refuse("more than 10000 entries; write a range, e.g. 1Ki:1Mi:x2");
  }
  // What needs no shape is judged at once.
  for (const Item& item : items_)
    if (item.first.is_constant() && item.last.is_constant()) (void)ends(item, {});
}

Expression AxisSpec::parse_value(std::string_view text, bool expressions) const {
  if (!expressions || (!text.empty() && (text.front() == '-' || text.front() == '.'))) {
    (void)parse_integer(given_, text, limits_);  // says what is wrong better than a grammar can
  }
  return Expression(given_, text);
}

AxisSpec::Item AxisSpec::parse_item(std::string_view text, bool expressions) const {
  std::string_view rest = text;
  const std::string_view first = take_until(rest, ':');
  Item item{parse_value(first, expressions), parse_value(first, expressions)};
  if (first.size() == text.size()) return item;
  constexpr std::string_view how = "a range is first:last:step with a step x2, +64 or log20, e.g. 1Ki:1Mi:x2";
  const std::string_view last = take_until(rest, ':');
  if (last.empty() || rest.empty()) given_.refuse(how);
  item.last = parse_value(last, expressions);
  if (rest.starts_with("x")) {
    item.step = Step::factor;
    item.by = parse_integer(given_, rest.substr(1), Limits{2, limits_.most});
  } else if (rest.starts_with("+")) {
    item.step = Step::difference;
    item.by = parse_integer(given_, rest.substr(1), Limits{1, limits_.most});
  } else if (rest.starts_with("log")) {
    item.step = Step::logarithmic;
    item.by = parse_integer(given_, rest.substr(3), limit_log_points);
  } else {
    given_.refuse(how);
  }
  return item;
}

bool AxisSpec::is_constant() const {
  for (const Item& item : items_)
    if (!item.first.is_constant() || !item.last.is_constant()) return false;
  return true;
}

AxisSpec::Ends AxisSpec::ends(const Item& item, const sim::AttentionShape& shape) const {
  const Int128 first = item.first.at(shape, given_, limits_);
  if (item.step == Step::single) return {first, first};
  const Int128 last = item.last.at(shape, given_, limits_);
  if (first > last)
    given_.refuse("the range begins at " + sim::to_string(first) + ", above its end " + sim::to_string(last));
  return {first, last};
}

Int128 AxisSpec::count(const Item& item, const Ends& ends) {
  switch (item.step) {
    case Step::single:
      return 1;
    case Step::difference:
      return (ends.last - ends.first) / item.by + 1;
    case Step::logarithmic:
      return std::min(item.by, ends.last - ends.first + 1);
    case Step::factor:
      break;
  }
  Int128 n = 0;
  for (Int128 v = ends.first; v <= ends.last; v *= item.by) ++n;
  return n;
}

Int128 AxisSpec::count(const sim::AttentionShape& shape) const {
  Int128 n = 0;
  for (const Item& item : items_) n += count(item, ends(item, shape));
  return n;
}

std::vector<Int128> AxisSpec::values(const sim::AttentionShape& shape, std::size_t most,
                                     Repeats repeats) const {
  const Int128 expected = count(shape);
  if (expected > Int128{most})
    given_.refuse(sim::to_string(expected) + " values, more than the " + std::to_string(most) + " allowed");
  std::vector<Int128> values;
  std::unordered_set<std::int64_t> seen;  // limits keep values below 2^63
  const auto add = [&](Int128 v) {
    if (repeats == Repeats::keep || seen.insert(static_cast<std::int64_t>(v)).second) values.push_back(v);
  };
  for (const Item& item : items_) {
    const Ends e = ends(item, shape);
    if (item.step == Step::single) add(e.first);
    if (item.step == Step::factor)
      for (Int128 v = e.first; v <= e.last; v *= item.by) add(v);
    if (item.step == Step::difference)
      for (Int128 v = e.first; v <= e.last; v += item.by) add(v);
    if (item.step == Step::logarithmic) add_log_points(e.first, e.last, item.by, add);
  }
  return values;
}

}  // namespace redblue::cli
