// tools/gpu_evidence.sh without a GPU, and on a machine that plays one.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::tests;

namespace {

/// A machine whose nvidia-smi names a GPU, with the script and what it calls as stand-ins of a few lines.
class FakeMachine {
 public:
  FakeMachine() {
    for (const char* folder : {"tools", "kernels/bench", "bin"})
      std::filesystem::create_directories(scratch_.path(folder));
    std::filesystem::copy_file(REDBLUE_EVIDENCE, scratch_.path("tools/gpu_evidence.sh"));
    (void)file("kernels/metrics.hpp", "Metric{\"dram__bytes_read\"\n");
    (void)file("kernels/bench/peers.py", "print('[]')\n");
    program("nvidia-smi", "case $1 in *name*) echo H100;; *compute_cap*) echo 9.0;; *) echo 1;; esac");
    program("nvcc", "echo V12.8.1");
    program("ncu", "exit 1");
    program("compute-sanitizer", "echo 'ERROR SUMMARY: 0 errors'");
    program("cmake", "mkdir -p build/evidence && cp bin/confirm build/evidence/redblue-confirm");
  }
  [[nodiscard]] std::string path(const std::string& name) const { return scratch_.path(name); }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    return scratch_.file(name, text);
  }
  void program(const std::string& name, const std::string& body) const {
    std::filesystem::permissions(file("bin/" + name, "#!/bin/sh\n" + body + "\n"),
                                 std::filesystem::perms::owner_all);
  }
  /// What the script writes where redblue-confirm is `confirm`.
  [[nodiscard]] nlohmann::json evidence(const std::string& confirm, int code,
                                        const std::string& budget = "480") const {
    program("confirm", confirm);
    const std::string written = path("evidence.json");
    std::filesystem::remove(written);
    const std::filesystem::path above = std::filesystem::path(written).parent_path().parent_path();
    const Outcome got = run({"env", "PATH=" + path("bin") + ":" + std::getenv("PATH"),
                             path("tools/gpu_evidence.sh"), "--output", written, "--budget", budget},
                            {"GIT_CEILING_DIRECTORIES=" + above.string()});
    CHECK_MESSAGE(got.code == code, got.out << got.err);
    return nlohmann::json::parse(read_all(written));
  }

 private:
  ScratchFolder scratch_;
};

}  // namespace

TEST_CASE("tools/gpu_evidence.sh ends cleanly where there is no GPU, and says so") {
  // Machines without one, whatever this one has: no nvidia-smi, and one that finds no device.
  const ScratchFolder scratch;
  const auto refused = [&](const std::string& path, std::string_view why) {
    const Outcome got = run({"/usr/bin/env", "PATH=" + path, "/bin/bash", REDBLUE_EVIDENCE, "--output",
                             scratch.path("evidence.json")});
    CHECK(got.code == 0);
    CHECK_MESSAGE(got.out.find(why) != std::string::npos, got.out << got.err);
    CHECK(got.out.find("no file was written") != std::string::npos);
    CHECK(!std::filesystem::exists(scratch.path("evidence.json")));
  };
  std::filesystem::create_directories(scratch.path("bare"));
  std::string dirname = run({"/bin/sh", "-c", "command -v dirname"}).out;
  dirname.pop_back();
  std::filesystem::create_symlink(dirname, scratch.path("bare/dirname"));
  refused(scratch.path("bare"), "there is no GPU in this machine, or none that can be named: no nvidia-smi");
  std::filesystem::create_directories(scratch.path("bin"));
  std::filesystem::permissions(
      scratch.file("bin/nvidia-smi", "#!/bin/sh\necho 'No devices were found' >&2\nexit 6\n"),
      std::filesystem::perms::owner_all);
  refused(scratch.path("bin") + ":" + std::getenv("PATH"),
          "there is no GPU in this machine: nvidia-smi names none");
  CHECK(run({REDBLUE_EVIDENCE, "--outptu", "x"}).code == 2);
}

