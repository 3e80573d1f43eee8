#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <redblue/cli/descriptor.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  sim::raise(study::FileError(path, why));
}

/// "-" is standard input. A file is opened without blocking, so that a pipe that nobody has open for writing
/// is an empty file and not a hang.
int open_for_reading(const std::string& path) {
  if (path == "-") return ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/// read(2) that waits for a pipe whose writer is slow.
ssize_t read_some(int fd, char* to, std::size_t bytes) {
  for (;;) {
    const ssize_t n = ::read(fd, to, bytes);
    if (n >= 0 || (errno != EINTR && errno != EAGAIN)) return n;
    struct ::pollfd ready {
      fd, POLLIN, 0
    };
    if (errno == EAGAIN) (void)::poll(&ready, 1, -1);
  }
}

}  // namespace

std::string read_file(const std::string& path, std::size_t most) {
  if (path.empty()) refuse("''", "a file name is missing");
  if (path.find('\0') != path.npos) refuse(path, "a file name holds no NUL");
  const Descriptor file(open_for_reading(path));
  if (file.get() < 0) refuse(path, std::string("cannot be opened: ") + std::strerror(errno));
  struct ::stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) refuse(path, "is a folder, not a file");
  std::string bytes;
  char buffer[65536];
  for (;;) {
    const ssize_t n = read_some(file.get(), buffer, sizeof buffer);
    if (n < 0) refuse(path, std::string("cannot be read: ") + std::strerror(errno));
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(n));
    if (bytes.size() > most) refuse(path, "larger than " + std::to_string(most) + " bytes");
  }
}

}  // namespace redblue::cli
