// Where a command's data goes, and in which format.
#pragma once

#include <string>
#include <string_view>

#include <redblue/cli/command.hpp>

namespace redblue::cli {

enum class Format { table, csv, json, jsonl, text, markdown, svg };

/// The format that --format names, else the one of --output's suffix, else the first of `offered`.
/// Throws: UsageError for one that is not offered.
[[nodiscard]] Format chosen_format(const Flags& flags, std::initializer_list<Format> offered);

[[nodiscard]] std::string_view name(Format format);

/// Standard output, or the file that --output names: created at once, so that a command that cannot
/// write does no work; an existing file is refused unless --force.
class Output {
 public:
  /// Throws: study::FileError (exit 3).
  explicit Output(const Flags& flags);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  /// Throws: study::FileError where not every byte could be written, ReaderGone for a closed pipe.
  void write(std::string_view bytes);

  /// True on a terminal without NO_COLOR.
  [[nodiscard]] bool colours() const;

 private:
  std::string named_;  ///< "--output x.csv"
  int fd_;
};

/// One line on standard error, led by "redblue: "; control characters are shown, never sent.
void say(std::string_view line);

}  // namespace redblue::cli
