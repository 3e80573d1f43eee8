// redblue-confirm, the stand-alone program, as a user runs it.
#include "support/confirm_text.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/crossover.hpp>
#include <redblue/kernels/timing.hpp>

using namespace redblue::tests;

TEST_CASE("the stand-alone program gives the rows of redblue confirm") {
  const Outcome ours = run({REDBLUE_CONFIRM, "--N", "90", "--d", "12", "--M", "700", "--format", "jsonl"});
  const Outcome theirs = call_line("confirm --N 90 --d 12 --M 700 --format jsonl");
  CHECK(ours.code == 0);
  CHECK(theirs.code == 0);
  CHECK(times(ours.out, "\n") == 4);
  CHECK(object_after(ours.out, "expected") == object_after(theirs.out, "expected"));
  CHECK(times(ours.out, "\"verdict\":\"COUNTS EXACT (CPU back end)\"") == 4);
  CHECK(run({REDBLUE_CONFIRM, "--N", "90", "--d", "12", "--M", "700"}).code == 0);
}

TEST_CASE("the stand-alone program takes shapes, masks, ids, scale and seed as redblue confirm does") {
  // Records without times and versions.
  const auto records = [](const std::string& text) {
    std::vector<nlohmann::json> all;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      all.push_back(nlohmann::json::parse(text.substr(at, text.find('\n', at) - at)));
      for (const char* own : {"seconds", "program", "gpu"}) all.back().erase(own);
    }
    return all;
  };
  for (const std::string line :
       {"--Nq 21 --Nk 34 --dk 6 --dv 9 --M 700", "--N 40 --Nk 50 --d 8 --M 900 --mask window:5",
        "--N 40 --d 8 --M 900 --algorithm two_phase,flash_attention,two_phase --scale -0.25 --seed 7",
        "--N 30 --d 64 --M 60000 --algorithm flash_ws,standard --heads 2 --mask causal"}) {
    std::vector<std::string> words{REDBLUE_CONFIRM};
    for (std::size_t at = 0, end = 0; end != line.npos; at = end + 1)
      end = line.find(' ', at), words.push_back(line.substr(at, end - at));
    words.insert(words.end(), {"--format", "jsonl"});
    const Outcome ours = run(words);
    const Outcome theirs = call_line("confirm " + line + " --format jsonl");
    CHECK(ours.code == 0);
    CHECK(theirs.code == 0);
    CHECK(records(ours.out).size() >= 2);
    CHECK_MESSAGE(records(ours.out) == records(theirs.out), line);
  }
  const auto refused = [](std::vector<std::string> flags, int code, std::string_view why) {
    flags.insert(flags.begin(), {REDBLUE_CONFIRM, "--d", "8", "--M", "300"});
    const Outcome got = run(flags);
    CHECK(got.code == code);
    CHECK_MESSAGE(contains(got.err, why), got.err);
  };
  refused({"--Nq", "8"}, 2, "--N is missing");
  refused({"--N", "8", "--mask", "window:-1"}, 2, "masks are none, causal and window:W");
  refused({"--N", "8", "--scale", "2x"}, 2, "--scale 2x: must be a number");
  refused({"--Nq", "8", "--Nk", "7", "--mask", "causal", "--algorithm", "standard"}, 2, "needs Nq <= Nk");
  refused({"--N", "8", "--algorithm", "standard,"}, 2, "--algorithm : no such algorithm");
  refused({"--N", "8", "--output", "x"}, 2, "--output: no such flag; `redblue confirm` has more");
  refused({"--N", "16Ki"}, 2, "--N 16Ki: must be an integer");
  refused({"--N", "64", "--dk", "300", "--algorithm", "flash_attention,two_phase"}, 4,
          "flash_attention: its kernel needs at least");
}

TEST_CASE("the stand-alone program has the exit codes of redblue") {
  const Outcome bare = run({REDBLUE_CONFIRM});
  CHECK(bare.code == 2);
  CHECK(bare.err.find("redblue-confirm: error: --N is missing\nusage: ") == 0);
  for (const char* help : {"--help", "-h"}) {
    const Outcome asked = run({REDBLUE_CONFIRM, help});
    CHECK(asked.code == 0);
    CHECK(asked.out.starts_with("usage: redblue-confirm --N n"));
    CHECK(asked.err.empty());
  }
  CHECK(run({REDBLUE_CONFIRM, "--N", "0", "--d", "1", "--M", "1"}).code == 2);
  CHECK(run({REDBLUE_CONFIRM, "--N", "9", "--d", "1", "--M"}).code == 2);
  CHECK(run({REDBLUE_CONFIRM, "--NN", "9"}).code == 2);
  CHECK(run({REDBLUE_CONFIRM, "--N", "9", "--d", "9", "--M", "10"}).code == 4);
  CHECK(run({REDBLUE_CONFIRM, "--N", "9", "--d", "9", "--M", "10", "--algorithm", "two_phase"}).code == 4);
  CHECK(run({REDBLUE_CONFIRM, "--N", "9", "--d", "9", "--M", "900", "--algorithm", "fused_tile"}).code == 2);
}

