// Numbers as a figure prints them. Nothing here depends on the locale.
#pragma once

#include <string>

namespace redblue::cli {

/// `value` with exactly `decimals` decimals, "-0" printed as "0".
[[nodiscard]] std::string fixed(double value, int decimals);

/// `value` with at most `digits` significant digits and no trailing zeros: 1.5, 20, 0.3.
[[nodiscard]] std::string shortest(double value, int digits = 3);

/// A ratio: three decimals below 10, two below 100, one above.
[[nodiscard]] std::string ratio_text(double value);

/// A power of two with its binary prefix: 4096 as "4Ki". What is not an exact multiple is written
/// with at most three significant digits: 6000 as "5.86Ki".
[[nodiscard]] std::string binary_prefix(double value);

/// m x 10^e with superscript digits: "10⁶", "2×10⁶"; below 10,000 plain.
[[nodiscard]] std::string scientific(double value);

}  // namespace redblue::cli
