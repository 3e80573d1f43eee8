// tools/gpu_evidence.sh without a GPU, and on a machine that plays one.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::tests;

TEST_CASE("tools/gpu_evidence.sh ends cleanly where there is no GPU, and says so") {
  if (std::filesystem::exists("/dev/nvidia0") || std::filesystem::exists("/dev/nvidiactl")) {
    MESSAGE("skipped: there is a GPU, and measuring it takes minutes");
    return;
  }
  const ScratchFolder scratch;
  const Outcome got = run({REDBLUE_EVIDENCE, "--output", scratch.path("evidence.json")});
  CHECK(got.code == 0);
  CHECK(got.out.find("there is no GPU in this machine") != std::string::npos);
  CHECK(got.out.find("no file was written") != std::string::npos);
  CHECK(!std::filesystem::exists(scratch.path("evidence.json")));
  CHECK(run({REDBLUE_EVIDENCE, "--outptu", "x"}).code == 2);
}

TEST_CASE("files of evidence name every command that failed, was cut or ran on the CPU back end alone") {
  // The script on a machine whose nvidia-smi names a GPU; redblue-confirm is a stand-in of a few lines.
  const ScratchFolder scratch;
  for (const char* folder : {"tools", "kernels/bench", "bin"})
    std::filesystem::create_directories(scratch.path(folder));
  std::filesystem::copy_file(REDBLUE_EVIDENCE, scratch.path("tools/gpu_evidence.sh"));
  (void)scratch.file("kernels/metrics.hpp", "Metric{\"dram__bytes_read\"\n");
  (void)scratch.file("kernels/bench/peers.py", "print('[]')\n");
  const auto program = [&](const std::string& name, const std::string& body) {
    std::filesystem::permissions(scratch.file(name, "#!/bin/sh\n" + body + "\n"),
                                 std::filesystem::perms::owner_all);
  };
  program("bin/nvidia-smi", "case $1 in *name*) echo H100;; *compute_cap*) echo 9.0;; *) echo 1;; esac");
  program("bin/nvcc", "echo V12.8.1");
  program("bin/ncu", "exit 1");
  program("bin/compute-sanitizer", "echo 'ERROR SUMMARY: 0 errors'");
  program("bin/cmake", "mkdir -p build/evidence && cp bin/confirm build/evidence/redblue-confirm");
  const auto evidence = [&](const std::string& confirm, int code, const std::string& budget = "480") {
    program("bin/confirm", confirm);
    const std::string file = scratch.path("evidence.json");
    std::filesystem::remove(file);
    const Outcome got = run({"env", "PATH=" + scratch.path("bin") + ":" + std::getenv("PATH"),
                             scratch.path("tools/gpu_evidence.sh"), "--output", file, "--budget", budget});
    CHECK_MESSAGE(got.code == code, got.out << got.err);
    return nlohmann::json::parse(read_all(file));
  };
  const std::string row = R"(echo '{"schema":"redblue.confirm/1","backend":"gpu","verdict":"V"}')";
  const std::string sweep = "--sweep) echo 'd = 64: predicted from M = 5 words on, measured from M = 5';; ";
  const auto right = evidence("case $1 in " + sweep + "--time) echo '{}';; *) " + row + ";; esac", 0);
  CHECK(right.at("failures").empty());
  CHECK(right.at("rows").size() == 32);
  CHECK(right.at("times").size() == 5);
  CHECK(right.at("crossings").size() == 1);

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
