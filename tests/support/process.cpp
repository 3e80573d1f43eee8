#include "support/process.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace redblue::tests {
namespace {

struct Pipe {
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  }
  std::array<int, 2> ends{};
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (std::string& w : words) list.push_back(w.data());
  list.push_back(nullptr);
  return list;
}

/// A program that says nothing for so long hangs; it is killed, so that its test fails and says where.
constexpr int silence_ms = 300'000;

/// Reads both pipes until both are closed.
void drain(Outcome& outcome, pid_t pid, int out, int err) {
  std::array<pollfd, 2> fds{pollfd{out, POLLIN, 0}, pollfd{err, POLLIN, 0}};
  for (int open = 2; open > 0;) {
    const int ready = ::poll(fds.data(), fds.size(), silence_ms);
    if (ready == 0) ::kill(pid, SIGKILL);
    if (ready <= 0) continue;
    for (pollfd& fd : fds) {
      if (fd.fd < 0 || fd.revents == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t n = ::read(fd.fd, buffer.data(), buffer.size());
      if (n > 0)
        (fd.fd == out ? outcome.out : outcome.err).append(buffer.data(), static_cast<std::size_t>(n));
      if (n > 0) continue;
      ::close(fd.fd);
      fd.fd = -1;
      --open;
    }
  }
}

}  // namespace

Outcome run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
            const std::string& stdout_path) {
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables = environment;  // the first of a name counts
  for (char** v = environ; *v != nullptr; ++v) variables.emplace_back(*v);
  Pipe out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  if (!stdout_path.empty()) posix_spawn_file_actions_addopen(&actions, 1, stdout_path.c_str(), O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t pid = 0;
  const int failed = ::posix_spawnp(&pid, words[0].c_str(), &actions, nullptr, pointers(words).data(),
                                    pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(out.ends[1]);
  ::close(err.ends[1]);
  if (failed != 0) throw std::runtime_error("cannot run " + words[0]);
  Outcome outcome;
  drain(outcome, pid, out.ends[0], err.ends[0]);
  int status = 0;
  ::rusage used{};
  while (::wait4(pid, &status, 0, &used) < 0) {
  }
  const auto seconds = [](const ::timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  outcome.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  outcome.peak_bytes = std::int64_t{used.ru_maxrss} * 1024;
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  return outcome;
}

Outcome call(std::vector<std::string> arguments, const std::vector<std::string>& environment) {
  arguments.insert(arguments.begin(), REDBLUE_PROGRAM);
  return run(arguments, environment);
}

Outcome call_line(const std::string& line) {
  std::istringstream words(line);
  return call({std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()});
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "redblue-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  folder_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string ScratchFolder::file(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace redblue::tests
