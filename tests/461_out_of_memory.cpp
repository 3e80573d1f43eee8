// The k-th allocation fails (reliability R11): whatever the program or the checker was doing, it ends with a
// documented exit code, without a crash and without a leak. Each try is a child process of its own.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "support/failing_allocation.hpp"
#include "support/process.hpp"
#include "support/sanitizer.hpp"
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/program.hpp>
#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/counting.hpp>
#include <redblue/study/journal_reader.hpp>

#if REDBLUE_ADDRESS_SANITIZER
#include <sanitizer/lsan_interface.h>
#endif

using namespace redblue;
using namespace redblue::tests;

int redblue_check_main(int count, char** arguments);  // proofs_check/check/main.cpp, by another name

namespace {

constexpr int leaked = 99;

struct Ended {
  int code = -1;  ///< minus the signal's number where one ended it
  std::uint64_t allocations = 0;
};

/// `run` in a child whose `k`-th allocation fails; its standard output and error go nowhere.
template <class Run>
Ended in_child(const Run& run, std::uint64_t k, Shortage how) {
  static auto* const counted = static_cast<std::uint64_t*>(
      mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    alarm(60);
    int code = 0;
    [&]() noexcept {  // as main: what nobody catches is a crash
      let_allocation_fail(k, how);
      code = run();
    }();
    *counted = allocations();
    let_allocation_fail(0, Shortage::passing);
#if REDBLUE_ADDRESS_SANITIZER
    if (__lsan_do_recoverable_leak_check() != 0) code = leaked;
#endif
    _exit(code);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), *counted};
}

std::uint64_t most_tries() {
  const char* text = std::getenv("REDBLUE_ALLOCATIONS");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 40;
}

/// All of 1 to n, or the first quarter of the tries and the others evenly spread.
std::vector<std::uint64_t> chosen(std::uint64_t n) {
  const std::uint64_t most = most_tries();
  std::vector<std::uint64_t> all;
  const std::uint64_t dense = n <= most ? n : most / 4;
  for (std::uint64_t k = 1; k <= dense; ++k) all.push_back(k);
  for (std::uint64_t i = 1; dense < n && i <= most - dense; ++i)
    all.push_back(dense + i * (n - dense) / (most - dense));
  return all;
}

/// Without a shortage `run` ends with `usual`; with one, with a code of `allowed` or as usual.
template <class Run>
void try_shortages(const std::string& what, const Run& run, int usual, const std::vector<int>& allowed) {
  const Ended whole = in_child(run, 0, Shortage::passing);
  INFO(what);
  REQUIRE(whole.code == usual);
  REQUIRE(whole.allocations > 0);
  std::uint64_t tries = 0;
  for (const Shortage how : {Shortage::passing, Shortage::lasting})
    for (const std::uint64_t k : chosen(whole.allocations)) {
      const Ended short_of = in_child(run, k, how);
      const bool lasting = how == Shortage::lasting;
      const bool documented =
          short_of.code == usual || std::count(allowed.begin(), allowed.end(), short_of.code) > 0;
      CHECK_MESSAGE(documented, what << ", allocation " << k
                                     << (lasting ? std::string(" and all after it") : std::string()) << " of "
                                     << whole.allocations << ": ended with " << short_of.code);
      ++tries;
    }
  std::cout << what << ": " << whole.allocations << " allocations, " << tries
            << " failed allocations tried\n";
}

}  // namespace

TEST_CASE("a checker that is short of memory says so, and never that a wrong certificate is valid") {
  using namespace redblue::proofs_check;
  const ScratchFolder folder;
  const std::string text = "redblue-graph 1 two\nin a\nin b\nacc s = 0 | 1 *\nval t = !2 0\nout 3\n";
  const std::string graph = folder.file("g", text);
  const std::string head = certificate_header("pebbling", "graph " + digest_text(digest(text)),
                                              Rules::partial, sim::Words{3}, "io 3");
  const std::string play = "L 0\nC 2 0\nL 1\nC 2 1\nD 1\nC 3 !\nS 3\nD 3\nD 0\nend 9\n";
  const struct {
    const char* what;
    std::string certificate;
    check::Status status;
  } cases[] = {{"a valid play", head + play, check::Status::valid},
               {"a play that is wrong", head + "C 2 0\nend 1\n", check::Status::invalid},
               {"a file that is none", head + "nonsense", check::Status::unreadable},
               {"counting", *counting_certificate("phase_pv", {64, 48, 8, 6, {}}, sim::Words{40}),
                check::Status::valid},
               {"exhausted",
                "redblue-certificate 1\nkind exhausted\ngraph " + digest_text(digest(text)) +
                    "\nrules partial\nM 3\nclaim lower 1\nsearch other\nlayer 0 1 0000000000000000\nend 2\n",
                check::Status::valid}};
  for (const auto& c : cases) {
    const std::string file = folder.file("c", c.certificate);
    std::string words[] = {"redblue-check", c.certificate.find("kind counting") < 40 ? "-" : graph, file};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
    const auto run = [&] { return redblue_check_main(3, arguments); };
    try_shortages(
        "redblue-check, " + std::string(c.what), run, static_cast<int>(c.status),
        {static_cast<int>(check::Status::unreadable), static_cast<int>(check::Status::not_checked)});
  }
}

