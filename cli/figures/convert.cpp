#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <redblue/cli/descriptor.hpp>
#include <redblue/cli/figures/convert.hpp>
#include <redblue/study/file_error.hpp>

extern char** environ;

namespace redblue::cli {
namespace {

/// Writes everything; false with errno otherwise.
bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::string contents(int fd) {
  std::string bytes;
  std::array<char, 65536> block{};
  if (::lseek(fd, 0, SEEK_SET) != 0) return bytes;
  for (;;) {
    const ssize_t n = ::read(fd, block.data(), block.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return bytes;
    bytes.append(block.data(), static_cast<std::size_t>(n));
  }
}

/// The environment with the clock of the files that are made set to zero, so that equal figures are
/// equal files.
std::vector<char*> environment(std::string& epoch) {
  std::vector<char*> variables;
  for (char** v = environ; *v != nullptr; ++v)
    if (std::strncmp(*v, epoch.c_str(), epoch.find('=') + 1) != 0) variables.push_back(*v);
  variables.push_back(epoch.data());
  variables.push_back(nullptr);
  return variables;
}

/// Runs the program with its standard streams on three files; the exit status, or -1 with errno.
int run(std::vector<std::string> arguments, int in, int out, int err) {
  std::vector<char*> argv;
  for (std::string& a : arguments) argv.push_back(a.data());
  argv.push_back(nullptr);
  std::string epoch = "SOURCE_DATE_EPOCH=0";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
  pid_t child = -1;
  errno = posix_spawnp(&child, argv[0], &files, nullptr, argv.data(), environment(epoch).data());
  posix_spawn_file_actions_destroy(&files);
  if (errno != 0) return -1;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

[[noreturn]] void refuse(const std::string& path, const std::string& what, int error) {
  sim::raise(study::FileError("--output " + path, what + ": " + std::strerror(error)));
}

/// Where the bytes go: the file itself behind a link, so that links stay.
std::string target_of(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string target = real;
  std::free(real);
  return target;
}

}  // namespace

std::string run_converter(std::vector<std::string> arguments, std::string_view input,
                          const std::string& package) {
  // Files in memory instead of pipes: neither side can block the other.
  const Descriptor in(::memfd_create("input", MFD_CLOEXEC)), out(::memfd_create("picture", MFD_CLOEXEC)),
      err(::memfd_create("messages", MFD_CLOEXEC));
  if (in.get() < 0 || out.get() < 0 || err.get() < 0 || !write_all(in.get(), input) ||
      ::lseek(in.get(), 0, SEEK_SET) != 0)
    sim::raise(sim::Error(std::string("no memory for the picture: ") + std::strerror(errno)));
  const std::string tool = arguments[0];
  const int status = run(std::move(arguments), in.get(), out.get(), err.get());
  if (status == 127 || (status < 0 && errno == ENOENT))
    sim::raise(MissingTool("this format needs " + tool +
                           ", which is not installed; install it with: sudo apt-get install " + package));
  if (status < 0) sim::raise(sim::Error(tool + " cannot be run: " + std::strerror(errno)));
  std::string bytes = contents(out.get());
  if (status != 0 || bytes.empty())
    sim::raise(sim::Error(tool + " failed with exit code " + std::to_string(status) + ": " +
                          contents(err.get()).substr(0, 400)));
  return bytes;
}

std::string convert_svg(std::string_view svg, const std::string& format, const std::string& tool) {
  std::vector<std::string> arguments{tool, "--format", format};
  if (format == "png") arguments.insert(arguments.end(), {"--zoom", "2"});
  return run_converter(std::move(arguments), svg, "librsvg2-bin (or write .svg)");
}

void write_whole(const std::string& path, std::string_view bytes) {
  if (path.empty()) sim::raise(study::FileError("--output ''", "a file name is missing"));
  const std::string target = target_of(path);
  struct ::stat status {};
  const bool exists = ::stat(target.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) sim::raise(study::FileError("--output " + path, "is a folder"));
  if (exists && S_ISFIFO(status.st_mode))
    sim::raise(study::FileError("--output " + path,
                                "is a pipe, and waiting for its reader could take for ever; name a file"));
  // Devices are written to, never replaced.
  const bool replace = !exists || S_ISREG(status.st_mode);
  const std::string temporary = target + "." + std::to_string(::getpid()) + ".tmp";
  Descriptor file(replace ? ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)
                          : ::open(target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) refuse(path, "cannot be written", errno);
  int error = write_all(file.get(), bytes) ? 0 : errno;
  if (error == 0 && replace && exists && ::fchmod(file.get(), status.st_mode & 07777) != 0) error = errno;
  const int closing = file.close();
  if (error == 0) error = closing;
  if (error == 0 && replace && ::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return;
  if (replace) ::unlink(temporary.c_str());
  refuse(path, "cannot be written", error);
}

}  // namespace redblue::cli
