// --output and input files: nothing is lost, nothing is opened that was not named.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace redblue::tests;

namespace {

std::vector<std::string> count_into(const std::string& path, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"count", "--N", "64", "--d", "8", "--M", "300", "--output", path};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("the suffix of --output picks the format") {
  const ScratchFolder folder;
  const std::vector<std::pair<std::string, std::string>> cases{{"a.csv", "# redblue.record/1"},
                                                               {"a.json", "[{\"schema\""},
                                                               {"a.jsonl", "{\"schema\""},
                                                               {"a.txt", "N = 64"},
                                                               {"a", "N = 64"}};
  for (const auto& [name, start] : cases) {
    const Outcome got = call(count_into(folder.path(name)));
    CHECK(got.code == 0);
    CHECK(got.out == "");
    CHECK(read_all(folder.path(name)).starts_with(start));
  }
  CHECK(call(count_into(folder.path("b.csv"), {"--format", "jsonl"})).code == 0);
  CHECK(read_all(folder.path("b.csv")).starts_with("{\"schema\""));
}

TEST_CASE("an existing file is kept unless --force") {
  const ScratchFolder folder;
  const std::string path = folder.file("kept.csv", "mine\n");
  const Outcome refused = call(count_into(path));
  CHECK(refused.code == 3);
  CHECK(contains(refused.err, "kept.csv"));
  CHECK(contains(refused.err, "--force"));
  CHECK(read_all(path) == "mine\n");
  CHECK(call(count_into(path, {"--force"})).code == 0);
  CHECK(read_all(path).starts_with("# redblue.record/1"));
}

TEST_CASE("bad usage leaves no file behind") {
  const ScratchFolder folder;
  CHECK(call(count_into(folder.path("a.csv"), {"--algorithm", "nope"})).code == 2);
  CHECK(call(count_into(folder.path("a.csv"), {"--format", "nope"})).code == 2);
  CHECK(call(count_into("", {"--force"})).code == 2);
  CHECK(::access(folder.path("a.csv").c_str(), F_OK) != 0);
}

TEST_CASE("what cannot be written is named and exits with 3") {
  const ScratchFolder folder;
  for (const std::string& path :
       {std::string("/dev/full"), std::string("/"), folder.path("."), folder.path("no/such/folder.csv"),
        folder.path(std::string(300, 'a')), std::string("/proc/self/nothing/x")}) {
    const Outcome got = call(count_into(path, {"--force"}));
    INFO(path, "\n", got.err);
    CHECK(got.code == 3);
    CHECK(contains(got.err, "--output"));
    CHECK(got.signal == 0);
  }
  CHECK(call(count_into("", {"--force"})).code == 2);  // no name at all is a usage error
  CHECK(run({REDBLUE_PROGRAM, "count", "--N", "64", "--d", "8", "--M", "300"}, {}, "/dev/full").code == 3);
  CHECK(run({REDBLUE_PROGRAM, "--help"}, {}, "/dev/full").code == 3);
  CHECK(run({REDBLUE_PROGRAM, "list"}, {}, "/dev/full").code == 3);
  CHECK(run({REDBLUE_PROGRAM, "verify", "--N", "8", "--d", "4", "--M", "99"}, {}, "/dev/full").code == 3);
}

TEST_CASE("a symbolic link is neither followed to a victim nor replaced without --force") {
  const ScratchFolder folder;
  const std::string victim = folder.file("victim", "precious\n");
  REQUIRE(::symlink(victim.c_str(), folder.path("link.csv").c_str()) == 0);
  REQUIRE(::symlink(folder.path("nowhere").c_str(), folder.path("dangling.csv").c_str()) == 0);
  CHECK(call(count_into(folder.path("link.csv"))).code == 3);
  CHECK(call(count_into(folder.path("dangling.csv"))).code == 3);
  CHECK(read_all(victim) == "precious\n");
  CHECK(::access(folder.path("nowhere").c_str(), F_OK) != 0);
}

TEST_CASE("pipes are refused as outputs and journals instead of waited for") {
  const ScratchFolder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const std::string sweep = "sweep --N 16 --d 4 --M 100 --format ";
  REQUIRE(call_line(sweep + "jsonl --output " + folder.path("i.jsonl")).code == 0);
  for (const std::string& line :
       {sweep + "jsonl --output " + fifo, sweep + "jsonl --force --output " + fifo,
        sweep + "csv --output " + fifo, "count --N 16 --d 4 --M 100 --output " + fifo,
        "merge " + folder.path("o.jsonl") + " " + fifo, "merge " + fifo + " " + folder.path("i.jsonl")}) {
    const Outcome got = call_line(line);
    INFO(line, "\n", got.err);
    CHECK(got.code == 3);
    CHECK(contains(got.err, "is a pipe"));
  }
}

TEST_CASE("a link to nothing is named as such") {
  const ScratchFolder folder;
  const std::string link = folder.path("link.jsonl");
  REQUIRE(::symlink(folder.path("nowhere").c_str(), link.c_str()) == 0);
  CHECK(contains(call(count_into(link)).err, "is a link to nothing"));
  CHECK(contains(call({"sweep", "--N", "16", "--d", "4", "--M", "100", "--output", link}).err,
                 "is a link to nothing"));
}

TEST_CASE("a pipe is read to its end however slowly it is written") {
  const ScratchFolder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  // Open for reading and writing, so that neither side waits for the other to open.
  const int writer = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(writer >= 0);
  std::thread slow([&] {
    for (const std::string part : {"N = 6", "4\nd = ", "8\nM = 300\n"}) {
      CHECK(::write(writer, part.data(), part.size()) == static_cast<ssize_t>(part.size()));
      // Only when this part was taken, and the program has found the pipe empty, comes the next one.
      int left = 1;
      for (int i = 0; i < 2000 && left > 0; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        REQUIRE(::ioctl(writer, FIONREAD, &left) == 0);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ::close(writer);
  });
  const Outcome got = call({"count", "--from", fifo});
  slow.join();
  INFO(got.err);
  CHECK(got.code == 0);
  CHECK(contains(got.out, "N = 64, d = 8"));
}

TEST_CASE("- is standard input") {
  const Outcome got = call({"plot", "-"});  // which the tests connect to /dev/null
  CHECK(got.code == 3);
  CHECK(contains(got.err, "holds no record"));
}

TEST_CASE("hostile file names are only names") {
  const ScratchFolder folder;
  for (const std::string name :
       {"$(touch pwned).csv", "`touch pwned`.csv", "a;touch pwned.csv", "a|b.csv", "a b.csv", "-rf.csv",
        "a\nb.csv", "\x1b[31m.csv", "'\".csv", "%s%n.csv", "\xff\xfe.csv"}) {
    const Outcome got = call(count_into(folder.path(name)));
    INFO(name, "\n", got.err);
    CHECK(got.code == 0);
    CHECK(read_all(folder.path(name)).starts_with("# redblue.record/1"));
  }
  CHECK(::access("pwned", F_OK) != 0);
  CHECK(::access(folder.path("pwned").c_str(), F_OK) != 0);
}

TEST_CASE("input files that cannot be read exit with 3") {
  const ScratchFolder folder;
  REQUIRE(::mkfifo(folder.path("fifo").c_str(), 0600) == 0);
  for (const std::string& path : {folder.path("absent"), folder.path("."), std::string("/dev/zero")}) {
    const Outcome graph = call({"bound", "--graph", path});
    INFO(path, "\n", graph.err);
    CHECK(graph.code == 3);
    const Outcome plan = call({"count", "--from", path});
    CHECK(plan.code == 3);
  }
  CHECK(call({"count", "--from", folder.path("fifo")}).code == 2);  // an empty plan, no hang
  // Input files are opened before output options are judged.
  CHECK(call({"bound", "--graph", folder.path("absent"), "--format", "nope"}).code == 3);
  CHECK(call({"bound", "--graph", folder.file("g.dot", "digraph { a -> b }")}).code == 2);
}