namespace {

struct Said {
  int code;
  std::string text;
};

/// The checker's program in this process, with what it prints, while allocations from the `k`-th on fail.
Said said_short_of_memory(std::vector<std::string> words, std::uint64_t k, Shortage how) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  const int file = memfd_create("out", 0), kept = dup(1);
  std::fflush(stdout);
  dup2(file, 1);
  let_allocation_fail(k, how);
  const int code = redblue_check_main(static_cast<int>(words.size()), arguments.data());
  let_allocation_fail(0, Shortage::passing);
  std::fflush(stdout);
  dup2(kept, 1);
  char text[200];
  const ssize_t n = pread(file, text, sizeof text, 0);
  close(file);
  close(kept);
  return {code, {text, static_cast<std::size_t>(std::max<ssize_t>(n, 0))}};
}

}  // namespace

TEST_CASE("a checker out of memory prints one line and exits with 5, even where the line finds no room") {
  const ScratchFolder folder;
  const std::string graph = folder.file("g", "redblue-graph 1 one\nin a\nout 0\n");
  const std::string head = "redblue-certificate 1\nkind pebbling\ngraph 0123456789abcdef\nrules ";
  const std::vector<std::string> words{
      "redblue-check", graph, folder.file("c", head + "partial_recompute\nM 1\nclaim io 0\nend 0\n")};
  const std::string line = "NOT CHECKED: limit: out of memory\n";
  REQUIRE(said_short_of_memory(words, 0, Shortage::passing).code == 1);
  for (const Shortage how : {Shortage::passing, Shortage::lasting}) {
    std::uint64_t told = 0;
    for (std::uint64_t k = 1; k <= 60; ++k) {
      const Said got = said_short_of_memory(words, k, how);
      INFO(k, " ", got.text);
      if (got.code == 1 || got.text.starts_with("UNREADABLE")) continue;
      CHECK(got.code == 5);
      CHECK(got.text == line);
      ++told;
    }
    CHECK(told > 3);
  }
}

TEST_CASE("a program that is short of memory ends with a documented exit code, and its journal stays whole") {
  const ScratchFolder folder;
  const std::string journal = folder.path("a.jsonl");
  const std::string plan = folder.file("p.toml", "N = [16, 32]\nd = 4\nM = 60\n");
  const std::string dot = folder.file("g.dot", "digraph { a -> c; b -> c; c -> d }\n");
  const struct {
    std::vector<std::string> words;
    int usual = 0;
  } commands[] = {{{"graph", "attention:2,1+l"}},
                  {{"graph", dot}},
                  {{"pebble", "--graph", "attention:2,1", "--M", "3"}},
                  {{"pebble", "--graph", "tree:2", "--M", "1"}, 4},
                  {{"bound", "--N", "64", "--d", "8", "--M", "300"}},
                  {{"bound", "--graph", dot, "--M", "3"}},
                  {{"count", "--algorithm", "all", "--N", "64", "--d", "8", "--M", "300"}},
                  {{"count", "--N", "nonsense"}, 2},
                  {{"sweep", "--from", plan, "--algorithm", "flash_attention_2,best", "--threads", "1",
                    "--output", journal}}};
  for (const auto& command : commands) {
    std::string what = "redblue";
    for (const std::string& word : command.words) what += " " + word.substr(word.find_last_of('/') + 1);
    const auto run = [&] {
      ::unlink(journal.c_str());
      return cli::run_and_report(command.words);
    };
    try_shortages(what, run, command.usual, {cli::exit_environment, cli::exit_limit});
    if (!std::filesystem::exists(journal)) continue;
    CHECK_NOTHROW((void)study::read_journal(journal, [](const study::JournalLine&) {}));
  }
}
