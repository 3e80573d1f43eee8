// What the journal tests share: a directory of their own, small records, and system calls that go wrong on
// demand.
#pragma once

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <redblue/study/journal.hpp>
#include <redblue/study/journal_reader.hpp>

namespace redblue::journal_test {

/// A figure that tools/soak.sh may raise.
inline std::uint64_t figure(const char* variable, std::uint64_t usual) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::stoull(text) : usual;
}

/// A fresh directory that is gone at the end of the scope.
class TempDir {
 public:
  TempDir() {
    // In memory where there is such a place: these tests write hundreds of thousands of small files.
    const std::filesystem::path memory = "/dev/shm";
    const bool fast = access(memory.c_str(), W_OK) == 0 && std::getenv("TMPDIR") == nullptr;
    std::string pattern =
        ((fast ? memory : std::filesystem::temp_directory_path()) / "redblue_journal_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
  }
  ~TempDir() { std::filesystem::remove_all(path_); }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// The lines of a file, LF included where there is one.
inline std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t lf = std::min(bytes.find('\n', at), bytes.size() - 1);
    lines.push_back(bytes.substr(at, lf + 1 - at));
    at = lf + 1;
  }
  return lines;
}

inline std::multiset<std::string> sorted_lines(const std::string& path) {
  const std::vector<std::string> lines = lines_of(bytes_of(path));
  return {lines.begin(), lines.end()};
}

/// Unlike keys for unlike numbers, spread over both halves.
inline study::Key key_of(std::uint64_t n) { return {n * 0x9E3779B97F4A7C15U, n * 0xC2B2AE3D27D4EB4FU + 1}; }

/// A small sealed record; `flavour` changes its contents and not its key.
inline std::string record(std::uint64_t n, const std::string& flavour = "x") {
  std::string line = R"({"schema":"redblue.record/1","key":")" + to_string(key_of(n)) + R"(","io_words":)" +
                     std::to_string(n * n) + R"(,"note":")" + flavour + "\"}";
  study::seal(line);
  return line;
}

inline const study::JournalHeader header{"0.1.0", "N=64 d=8"};

inline constexpr study::JournalMode fresh{};
inline constexpr study::JournalMode resume{.resume = true};
inline constexpr study::JournalMode forced{.force = true};
inline constexpr study::JournalMode mixed{.resume = true, .allow_mixed = true};

/// The smallest honest sweep: appends every record below `n` that is not there yet.
inline void write_all(const std::string& path, std::uint64_t n, study::JournalMode mode,
                      study::FileCalls& calls = study::kernel_calls()) {
  study::Journal journal(path, header, mode, calls);
  for (std::uint64_t i = 0; i < n; ++i)
    if (!journal.finished(key_of(i))) journal.append(record(i));
  journal.close();
}

/// System calls of which one, or each from one on, goes wrong.
class FaultyCalls : public study::FileCalls {
 public:
  enum class Fault { none, fails, cut_short, dies_before, dies_after, dies_halfway };
  Fault fault = Fault::none;
  std::uint64_t at = 0;       ///< number of the call, from 0
  bool from_then_on = false;  ///< not only that one
  bool writes_only = false;   ///< count and fail only `write`
  int error = EIO;
  std::uint64_t seen = 0;

  int open(const char* path, int flags, mode_t mode) override {
    return around<int>(false, [&] { return FileCalls::open(path, flags, mode); });
  }
  int stat(int fd, struct ::stat* status) override {
    return around<int>(false, [&] { return FileCalls::stat(fd, status); });
  }
  int lock(int fd) override {
    return around<int>(false, [&] { return FileCalls::lock(fd); });
  }
  ssize_t read(int fd, void* to, std::size_t bytes) override {
    return around<ssize_t>(false, [&] { return FileCalls::read(fd, to, bytes); });
  }
  off_t seek(int fd, off_t offset) override {
    return around<off_t>(false, [&] { return FileCalls::seek(fd, offset); });
  }
  ssize_t write(int fd, const void* from, std::size_t bytes) override {
    const auto half = [&] { return FileCalls::write(fd, from, bytes > 1 ? bytes / 2 : bytes); };
    if (hit(seen) && fault == Fault::cut_short) return ++seen, half();
    if (hit(seen) && fault == Fault::dies_halfway) half(), std::raise(SIGKILL);
    return around<ssize_t>(true, [&] { return FileCalls::write(fd, from, bytes); });
  }
  int truncate(int fd, off_t size) override {
    return around<int>(false, [&] { return FileCalls::truncate(fd, size); });
  }
  int close(int fd) override {
    // A close that reports an error has closed all the same.
    const int closed = around<int>(false, [&] { return FileCalls::close(std::exchange(fd, -1)); });
    if (fd >= 0) FileCalls::close(fd);
    return closed;
  }

 private:
  [[nodiscard]] bool hit(std::uint64_t n) const { return n == at || (from_then_on && n > at); }

  template <class Answer>
  Answer around(bool is_write, const std::function<Answer()>& call) {
    if (writes_only && !is_write) return call();
    const bool now = hit(seen++);
    if (now && fault == Fault::dies_before) std::raise(SIGKILL);
    if (now && fault == Fault::fails) return errno = error, Answer{-1};
    const Answer answer = call();
    if (now && fault == Fault::dies_after) std::raise(SIGKILL);
    return answer;
  }
};

/// Runs `child` in a process of its own; its wait status.
inline int in_child(const std::function<void()>& child) {
  const pid_t pid = fork();
  if (pid == 0) {
    try {
      child();
    } catch (...) {
      _exit(9);
    }
    _exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return status;
}

inline bool killed(int status) { return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL; }

/// What a call threw, as text; empty when it did not.
template <class Error>
std::string thrown(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& e) {
    return e.what();
  }
  return {};
}

}  // namespace redblue::journal_test
