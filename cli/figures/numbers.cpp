#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <redblue/cli/figures/numbers.hpp>

namespace redblue::cli {

std::string fixed(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals)
          .ptr;
  std::string text(buffer.data(), end);
  if (text.find_first_of("123456789") == std::string::npos && text[0] == '-') text.erase(0, 1);
  return text;
}

std::string shortest(double value, int digits) {
  if (value == 0) return "0";
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  std::string text = fixed(value, std::max(0, digits - 1 - exponent));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string ratio_text(double value) { return fixed(value, value < 10 ? 3 : value < 100 ? 2 : 1); }

std::string binary_prefix(double value) {
  constexpr std::array<std::string_view, 7> prefixes{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  std::size_t p = 0;
  while (std::abs(value) >= 1024 && p + 1 < prefixes.size()) value /= 1024, ++p;
  return shortest(value).append(prefixes[p]);
}

std::string scientific(double value) {
  if (std::abs(value) < 10000) return shortest(value);
  constexpr std::array<std::string_view, 10> raised{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (std::abs(value) / std::pow(10.0, exponent) >= 9.9995) ++exponent;
  const std::string mantissa = shortest(value / std::pow(10.0, exponent));
  std::string text = mantissa == "1" ? "10" : mantissa + "×10";
  for (const char digit : std::to_string(exponent)) text += raised[static_cast<std::size_t>(digit - '0')];
  return text;
}

}  // namespace redblue::cli
