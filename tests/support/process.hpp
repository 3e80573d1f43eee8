// Runs a program and captures what it says. No shell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace redblue::tests {

struct Outcome {
  int code = -1;  ///< exit code; -1 when a signal ended it
  int signal = 0;
  std::string out;
  std::string err;
  double cpu_seconds = 0;       ///< user and system
  std::int64_t peak_bytes = 0;  ///< of resident memory
};

/// Runs arguments[0] with the others and waits. `environment` entries (NAME=value) are added to ours. With
/// `stdout_path`, standard output goes into that file.
[[nodiscard]] Outcome run(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment = {},
                          const std::string& stdout_path = {});

/// The program under test.
[[nodiscard]] Outcome call(std::vector<std::string> arguments,
                           const std::vector<std::string>& environment = {});

/// The same from one line, split at blanks.
[[nodiscard]] Outcome call_line(const std::string& line);

/// A folder of the test's own that goes away with it.
class ScratchFolder {
 public:
  ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();
  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
  /// The path of a new file that holds `text`.
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const;

 private:
  std::string folder_;
};

/// The bytes of a file; empty when there is none.
[[nodiscard]] std::string read_all(const std::string& path);

}  // namespace redblue::tests