TEST_CASE(
    "what would take the CPU back end more than a minute is refused by both programs, at the same size") {
  const std::string line = "--algorithm two_phase --N 20000 --d 64 --M 4096";
  const std::vector<std::string> words{"--algorithm", "two_phase", "--N", "20000",
                                       "--d",         "64",        "--M", "4096"};
  std::vector<std::string> ours{REDBLUE_CONFIRM};
  ours.insert(ours.end(), words.begin(), words.end());
  for (const Outcome& got : {run(ours), call_line("confirm " + line)}) {
    CHECK(got.code == 2);
    CHECK(got.out == "");
    CHECK(
        contains(got.err, "51200000000 multiply-adds, more than the 3000000000 that the CPU back end runs"));
  }
  for (const Outcome& got : {run({REDBLUE_CONFIRM, "--sweep", "--N", "7906", "--d", "1"}),
                             call_line("confirm --sweep --N 7906 --d 1")}) {
    CHECK(got.code == 2);
    CHECK(contains(got.err, "--N 7906: too many multiply-adds for the CPU back end"));
  }
  CHECK(redblue::kernels::why_sweep_too_long(7905, 1).empty());
  // The last that is allowed, told from the first that is not: M is too small for either to run.
  const auto code = [](const char* N) {
    return run({REDBLUE_CONFIRM, "--algorithm", "two_phase", "--N", N, "--d", "30", "--M", "1"}).code;
  };
  CHECK(code("7071") == 4);  // 7071^2 x 60 = 2,999,942,460
  CHECK(code("7072") == 2);  // 3,000,791,040
}

TEST_CASE("the stand-alone program refuses flags given twice, and flags that its mode does not take") {
  const auto refused = [](std::vector<std::string> flags, std::string_view why) {
    flags.insert(flags.begin(), REDBLUE_CONFIRM);
    const Outcome got = run(flags);
    CHECK(got.code == 2);
    CHECK(got.out == "");
    CHECK_MESSAGE(contains(got.err, why), got.err);
  };
  refused({"--sweep", "--N", "8", "--ncu", "x"}, "--ncu: --sweep takes --N, --d, --seed, --format");
  refused({"--sweep", "--N", "8", "--M", "900"}, "--M: --sweep takes");
  refused({"--time", "--sweep", "--N", "8"}, "--sweep and --time: give one of them");
  refused({"--time", "--N", "8", "--d", "8", "--M", "900", "--algorithm", "two_phase", "--ncu", "x"},
          "--ncu: --time takes --algorithm, --N");
  refused({"--N", "9", "--N", "10", "--d", "8", "--M", "900"}, "--N: given twice");
  refused({"--sweep", "--N", "8", "--sweep"}, "--sweep: given twice");
}

TEST_CASE("a kernel is timed on a GPU alone, and without one the reason is given") {
  const std::vector<std::string> line{REDBLUE_CONFIRM, "--time", "--algorithm", "flash_ws", "--N",
                                      "300",           "--d",    "64",          "--M",      "60000"};
  const Outcome got = run(line);
  if (got.code == 3) {
    CHECK(got.out == "");
    CHECK(contains(got.err, "redblue-confirm: error: "));
  } else {
    CHECK(got.code == 0);
    CHECK(contains(got.out, "\"counts_exact\":true"));
    CHECK(contains(got.out, "\"io_only_seconds\":0."));
  }
  CHECK(run({REDBLUE_CONFIRM, "--time", "--N", "300", "--d", "64", "--M", "60000"}).code == 2);
  CHECK(run({REDBLUE_CONFIRM, "--time", "--algorithm", "flash_ws", "--N", "30", "--d", "65", "--M", "60000"})
            .code == 2);
}

TEST_CASE("a timing names the times of the whole kernel and of its words alone") {
  namespace kernels = redblue::kernels;
  kernels::Timing timing;
  timing.question = {redblue::algorithms::find("flash_ws"), redblue::sim::AttentionShape::square(1000, 64),
                     redblue::sim::Words{60'000}};
  timing.question.heads = 2;
  timing.planned = *timing.question.schedule->plan(
      timing.question.shape, {.tiles = {redblue::algorithms::TileChoice::Rule::kernel}}, timing.question.M);
  timing.run.counted = timing.planned.predicted.times(2);
  timing.run.seconds = 0.0005;  // made up: 2 x 4 x 10^6 x 64 products and sums
  timing.io_only_seconds = 0.0002;
  const auto row = nlohmann::json::parse(timing.as_json());
  CHECK(row.at("kernel") == "flash_ws");
  CHECK(row.at("seconds") == 0.0005);
  CHECK(row.at("tflops") == 1.024);
  CHECK(row.at("io_only_seconds") == 0.0002);
  CHECK(row.at("counts_exact") == true);
}
