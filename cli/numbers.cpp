#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include <redblue/cli/numbers.hpp>

namespace redblue::cli {
namespace {

struct Suffix {
  std::string_view text;
  Int128 factor;
};

// Longer ones first: Mi before M.
constexpr std::array suffixes{Suffix{"Ki", 1024}, Suffix{"Mi", 1024 * 1024}, Suffix{"Gi", 1024 * 1024 * 1024},
                              Suffix{"k", 1000},  Suffix{"M", 1'000'000},    Suffix{"G", 1'000'000'000}};

constexpr Int128 too_large = Int128{1} << 120;

bool is_digit(char c) { return '0' <= c && c <= '9'; }

/// Why `text` is no whole number, as helpful as can be said.
std::string why_no_number(std::string_view text) {
  if (text.empty()) return "a number is missing";
  if (text.front() == '-') return "must not be negative";
  if (text.front() == '+') return "write it without +";
  if (!is_digit(text.front())) return "not a number; write e.g. 4096, 16Ki (1024s) or 16k (1000s)";
  while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  if (text.front() == '.') return "must be a whole number";
  if (text.front() == 'e' || text.front() == 'E') return "no exponents; write 1M for 10^6";
  if (text.front() == 'K') return "unknown suffix K; write Ki (1024) or k (1000)";
  return "unknown suffix " + std::string(text.substr(0, 16)) +
         "; suffixes are Ki Mi Gi (1024s) and k M G (1000s)";
}

}  // namespace

std::string out_of(const Limits& limits) {
  return "must be between " + sim::to_string(limits.least) + " and " + sim::to_string(limits.most);
}

std::optional<Number> take_number(std::string_view& text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  Number number;
  for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
    if (!number.too_large) number.value = number.value * 10 + (text.front() - '0');
    number.too_large = number.too_large || number.value > too_large;
  }
  for (const Suffix& suffix : suffixes) {
    if (!text.starts_with(suffix.text)) continue;
    text.remove_prefix(suffix.text.size());
    number.too_large = number.too_large || number.value > too_large / suffix.factor;
    if (!number.too_large) number.value *= suffix.factor;
    break;
  }
  return number;
}

Int128 parse_integer(const Given& given, std::string_view text, const Limits& limits) {
  std::string_view rest = text;
  const std::optional<Number> number = take_number(rest);
  if (!number || !rest.empty()) given.refuse(why_no_number(text));
  if (number->too_large || !limits.contain(number->value)) given.refuse(out_of(limits));
  return number->value;
}

double parse_real(const Given& given) {
  double value = 0;
  const char* end = given.text.data() + given.text.size();
  const auto [stop, error] = std::from_chars(given.text.data(), end, value);
  if (error == std::errc::result_out_of_range) given.refuse("out of the range of a double");
  if (error != std::errc() || stop != end) given.refuse("not a number; write e.g. 0.125");
  if (!std::isfinite(value)) given.refuse("must be finite");
  return value;
}

std::int64_t parse_duration(const Given& given) {
  std::string_view text = given.text;
  Int128 unit = 1;
  if (text.ends_with('s'))
    text.remove_suffix(1);
  else if (text.ends_with('m'))
    unit = 60, text.remove_suffix(1);
  else if (text.ends_with('h'))
    unit = 3600, text.remove_suffix(1);
  std::string_view rest = text;
  const std::optional<Number> number = take_number(rest);
  constexpr Int128 most = Int128{366} * 24 * 3600;
  if (!number || !rest.empty() || !is_digit(text.back()))
    given.refuse("not a duration; write e.g. 90s, 10m or 2h");
  if (number->too_large || number->value < 1 || number->value * unit > most)
    given.refuse("must be between 1s and 8784h (a year)");
  return static_cast<std::int64_t>(number->value * unit);
}

std::int64_t parse_size(const Given& given) {
  return static_cast<std::int64_t>(parse_integer(given, Limits{1, Int128{1} << 60}));
}

}  // namespace redblue::cli
