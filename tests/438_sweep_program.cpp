// redblue sweep and redblue merge as a user runs them: exit codes, messages, files.
#include <iterator>
#include <sstream>

#include "journal_support.hpp"
#include "spawn_support.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::journal_test;
using redblue::tests::Outcome;
using Clock = std::chrono::steady_clock;

namespace {

const std::string small = "sweep --algorithm all --N 16,33 --d 4,8 --M 20,100,1000 ";
const std::string endless =
    "sweep --algorithm best --N 1:4Gi:log3000 --d 64 --M 256:1Gi:log3000 --threads 2 ";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::vector<std::string> words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

/// The program with the words of one line.
Outcome run(const std::string& line) { return redblue::tests::call(words(line)); }

/// Waits until the file has grown past `bytes`.
void wait_for(const std::string& path, std::uintmax_t bytes) {
  for (int i = 0; i < 2000; ++i) {
    std::error_code none;
    if (std::filesystem::file_size(path, none) > bytes && !none) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL("nothing was written to ", path);
}

/// Every line of the journal is whole.
bool is_whole(const std::string& path) {
  redblue::study::JournalEnd end = redblue::study::read_journal(path, [](const auto&) {});
  return end.torn_bytes == 0 && end.lines > 0;
}

}  // namespace

TEST_CASE("a journal holds every record of the product and no thread count changes it") {
  TempDir dir;
  const Outcome first = run(small + "--threads 1 --output " + dir.file("a.jsonl"));
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(first.err.empty());
  const auto lines = sorted_lines(dir.file("a.jsonl"));
  CHECK(lines.size() == 1 + 7 * 2 * 2 * 3);
  for (const std::string& line : lines) CHECK(nlohmann::json::parse(line).contains("schema"));
  for (const std::string threads : {"2", "3", "4", "7", "8", "16"}) {
    CHECK(run(small + "--force --threads " + threads + " --output " + dir.file("a.jsonl")).code == 0);
    CHECK(sorted_lines(dir.file("a.jsonl")) == lines);
  }
}

TEST_CASE("an existing journal is refused, resumed or replaced as asked") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  CHECK(run(small + "--resume --output " + a).code == 0);
  const std::string whole = bytes_of(a);
  const Outcome refused = run(small + "--output " + a);
  CHECK(refused.code == 3);
  CHECK(has(refused.err, a + ": exists; --resume continues it, --force replaces it"));
  CHECK(run(small + "--resume --output " + a).code == 0);
  CHECK(bytes_of(a) == whole);
  CHECK(run(small + "--resume --force --output " + a).code == 2);
  const Outcome changed = run(small + "--lse --resume --output " + a);
  CHECK(changed.code == 3);
  CHECK(has(changed.err, a + ":1: made with another plan"));
  CHECK(bytes_of(a) == whole);
  CHECK(run(small + "--lse --resume --allow-mixed --output " + a).code == 0);
  CHECK(sorted_lines(a).size() == 2 * (1 + 84));
}

TEST_CASE("the same points in other words are the same plan") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  CHECK(run("sweep --algorithm best --N 1024,2048 --d 8 --M 64:256:x2 --output " + a).code == 0);
  const std::string whole = bytes_of(a);
  CHECK(run("sweep --algorithm best --N 1Ki:2Ki:x2 --d 8 --M 64,128,256 --threads 1 --resume --output " + a)
            .code == 0);
  CHECK(bytes_of(a) == whole);
}

TEST_CASE("a torn line is computed again and a damaged one stops the sweep with its number") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  CHECK(run(small + "--output " + a).code == 0);
  const auto lines = sorted_lines(a);
  const std::string whole = bytes_of(a);
  put(a, whole.substr(0, whole.size() - 100));
  const Outcome resumed = run(small + "--resume --output " + a);
  CHECK(resumed.code == 0);
  CHECK(has(resumed.err, "a torn last line"));
  CHECK(sorted_lines(a) == lines);
  std::string damaged = bytes_of(a);
  damaged[lines_of(damaged)[0].size() + lines_of(damaged)[1].size() + 200] ^= 1;
  put(a, damaged);
  const Outcome refused = run(small + "--resume --output " + a);
  CHECK(refused.code == 3);
  CHECK(has(refused.err, a + ":3: damaged"));
  CHECK(bytes_of(a) == damaged);
}

