// A file in memory, so that no disk is measured.
#pragma once

#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace redblue::bench {

/// Holds a text under a name that can be opened.
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& text) : fd_(memfd_create("redblue", 0)) {
    written_ = pwrite(fd_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  }
  ~MemoryFile() { close(fd_); }
  [[nodiscard]] bool written() const { return written_; }
  [[nodiscard]] const char* path() const { return path_.c_str(); }

 private:
  int fd_;
  bool written_ = false;
  std::string path_ = "/proc/self/fd/" + std::to_string(fd_);
};

}  // namespace redblue::bench
