#include <array>
#include <cstdint>
#include <cstdio>

#include <redblue/cli/escape.hpp>

namespace redblue::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Character {
  std::uint32_t code = 0xFFFD;
  std::string_view bytes = replacement;  ///< a slice of the text; `replacement` for what is not UTF-8
  std::size_t length = 1;                ///< bytes consumed
};

constexpr bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Number of bytes that a leading byte announces; 0: not a leading byte.
constexpr std::size_t announced(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

/// The first character of a text that is not empty.
Character first(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = announced(lead);
  if (length == 0 || length > text.size()) return {};
  std::uint32_t code = length == 1 ? lead : lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues(text[i])) return {};
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  if (code < least[length] || code > 0x10FFFF || surrogate) return {};
  return {code, text.substr(0, length), length};
}

/// Calls visit(Character) for each character in order.
template <class Visit>
void each(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const Character c = first(text);
    visit(c);
    text.remove_prefix(c.length);
  }
}

constexpr bool is_control(std::uint32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

/// Marks that reorder or hide the text around them.
constexpr bool is_direction_mark(std::uint32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x2069) || code == 0x61C || code == 0xFEFF;
}

constexpr bool xml_allows(std::uint32_t code) {
  return code == '\t' || code == '\n' || (!is_control(code) && code != 0xFFFE && code != 0xFFFF);
}

std::string hex(const char* format, std::uint32_t code) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, code);
  return buffer.data();
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string out;
  each(text, [&](const Character& c) {
    if (c.code == '&')
      out += "&amp;";
    else if (c.code == '<')
      out += "&lt;";
    else if (c.code == '>')
      out += "&gt;";
    else if (c.code == '"')
      out += "&quot;";
    else if (c.code == '\'')
      out += "&#39;";
    else if (c.code == '`')
      out += "&#96;";
    else
      out += xml_allows(c.code) ? c.bytes : replacement;
  });
  return out;
}

std::string escape_json(std::string_view text) {
  std::string out = "\"";
  each(text, [&](const Character& c) {
    const bool markup = c.code == '<' || c.code == '>' || c.code == '&' || c.code == '\'';
    if (c.code == '"')
      out += "\\\"";
    else if (c.code == '\\')
      out += "\\\\";
    else if (c.code == '\n')
      out += "\\n";
    else if (markup || is_control(c.code) || is_direction_mark(c.code))
      out += hex("\\u%04x", c.code);
    else
      out += c.bytes;
  });
  return out + "\"";
}

std::string escape_csv(std::string_view text) {
  std::string field;
  bool quote = false;
  each(text, [&](const Character& c) {
    if (field.empty() &&
        std::string_view("=+-@\t\r\n|%").find(static_cast<char>(c.code)) != std::string_view::npos &&
        c.code < 0x80)
      field += '\'';
    quote = quote || c.code == '"' || c.code == ',' || c.code == ';' || c.code == '\n' || c.code == '\r';
    if (c.code == '"') field += '"';
    if (c.code != 0) field += c.bytes;
  });
  if (!field.empty() && (field.front() == ' ' || field.back() == ' ')) quote = true;
  return quote ? '"' + field + '"' : field;
}

std::string escape_gnuplot(std::string_view text) {
  std::string out = "'";
  each(text, [&](const Character& c) {
    if (c.code == '`') return;
    // Not doubled: gnuplot 5.4 ends a string at once that begins with a doubled quote.
    if (c.code == '\'')
      out += "\u2019";
    else if (is_control(c.code))
      out += ' ';
    else
      out += c.bytes;
  });
  return out + "'";
}

std::string escape_dot(std::string_view text) {
  std::string out = "\"";
  each(text, [&](const Character& c) {
    if (c.code == '"')
      out += "\\\"";
    else if (c.code == '\\')
      out += "\\\\";
    else if (c.code == '&')
      out += "&amp;";
    else if (is_control(c.code))
      out += ' ';
    else
      out += xml_allows(c.code) ? c.bytes : replacement;
  });
  return out + "\"";
}

std::string escape_terminal(std::string_view text) {
  std::string out;
  each(text, [&](const Character& c) {
    if (is_control(c.code))
      out += hex("\\x%02x", c.code);
    else if (is_direction_mark(c.code))
      out += hex("\\u%04x", c.code);
    else
      out += c.bytes;
  });
  return out;
}

}  // namespace redblue::cli
