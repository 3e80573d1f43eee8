// Exact numbers as users write them: 4096, 16Ki, 2M, 10m, 4G.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <redblue/cli/errors.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::cli {

using sim::Int128;

/// Inclusive range that a value must lie in.
struct Limits {
  Int128 least;
  Int128 most;
  [[nodiscard]] bool contain(Int128 n) const { return least <= n && n <= most; }
};

/// What every command accepts; together they keep every count inside 128 bits.
inline constexpr Limits limit_N{1, Int128{1} << 32};
inline constexpr Limits limit_d{1, Int128{1} << 20};
inline constexpr Limits limit_M{1, Int128{1} << 53};
inline constexpr Limits limit_heads{1, Int128{1} << 16};
inline constexpr Limits limit_threads{1, 1024};
inline constexpr Limits limit_bits{1, 128};
inline constexpr Limits limit_seed{0, (Int128{1} << 64) - 1};
inline constexpr Limits limit_window{0, Int128{1} << 32};

/// "must be between 1 and 4294967296".
[[nodiscard]] std::string out_of(const Limits& limits);

/// The digits and suffix (Ki Mi Gi of 1024, k M G of 1000) at the head of `text`, which moves past
/// them. Nothing when it starts with no digit; `too_large` is set past 2^120.
struct Number {
  Int128 value = 0;
  bool too_large = false;
};
[[nodiscard]] std::optional<Number> take_number(std::string_view& text);

/// The whole of `text` (a part of what was given) as one number within limits.
/// Throws: UsageError for anything else, saying what was wrong.
[[nodiscard]] Int128 parse_integer(const Given& given, std::string_view text, const Limits& limits);
[[nodiscard]] inline Int128 parse_integer(const Given& given, const Limits& limits) {
  return parse_integer(given, given.text, limits);
}

/// A finite real number. Throws: UsageError.
[[nodiscard]] double parse_real(const Given& given);

/// `90s`, `10m`, `2h`, or plain seconds. Unit: seconds.
[[nodiscard]] std::int64_t parse_duration(const Given& given);

/// `512M`, `4G` (powers of 1000), `4Gi` (of 1024) or plain bytes. Unit: bytes.
[[nodiscard]] std::int64_t parse_size(const Given& given);

}  // namespace redblue::cli
