// The one door between text that a user may have written (file names, labels, command lines,
// algorithm names in a foreign record) and each output format. One function per format.
//
// All of them accept any bytes: what is not UTF-8 comes out as U+FFFD.
#pragma once

#include <string>
#include <string_view>

namespace redblue::cli {

/// Text or a quoted attribute value of HTML, XML and SVG. Characters that XML forbids become U+FFFD.
[[nodiscard]] std::string escape_xml(std::string_view text);

/// A JSON string literal, quotes included, that is also safe between <script> and </script>: no
/// markup character, no line separator that JavaScript reads as a line end.
[[nodiscard]] std::string escape_json(std::string_view text);

/// One CSV field, quoted where needed. A text that a spreadsheet would run as a formula is led by '.
[[nodiscard]] std::string escape_csv(std::string_view text);

/// A gnuplot string literal, its single quotes included; single quotes inside become U+2019,
/// backquotes, which gnuplot hands to a shell, are dropped, and line ends become spaces.
[[nodiscard]] std::string escape_gnuplot(std::string_view text);

/// A DOT string literal, quotes included: no escape sequence and no entity of Graphviz survives.
[[nodiscard]] std::string escape_dot(std::string_view text);

/// One line for a terminal, a log or a comment: control characters and direction marks are shown as
/// \x1b, never sent.
[[nodiscard]] std::string escape_terminal(std::string_view text);

}  // namespace redblue::cli
