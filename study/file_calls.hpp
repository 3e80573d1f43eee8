// The system calls that a journal makes, as an object, so that a test can fail, shorten or die at any of
// them. Each behaves as the call it is named after: -1 and errno on failure.
#pragma once

#include <cstddef>
#include <string>

#include <sys/stat.h>
#include <sys/types.h>

namespace redblue::study {

class FileCalls {
 public:
  virtual ~FileCalls() = default;
  virtual int open(const char* path, int flags, mode_t mode);
  virtual int stat(int fd, struct ::stat* status);
  virtual int lock(int fd);  ///< exclusive, whole file, fails at once when another holds it
  virtual ssize_t read(int fd, void* to, std::size_t bytes);
  virtual off_t seek(int fd, off_t offset);
  virtual ssize_t write(int fd, const void* from, std::size_t bytes);
  virtual int truncate(int fd, off_t size);
  virtual int close(int fd);
};

/// The kernel's own. Stateless.
[[nodiscard]] FileCalls& kernel_calls();

/// True for a named pipe, also behind a link.
[[nodiscard]] bool is_pipe(const std::string& path);

}  // namespace redblue::study