TEST_CASE("shards partition the sweep and merge joins them to the single run") {
  TempDir dir;
  CHECK(run(small + "--output " + dir.file("single.jsonl")).code == 0);
  std::string merge = "merge " + dir.file("all.jsonl");
  std::size_t records = 0;
  for (const std::string i : {"1", "2", "3"}) {
    const std::string shard = dir.file(i + ".jsonl");
    CHECK(run(small + "--shard " + i + "/3 --output " + shard).code == 0);
    records += sorted_lines(shard).size() - 1;
    merge += " " + shard;
  }
  CHECK(records == 84);
  const Outcome merged = run(merge);
  CHECK(merged.code == 0);
  CHECK(has(merged.err, "84 records of 3 files, 0 of them found more than once"));
  CHECK(sorted_lines(dir.file("all.jsonl")) == sorted_lines(dir.file("single.jsonl")));
  CHECK(run(merge).code == 3);
  CHECK(run(merge + " --force").code == 0);
  CHECK(run("merge " + dir.file("x.jsonl") + " " + dir.file("missing.jsonl")).code == 3);
  CHECK(run("merge " + dir.file("all.jsonl") + " " + dir.file("all.jsonl") + " --force").code == 3);
  CHECK(run("merge " + dir.file("all.jsonl")).code == 2);
  CHECK(run("merge").code == 2);
}

TEST_CASE("conflicting shards are an answer of no with both lines named") {
  TempDir dir;
  put(dir.file("a"), header_line(header) + record(1));
  put(dir.file("b"), header_line(header) + record(1, "other"));
  const Outcome outcome = run("merge " + dir.file("out") + " " + dir.file("a") + " " + dir.file("b"));
  CHECK(outcome.code == 1);
  CHECK(has(outcome.err, dir.file("a") + ":2 and " + dir.file("b") + ":2"));
  CHECK_FALSE(std::filesystem::exists(dir.file("out")));
}

TEST_CASE("Ctrl-C ends a sweep within a second with what is done, and resume goes on from there") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  std::uintmax_t before = 0;
  for (const int signal : {SIGINT, SIGTERM}) {
    Running sweep(words(endless + "--resume --output " + a));
    wait_for(a, before + 100'000);
    const Clock::time_point asked = Clock::now();
    sweep.signal(signal);
    CHECK(sweep.wait() == 130);
    CHECK(Clock::now() - asked < std::chrono::seconds(5));  // one second of a machine that is not busy
    CHECK(is_whole(a));
    before = std::filesystem::file_size(a);
  }
}

TEST_CASE("Ctrl-C ends a sweep in the middle of a point that takes long") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  Running sweep(
      words("sweep --algorithm flash_attention_2 --executed --long --N 50000 --d 64 --M 20000 "
            "--threads 1 --output " +
            a));
  wait_for(a, 100);
  sweep.signal(SIGINT);
  CHECK(sweep.wait() == 130);
  CHECK(is_whole(a));
}

