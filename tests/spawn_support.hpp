// The real program, started and not waited for.
#pragma once

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace redblue::journal_test {

/// The arguments as execv wants them.
inline std::vector<char*> pointers(std::vector<std::string>& arguments) {
  std::vector<char*> all;
  for (std::string& a : arguments) all.push_back(a.data());
  all.push_back(nullptr);
  return all;
}

/// A running redblue whose output nobody reads, or whose standard error goes to a file; killed at the end of
/// the scope if it still runs.
class Running {
 public:
  explicit Running(std::vector<std::string> arguments, const char* errors = "/dev/null") {
    arguments.insert(arguments.begin(), REDBLUE_PROGRAM);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, errors, O_WRONLY | O_APPEND, 0);
    const int failed =
        posix_spawn(&pid_, REDBLUE_PROGRAM, &files, nullptr, pointers(arguments).data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) throw std::runtime_error("cannot start " REDBLUE_PROGRAM);
  }
  ~Running() {
    if (pid_ > 0) signal(SIGKILL), wait();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void signal(int number) const { ::kill(pid_, number); }

  /// The exit code; minus the signal's number where one ended it.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
};

}  // namespace redblue::journal_test
