// The four JSON values that records consist of, appended to a string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <redblue/sim/words.hpp>

namespace redblue::study::json {

/// Largest integer that every JSON reader keeps exact; larger ones travel as strings.
inline constexpr sim::Int128 largest_number = sim::Int128{1} << 53;

/// A string literal. Takes text of the catalogs (UTF-8); escapes what JSON asks for.
void append_string(std::string& out, std::string_view text);

/// An exact integer: a number up to 2^53 in magnitude, a string of digits above.
void append_integer(std::string& out, sim::Int128 n);

/// The shortest decimal that reads back as the same double; null where there is none.
void append_real(std::string& out, std::optional<double> x);

void append_bool(std::string& out, bool b);

/// `"name":`, led by a comma unless it opens an object.
void append_name(std::string& out, std::string_view name);

inline void field(std::string& out, std::string_view name, std::string_view text) {
  append_name(out, name);
  append_string(out, text);
}
inline void field(std::string& out, std::string_view name, sim::Int128 n) {
  append_name(out, name);
  append_integer(out, n);
}
inline void flag(std::string& out, std::string_view name, bool b) {
  append_name(out, name);
  append_bool(out, b);
}
inline void real(std::string& out, std::string_view name, std::optional<double> x) {
  append_name(out, name);
  append_real(out, x);
}
inline void null(std::string& out, std::string_view name) {
  append_name(out, name);
  out += "null";
}

}  // namespace redblue::study::json