TEST_CASE("Ctrl-C leaves CSV and JSON output well formed") {
  TempDir dir;
  for (const std::string suffix : {"csv", "json"}) {
    const std::string a = dir.file("a." + suffix);
    Running sweep(words(endless + "--output " + a));
    wait_for(a, 100'000);
    sweep.signal(SIGINT);
    CHECK(sweep.wait() == 130);
    const std::string bytes = bytes_of(a);
    CHECK(bytes.back() == '\n');
    if (suffix == "json") CHECK(nlohmann::json::parse(bytes).size() > 10);
  }
}

TEST_CASE("a time limit ends a sweep with exit code 5 and its journal whole") {
  TempDir dir;
  const Outcome outcome = run(endless + "--time-limit 1s --output " + dir.file("a.jsonl"));
  CHECK(outcome.code == 5);
  CHECK(has(outcome.err, "stopped by --time-limit"));
  CHECK(is_whole(dir.file("a.jsonl")));
}

TEST_CASE("a second writer is refused while the first one runs") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  Running first(words(endless + "--output " + a));
  wait_for(a, 10'000);
  for (const std::string how : {"--resume", "--force"}) {
    const Outcome second = run(endless + how + " --output " + a);
    CHECK(second.code == 3);
    CHECK(has(second.err, a + ": another process is writing it"));
  }
}

TEST_CASE("a full device is an error of the environment in every format") {
  for (const std::string format : {"jsonl", "csv", "json", "table"}) {
    const Outcome outcome = run(small + "--format " + format + " --output /dev/full");
    CHECK(outcome.code == 3);
    CHECK(has(outcome.err, "/dev/full"));
    CHECK(has(outcome.err, "No space left on device"));
  }
}

TEST_CASE("every printed format has the records in the order of their points, whatever the threads") {
  for (const std::string format : {"csv", "json", "jsonl", "table"}) {
    const Outcome one = run(small + "--threads 1 --format " + format);
    CHECK(one.code == 0);
    for (const std::string threads : {"2", "7"}) {
      const std::string other = run(small + "--threads " + threads + " --format " + format).out;
      if (format != "csv") CHECK(other == one.out);
      CHECK(other.substr(other.find('\n')) ==
            one.out.substr(one.out.find('\n')));  // a CSV's comment holds its command
    }
    if (format == "json") CHECK(nlohmann::json::parse(one.out).size() == 84);
  }
}

TEST_CASE("schedules without a masked form are left out of all and refused by name") {
  TempDir dir;
  const Outcome all =
      run("sweep --algorithm all --mask causal --N 16 --d 4 --M 100,200 --output " + dir.file("a.jsonl"));
  CHECK(all.code == 0);
  CHECK(has(all.err, "two_phase is left out"));
  CHECK(sorted_lines(dir.file("a.jsonl")).size() == 1 + 3 * 2);
  const Outcome named =
      run("sweep --algorithm two_phase --mask causal --N 16 --d 4 --M 100 --output " + dir.file("b.jsonl"));
  CHECK(named.code == 2);
  CHECK_FALSE(std::filesystem::exists(dir.file("b.jsonl")));
}

TEST_CASE("tiles that fit some shapes fail the others, each named once, and go on") {
  TempDir dir;
  const Outcome some =
      run("sweep --algorithm flash_attention_2 --N 32,64 --d 4 --M 600,1000,2000 --tiles 64,1 --output " +
          dir.file("a.jsonl"));
  CHECK(some.code == 6);
  CHECK(sorted_lines(dir.file("a.jsonl")).size() == 1 + 3);
  const std::string why =
      "failed: flash_attention_2 at Nq 32, Nk 32, dk 4, dv 4: --tiles 64,1: Br ranges over 1..32 here; the "
      "nearest tile is 32,1";
  CHECK(has(some.err, why));
  CHECK(some.err.find(why) == some.err.rfind(why));
  CHECK(has(some.err, "failed: 3 points in all"));
  const Outcome all = run("sweep --N 32,64 --d 4 --M 1000 --tiles 64,1");
  CHECK(all.code == 0);
  CHECK(has(all.err, "flash_attention_2 is left out: --tiles 64,1: Br ranges over 1..32"));
  const Outcome none = run("sweep --N 32,48 --d 4 --M 1000 --tiles 64,1");
  CHECK(none.code == 2);
  CHECK(has(none.err, "Br ranges over 1..32"));
}

TEST_CASE("best beside all is asked for by name, the others are not") {
  const Outcome swept = run("sweep --algorithm all,best --mask causal --N 16 --d 4 --M 100");
  CHECK(swept.code == 0);
  CHECK(has(swept.err, "two_phase is left out"));
  CHECK(run("sweep --algorithm all,two_phase --mask causal --N 16 --d 4 --M 100").code == 2);
  CHECK(run("count --algorithm all,best --N 64 --d 64 --M 12").code == 0);
  CHECK(run("count --algorithm flash_attention,all --N 64 --d 64 --M 12").code == 4);
  CHECK(run("verify --algorithm all,best --N 8 --d 8 --M 12").code == 0);
  CHECK(run("explain --algorithm all,best --N 64 --d 64 --M 12").code == 0);
}

TEST_CASE("plot and report say that the journal they read is torn, and where") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  REQUIRE(run("sweep --algorithm flash_attention_2 --N 64 --d 8 --M 100,200,400 --output " + a).code == 0);
  const Outcome whole = run("plot " + a);
  CHECK(whole.code == 0);
  CHECK(whole.err.empty());
  std::filesystem::resize_file(a, std::filesystem::file_size(a) - 5);
  for (const std::string command : {"plot ", "report "}) {
    const Outcome torn = run(command + a);
    CHECK(torn.code == 0);
    CHECK(has(torn.err, "warning: " + a + ":4: this last line is torn"));
  }
}

