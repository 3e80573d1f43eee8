#include <cmath>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include <redblue/study/json_text.hpp>

namespace redblue::study::json {

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                     static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_integer(std::string& out, sim::Int128 n) {
  if (-largest_number <= n && n <= largest_number) {
    const fmt::format_int digits(static_cast<std::int64_t>(n));
    out.append(digits.data(), digits.size());
    return;
  }
  out += '"';
  out += sim::to_string(n);
  out += '"';
}

void append_real(std::string& out, std::optional<double> x) {
  if (!x || !std::isfinite(*x)) {
    out += "null";
    return;
  }
  fmt::format_to(std::back_inserter(out), "{}", *x);
}

void append_bool(std::string& out, bool b) { out += b ? "true" : "false"; }

void append_name(std::string& out, std::string_view name) {
  if (!out.empty() && out.back() != '{' && out.back() != '[') out += ',';
  out += '"';
  out += name;
  out += "\":";
}

}  // namespace redblue::study::json
