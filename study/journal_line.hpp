// One line of a journal: a JSON object whose last member is the checksum of all bytes before it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <redblue/study/key.hpp>

namespace redblue::study {

inline constexpr std::string_view journal_schema = "redblue.journal/1";

/// No line is longer, so that a reader needs no more room than this. Unit: bytes.
inline constexpr std::size_t longest_line = std::size_t{1} << 20;

/// What every line of a journal was made from; holds nothing that varies from run to run.
struct JournalHeader {
  std::string version;
  std::string plan;  ///< printable, canonical: equal plans have equal text
  friend bool operator==(const JournalHeader&, const JournalHeader&) = default;
};

/// Ends a one-line JSON object with its checksum and LF: `{...,"crc":"89abcdef"}`.
/// Throws: sim::InvalidArgument when `json` is no object, holds a line break or gets too long.
void seal(std::string& json);

/// The sealed header line, LF included.
[[nodiscard]] std::string header_line(const JournalHeader& header);

/// A line without its LF, judged.
struct LineVerdict {
  std::string_view damage;  ///< empty: whole
  bool is_header = false;
  Key key;  ///< of a record
};

[[nodiscard]] LineVerdict judge(std::string_view line);

/// The record inside a whole line, without its checksum: valid JSON.
[[nodiscard]] std::string unsealed(std::string_view line);

/// The text of a string member as it stands in the line (escapes kept); empty when there is none.
[[nodiscard]] std::string_view member(std::string_view line, std::string_view name);

/// True when `text` could be the beginning of a header line that was cut short.
[[nodiscard]] bool begins_header(std::string_view text);

}  // namespace redblue::study