TEST_CASE("a sweep of long runs can be resumed: --long is not --force") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  const std::string sweep =
      "sweep --algorithm flash_attention_2 --N 16 --d 4 --M 100 --counted --long --output " + a;
  CHECK(run(sweep).code == 0);
  CHECK(run(sweep).code == 3);
  CHECK(run(sweep + " --resume").code == 0);
  CHECK(run(sweep + " --force").code == 0);
}

TEST_CASE("the number of points is limited exactly and a dry run touches nothing") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  CHECK(run(small + "--max-points 84 --output " + a).code == 0);
  std::filesystem::remove(a);
  const Outcome over = run(small + "--max-points 83 --output " + a);
  CHECK(over.code == 2);
  CHECK(has(over.err, "84 points"));
  CHECK(run("sweep --N 1:4Gi:+1 --d 1:1M:+1 --M 1:1Gi:+1").code == 2);
  const Outcome dry = run(small + "--dry-run --shard 2/4 --output " + a);
  CHECK(dry.code == 0);
  CHECK(has(dry.out, "points     84\n"));
  CHECK(has(dry.out, "shard      2 of 4: about 21 points"));
  CHECK(has(dry.out, "first      standard at Nq 16, Nk 16, dk 4, dv 4, M 20 words"));
  CHECK(has(dry.out, "last       fused_tile at Nq 33, Nk 33, dk 8, dv 8, M 1000 words"));
  CHECK_FALSE(std::filesystem::exists(a));
}

TEST_CASE("flags that cannot be are refused before any file is made") {
  TempDir dir;
  const std::string a = dir.file("a.jsonl");
  for (const std::string flags :
       {"--shard 0/4", "--shard 5/4", "--shard 4", "--shard a/b", "--shard 1/0", "--shard /",
        "--shard 1/1000001", "--threads 0", "--threads -1", "--threads 1025", "--threads x", "--max-points 0",
        "--time-limit 0", "--time-limit soon", "--mem-limit 0", "--progress loud", "--N 0", "--M -5",
        "--format xml"}) {
    const Outcome outcome = run(small + "--output " + a + " " + flags);
    CHECK_MESSAGE(outcome.code == 2, flags);
    CHECK_FALSE(std::filesystem::exists(a));
  }
  for (const std::string& flags :
       {std::string("--resume"), std::string("--allow-mixed"), std::string("--resume --format csv"),
        "--resume --output " + dir.file("a.csv")})
    CHECK_MESSAGE(run(small + flags).code == 2, flags);
}

TEST_CASE("zipped axes pair their values and leave out what comes again") {
  TempDir dir;
  const Outcome outcome =
      run("sweep --algorithm best --zip --N 16,16,33,16 --d 4 --M 50,60,50,50 --format json");
  CHECK(outcome.code == 0);
  CHECK(nlohmann::json::parse(outcome.out).size() == 3);
  CHECK(run("sweep --algorithm best --zip --N 16,33 --d 4 --M 50,60,70").code == 2);
}

TEST_CASE("progress for programs is one JSON object a line and ends with all points") {
  TempDir dir;
  const Outcome outcome = run(small + "--progress jsonl --output " + dir.file("a.jsonl"));
  CHECK(outcome.code == 0);
  const std::vector<std::string> lines = lines_of(outcome.err);
  REQUIRE(!lines.empty());
  const auto last = nlohmann::json::parse(lines.back());
  CHECK(last["done_points"] == 84);
  CHECK(last["total_points"] == 84);
  CHECK(last["new_records"] == 84);
  CHECK(run(small + "--progress none --output " + dir.file("b.jsonl")).err.empty());
}

TEST_CASE("a memory limit that is passed ends a sweep with exit code 5") {
  TempDir dir;
  const Outcome outcome = run(endless + "--mem-limit 1 --output " + dir.file("a.jsonl"));
  CHECK(outcome.code == 5);
  CHECK(has(outcome.err, "stopped by --mem-limit"));
  CHECK(is_whole(dir.file("a.jsonl")));
}
