#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <redblue/study/file_calls.hpp>

namespace redblue::study {

int FileCalls::open(const char* path, int flags, mode_t mode) { return ::open(path, flags, mode); }
int FileCalls::stat(int fd, struct ::stat* status) { return ::fstat(fd, status); }
int FileCalls::lock(int fd) { return ::flock(fd, LOCK_EX | LOCK_NB); }
ssize_t FileCalls::read(int fd, void* to, std::size_t bytes) { return ::read(fd, to, bytes); }
off_t FileCalls::seek(int fd, off_t offset) { return ::lseek(fd, offset, SEEK_SET); }
ssize_t FileCalls::write(int fd, const void* from, std::size_t bytes) { return ::write(fd, from, bytes); }
int FileCalls::truncate(int fd, off_t size) { return ::ftruncate(fd, size); }
int FileCalls::close(int fd) { return ::close(fd); }

bool is_pipe(const std::string& path) {
  struct ::stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
}

FileCalls& kernel_calls() {
  static FileCalls calls;
  return calls;
}

}  // namespace redblue::study
