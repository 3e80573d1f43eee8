// The real program, killed: at random moments, and before and after every system call it makes.
#include <random>

#include "fixed_seed.hpp"
#include "journal_support.hpp"
#include "spawn_support.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>
#include <sys/ptrace.h>

using namespace redblue::journal_test;
using redblue::tests::sanitized;
using Clock = std::chrono::steady_clock;

namespace {

// A sanitized program takes long to start and makes eight times the system calls, most of them for itself.
constexpr std::uint64_t usual_kills = sanitized ? 50 : 500;
constexpr std::uint64_t stops_apart = sanitized ? 17 : 1;  // odd: entries and returns take turns

std::vector<std::string> sweep_into(const std::string& path, const std::string& Ms,
                                    const std::string& threads) {
  return {"sweep", "--algorithm", "all",   "--N",      "64,200",   "--d", "8", "--M",
          Ms,      "--threads",   threads, "--resume", "--output", path};
}

/// What every killed journal must be: lines of the whole one, and at most one torn line at its end.
void check_remains(const std::string& path, const std::multiset<std::string>& whole, std::size_t at_least) {
  const std::vector<std::string> lines = lines_of(bytes_of(path));
  std::size_t good = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool torn = lines[i].back() != '\n';
    REQUIRE((whole.contains(lines[i]) || (torn && i + 1 == lines.size())));
    good += torn ? 0 : 1;
  }
  REQUIRE(good >= at_least);
}

/// Stops the program at its n-th entry into or return from a system call and kills it there. False when it
/// ended before.
bool killed_at_stop(std::vector<std::string> arguments, std::uint64_t n) {
  arguments.insert(arguments.begin(), REDBLUE_PROGRAM);
  const std::vector<char*> argv = pointers(arguments);
  const pid_t pid = fork();
  if (pid == 0) {
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);  // the leak checker wants to trace as well
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    execv(REDBLUE_PROGRAM, argv.data());
    _exit(9);
  }
  int status = 0;
  waitpid(pid, &status, 0);  // stopped by execv
  for (std::uint64_t stop = 0; WIFSTOPPED(status); ++stop) {
    if (stop == n) {
      kill(pid, SIGKILL);
      waitpid(pid, &status, 0);
      return true;
    }
    ptrace(PTRACE_SYSCALL, pid, nullptr, nullptr);
    waitpid(pid, &status, 0);
  }
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  return false;
}

bool may_trace() {
  const int status = in_child([] {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
  });
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a sweep killed at random moments and resumed ends with the records of one that was not") {
  TempDir dir;
  const std::uint64_t kills = figure("REDBLUE_KILLS", usual_kills);
  const std::uint64_t seed = figure("REDBLUE_SEED", redblue::test::property_seed);
  const std::string Ms = "20:2000:+40";
  const Clock::time_point start = Clock::now();
  REQUIRE(Running(sweep_into(dir.file("whole.jsonl"), Ms, "2")).wait() == 0);
  auto usual = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
  const std::multiset<std::string> whole = sorted_lines(dir.file("whole.jsonl"));
  REQUIRE(whole.size() == 1 + 7 * 2 * 50);

  std::mt19937_64 random(seed);
  std::uint64_t done = 0;
  std::uint64_t journals = 0;
  for (; done < kills; ++journals) {
    const std::string path = dir.file("a" + std::to_string(journals) + ".jsonl");
    std::size_t lines = 0;
    for (bool finished = false; !finished;) {
      const Clock::time_point born = Clock::now();
      Running sweep(sweep_into(path, Ms, std::to_string(1 + random() % 3)));
      std::this_thread::sleep_for(
          std::chrono::microseconds(random() % static_cast<std::uint64_t>(usual.count())));
      sweep.signal(SIGKILL);
      const int code = sweep.wait();
      REQUIRE((code == 0 || code == -SIGKILL));
      finished = code == 0;
      // A machine that was busy at first would let most sweeps end before their kill.
      if (finished && lines == 0)
        usual = std::min(usual, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - born));
      done += finished ? 0 : 1;
      check_remains(path, whole, lines);  // nothing that was there before is lost
      const std::string bytes = bytes_of(path);
      lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    }
    REQUIRE(sorted_lines(path) == whole);
    std::filesystem::remove(path);
  }
  MESSAGE("kills: ", done, ", journals: ", journals, ", seed ", seed);
}

TEST_CASE("a sweep killed before and after every system call loses at most the line in flight") {
  if (!may_trace()) {
    MESSAGE(
        "this system forbids ptrace: kills at the journal's own calls are tested by 433_journal_calls alone");
    return;
  }
  TempDir dir;
  const std::string Ms = "300";
  REQUIRE(Running(sweep_into(dir.file("whole.jsonl"), Ms, "1")).wait() == 0);
  const std::multiset<std::string> whole = sorted_lines(dir.file("whole.jsonl"));
  REQUIRE(whole.size() == 1 + 7 * 2);
  const std::string path = dir.file("a.jsonl");
  std::set<std::string> resumed;  // remains that have been resumed already
  std::uint64_t stops = 0;
  for (;; stops += stops_apart) {
    std::filesystem::remove(path);
    if (!killed_at_stop(sweep_into(path, Ms, "1"), stops)) break;
    if (!std::filesystem::exists(path)) continue;
    check_remains(path, whole, 0);
    if (!resumed.insert(bytes_of(path)).second) continue;
    REQUIRE(Running(sweep_into(path, Ms, "1")).wait() == 0);
    REQUIRE(sorted_lines(path) == whole);
  }
  CHECK(stops > 2 * whole.size());
  CHECK((sanitized || resumed.size() >= whole.size()));
  CHECK(sorted_lines(path) == whole);
  MESSAGE("stops: ", stops / stops_apart, ", different remains: ", resumed.size());
}