TEST_CASE("tools/gpu_evidence.sh fails where there is a GPU and no nvcc to build the kernels") {
  const ScratchFolder scratch;
  std::filesystem::create_directories(scratch.path("bin"));
  for (const char* program : {"dirname", "head", "timeout"}) {
    std::string found = run({"/bin/sh", "-c", std::string("command -v ") + program}).out;
    found.pop_back();
    std::filesystem::create_symlink(found, scratch.path("bin/") + program);
  }
  std::filesystem::permissions(scratch.file("bin/nvidia-smi", "#!/bin/sh\necho H100\n"),
                               std::filesystem::perms::owner_all);
  const Outcome got = run({"/usr/bin/env", "PATH=" + scratch.path("bin"), "/bin/bash", REDBLUE_EVIDENCE,
                           "--output", scratch.path("evidence.json")});
  CHECK(got.code == 3);
  CHECK_MESSAGE(got.out.find("there is H100 and no nvcc in PATH") != std::string::npos, got.out << got.err);
  CHECK(!std::filesystem::exists(scratch.path("evidence.json")));
}

TEST_CASE("files of evidence name every command that failed, was cut or ran on the CPU back end alone") {
  const FakeMachine machine;
  const auto evidence = [&](const std::string& confirm, int code, const std::string& budget = "480") {
    return machine.evidence(confirm, code, budget);
  };
  const std::string row = R"(echo '{"schema":"redblue.confirm/1","backend":"gpu","verdict":"V"}')";
  const std::string sweep = "--sweep) echo 'd = 64: predicted from M = 5 words on, measured from M = 5';; ";
  const auto right = evidence("case $1 in " + sweep + "--time) echo '{}';; *) " + row + ";; esac", 0);
  CHECK(right.at("failures").empty());
  CHECK(right.at("rows").size() == 32);
  CHECK(right.at("times").size() == 5);
  CHECK(right.at("crossings").size() == 1);

  CHECK(right.at("toolkit") == "V12.8.1");
  CHECK(right.at("commit") == "unknown");

  // A runtime that refuses: the rows are of the CPU back end, and nothing is timed.
  std::string on_cpu = row;
  on_cpu.replace(on_cpu.find("gpu"), 3, "cpu");
  const auto refused = evidence(
      "case $1 in --sweep) echo 'd = 64: counted from M = 5';; --time) exit 3;; *) " + on_cpu + ";; esac", 1);
  CHECK(refused.at("rows").empty());
  CHECK(refused.at("times").empty());
  CHECK(refused.at("crossings").empty());
  REQUIRE(refused.at("failures").size() == 32 + 1 + 5);
  CHECK(refused["failures"][0]["command"] == "redblue-confirm --algorithm standard --N 250 --d 64 --M 4096");
  CHECK(refused["failures"][0]["what"] == "no row of a GPU, only of the CPU back end");
  CHECK(refused["failures"][37]["code"] == 3);

  // A mismatch keeps its row and its line.
  const auto off =
      evidence("case $1 in " + sweep + "--time) echo '{}'; exit 1;; *) " + row + "; exit 1;; esac", 1);
  CHECK(off.at("rows").size() == 32);
  CHECK(off.at("times").size() == 5);
  REQUIRE(off.at("failures").size() == 32 + 5);
  CHECK(off["failures"][36]["code"] == 1);
  CHECK(off["failures"][36]["what"] == "a mismatch");

  // A kernel that hangs is cut with the budget, and so is all after it.
  const auto start = std::chrono::steady_clock::now();
  const auto cut = evidence("exec sleep 600", 1, "4");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
  CHECK(cut.at("rows").empty());
  CHECK(cut["failures"][0]["code"] == 124);
  CHECK(cut["failures"][31]["what"] == "cut: its time or the budget of 4 s was spent");
  CHECK(run({REDBLUE_EVIDENCE, "--budget", "0"}).code == 2);
}

TEST_CASE(
    "the commit of a file of evidence is marked where files differ from it, and an nvcc that hangs is cut") {
  const FakeMachine machine;
  const auto git = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"git", "-C", machine.path(""), "-c", "user.name=a", "-c", "user.email=a@b"});
    const Outcome got = run(words);
    CHECK_MESSAGE(got.code == 0, got.err);
    return got.out;
  };
  git({"init", "-q"});
  git({"add", "tools", "kernels"});
  git({"commit", "-q", "-m", "all"});
  const std::string head = git({"rev-parse", "HEAD"}).substr(0, 40);
  CHECK(machine.evidence("exit 3", 1).at("commit") ==
        head);  // files that git does not know make no difference
  (void)machine.file("kernels/metrics.hpp", "Metric{\"dram__bytes_write\"\n");
  machine.program("nvcc", "exec sleep 600");
  const auto cut = machine.evidence("exit 3", 1, "10");
  CHECK(cut.at("commit") == head + "-dirty");
  CHECK(cut.at("toolkit") == "unknown");
}
