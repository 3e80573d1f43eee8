// redblue pebble under limits: whatever ends it early, it leaves a valid certificate and a proven lower
// bound.
#include "spawn_support.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::tests;
using nlohmann::json;

namespace {

/// Takes hours.
const std::string hard = "attention:4,1+l";

std::vector<std::string> pebble(const std::string& graph, std::vector<std::string> more) {
  std::vector<std::string> words{"pebble", "--graph", graph, "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// True when `record` is a partial answer whose certificate the checker calls valid at its io.
bool is_partial_answer(const json& record) {
  const Outcome verdict = call({"check", record.at("graph"), record.at("certificate").get<std::string>()});
  const std::string valid = "VALID pebbling partial M=" + std::to_string(record.at("M_words").get<long>()) +
                            " io=" + std::to_string(record.at("io").get<long>()) + "\n";
  return verdict.code == 0 && verdict.out == valid && !record.at("optimal").get<bool>() &&
         record.at("lower").get<long>() > 0 && record.at("lower") < record.at("io") &&
         record.at("loads").get<long>() + record.at("stores").get<long>() == record.at("io").get<long>() &&
         record.at("statement").get<std::string>().starts_with("within ");
}

}  // namespace

TEST_CASE("pebble stopped by --time-limit exits with 5, a valid certificate and a proven lower bound") {
  const ScratchFolder folder;
  const Outcome run =
      call(pebble(hard, {"--M", "4", "--time-limit", "1s", "--certificate", folder.path("c.txt")}));
  CHECK(run.code == 5);
  CHECK(run.err.find("--M 4: stopped by --time-limit: ") != std::string::npos);
  CHECK(is_partial_answer(json::parse(run.out).at(0)));
}

TEST_CASE("pebble stopped by --mem-limit exits with 5, keeps below it and leaves a valid certificate") {
  const ScratchFolder folder;
  const Outcome run =
      call(pebble(hard, {"--M", "4", "--mem-limit", "2M", "--certificate", folder.path("c.txt")}));
  CHECK(run.code == 5);
  CHECK(run.err.find("stopped for want of memory (--mem-limit)") != std::string::npos);
  const json record = json::parse(run.out).at(0);
  CHECK(is_partial_answer(record));
  CHECK(record.at("memory_bytes").get<long>() <= 2 << 20);
}

TEST_CASE("Ctrl-C ends every M that is left with a valid certificate and a lower bound") {
  const ScratchFolder folder;
  const std::string said = folder.file("said", "");
  redblue::journal_test::Running run(
      pebble(hard, {"--M", "3,4", "--progress", "jsonl", "--certificate", folder.path("c_{M}.txt"),
                    "--output", folder.path("record.json")}),
      said.c_str());
  while (read_all(said).find("\"lower\"") == std::string::npos)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  run.signal(SIGINT);
  CHECK(run.wait() == 5);  // 130 would mean that a second was not enough
  const json records = json::parse(read_all(folder.path("record.json")));
  REQUIRE(records.size() == 2);
  for (const json& record : records) CHECK(is_partial_answer(record));
  CHECK(read_all(said).find("--M 3: interrupted: ") != std::string::npos);
}

TEST_CASE("an infeasible M exits with 4 and names the smallest one, which works") {
  const Outcome below = call(pebble("attention:2,2+l", {"--M", "5", "--rules", "classic"}));
  CHECK(below.code == 4);
  CHECK(below.err == "redblue: --M 5: attention:2,2+l under classic needs at least 6 words\n");
  const json record = json::parse(below.out).at(0);
  CHECK(record.at("feasible") == false);
  CHECK(record.at("smallest_M_words") == 6);
  CHECK(record.at("io").is_null());
  CHECK(call(pebble("attention:2,2+l", {"--M", "6", "--rules", "classic"})).code == 0);
  CHECK(call(pebble("attention:2,2+l", {"--M", "5,6", "--rules", "classic"})).code == 0);
}

TEST_CASE("every line of progress is JSON whose bounds close in") {
  const Outcome run = call(pebble(hard, {"--M", "6", "--progress", "jsonl", "--time-limit", "2s"}));
  std::istringstream lines(run.err);
  int shown = 0;
  long lower = 0;
  for (std::string line; std::getline(lines, line) && line.starts_with("{"); ++shown) {
    const json status = json::parse(line);
    CHECK(status.at("schema") == "redblue.progress/1");
    CHECK(status.at("M_words") == 6);
    CHECK(status.at("lower") >= lower);
    CHECK(status.at("lower") <= status.at("io"));
    lower = status.at("lower");
  }
  CHECK(shown > 0);
  CHECK(call(pebble("attention:2,1", {"--M", "4", "--progress", "none"})).err.empty());
}

TEST_CASE("records and certificates are the same for any number of threads") {
  const ScratchFolder folder;
  std::string certificate;
  json record;
  for (const char* threads : {"1", "2", "3"}) {
    const Outcome run = call(pebble("attention:3,1+l", {"--M", "6", "--threads", threads, "--force",
                                                        "--certificate", folder.path("c.txt")}));
    CHECK(run.code == 0);
    json mine = json::parse(run.out).at(0);
    mine.erase("seconds");
    if (!certificate.empty()) {
      CHECK(mine == record);
      CHECK(read_all(folder.path("c.txt")) == certificate);
    }
    record = mine;
    certificate = read_all(folder.path("c.txt"));
  }
  CHECK(record.at("optimal") == true);
  CHECK(record.at("io") == 18);
  CHECK(call(pebble("attention:2,1", {"--M", "4", "--threads", "0"})).code == 2);
}

TEST_CASE("--lower-certificate proves the optimum to the checker, or says in words why it cannot") {
  const ScratchFolder folder;
  const std::string file = folder.path("lower.txt");
  struct Asked {
    const char *graph, *rules, *M, *verdict;
  };
  for (const Asked& a :
       {Asked{"attention:2,1", "partial", "4", "VALID exhausted partial M=4 lower=10\n"},
        Asked{"pyramid:2", "one_shot", "3", "VALID exhausted one_shot M=3 lower=6\n"},
        Asked{"tree:2", "classic", "3", "VALID exhausted classic M=3 lower=7\n"},
        Asked{"matmul:1,2,2", "partial_recompute", "3", "VALID exhausted partial_recompute M=3 lower=9\n"}}) {
    const Outcome run =
        call(pebble(a.graph, {"--M", a.M, "--rules", a.rules, "--lower-certificate", file, "--force"}));
    CAPTURE(a.graph);
    CHECK(run.code == 0);
    CHECK(json::parse(run.out).at(0).at("lower_certificate") == file);
    CHECK(call({"check", a.graph, file}).out == a.verdict);
  }
  const std::string none = folder.path("none.txt");
  const Outcome large = call(pebble("attention:6,1", {"--M", "20", "--lower-certificate", none}));
  CHECK(large.code == 5);
  CHECK(large.err.find("--lower-certificate: none at M = 20: more than the 64 vertices and 64 terms") !=
        std::string::npos);
  CHECK(json::parse(large.out).at(0).at("optimal") == true);
  CHECK(json::parse(large.out).at(0).at("lower_certificate") == "");
  CHECK(read_all(none).empty());
  CHECK(call(pebble("attention:2,1", {"--M", "4,5", "--lower-certificate", file})).code == 2);
}
