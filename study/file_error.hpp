// FileError: a file that cannot be opened, read, written or believed (exit code 3).
#pragma once

#include <cstdint>
#include <string>

#include <redblue/sim/error.hpp>

namespace redblue::study {

class FileError : public sim::Error {
 public:
  FileError(std::string path_, std::uint64_t line_, const std::string& what)
      : Error(path_ + (line_ > 0 ? std::string(":").append(std::to_string(line_)) : std::string()) + ": " +
              what),
        path(std::move(path_)),
        line(line_) {}
  FileError(std::string path_, const std::string& what) : FileError(std::move(path_), 0, what) {}

  std::string path;
  std::uint64_t line;  ///< 0: the file as a whole
};

/// Two records that claim the same key and differ (exit code 1).
class RecordConflict : public FileError {
 public:
  using FileError::FileError;
};

}  // namespace redblue::study
