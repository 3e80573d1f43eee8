// Reading a journal: every line is verified before anyone sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <redblue/study/file_calls.hpp>
#include <redblue/study/journal_line.hpp>

namespace redblue::study {

/// A whole line. `text` lives until the visitor returns.
struct JournalLine {
  std::uint64_t number = 0;  ///< from 1
  std::string_view text;     ///< without its LF
  bool is_header = false;
  Key key;  ///< of a record
};

/// How a journal ended.
struct JournalEnd {
  std::uint64_t lines = 0;        ///< whole ones
  std::uint64_t whole_bytes = 0;  ///< theirs, LF included
  std::uint64_t torn_bytes = 0;   ///< of a last line without LF: never shown to the visitor
};

using LineVisitor = std::function<void(const JournalLine&)>;

/// Shows every line of an open journal to `visit`, from the first byte on; an empty file has none.
/// Throws: FileError naming the line that is damaged, the first that is no header, or the failed read.
JournalEnd scan_journal(int fd, const std::string& path, FileCalls& calls, const LineVisitor& visit);

/// The same by path, for readers.
JournalEnd read_journal(const std::string& path, const LineVisitor& visit, FileCalls& calls = kernel_calls());

/// Number of lines in an open file that are long enough for a record: an upper bound on its records that
/// costs no memory.
[[nodiscard]] std::uint64_t count_lines(int fd, const std::string& path, FileCalls& calls);

}  // namespace redblue::study
