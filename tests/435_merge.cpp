// Merge: shards become the single run; what cannot be merged is named and nothing is written.
#include "journal_support.hpp"
#include <doctest/doctest.h>

#include <redblue/study/file_error.hpp>
#include <redblue/study/merge.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

std::string journal_with(const std::vector<std::string>& records, const JournalHeader& with = header) {
  std::string bytes = header_line(with);
  for (const std::string& r : records) bytes += r;
  return bytes;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("merged shards are the single run, whatever their order and overlap") {
  TempDir dir;
  const std::vector<std::string> names{dir.file("a"), dir.file("b"), dir.file("c")};
  put(names[0], journal_with({record(0), record(3)}));
  put(names[1], journal_with({record(1), record(3), record(4)}));
  put(names[2], journal_with({}));
  const MergeOutcome outcome = merge(dir.file("out"), names, fresh);
  CHECK(outcome.records == 4);
  CHECK(outcome.repeated == 1);
  CHECK(outcome.conflict_count == 0);
  CHECK(bytes_of(dir.file("out")) == journal_with({record(0), record(3), record(1), record(4)}));
  CHECK(merge(dir.file("out"), {names[2], names[1], names[0]}, forced).records == 4);
  CHECK(sorted_lines(dir.file("out")) == [&] {
    put(dir.file("all"), journal_with({record(0), record(1), record(3), record(4)}));
    return sorted_lines(dir.file("all"));
  }());
}

TEST_CASE("a conflict names both lines and leaves the output alone") {
  TempDir dir;
  put(dir.file("a"), journal_with({record(0), record(1)}));
  put(dir.file("b"), journal_with({record(2), record(1, "y"), record(0, "z")}));
  const MergeOutcome outcome = merge(dir.file("out"), {dir.file("a"), dir.file("b")}, fresh);
  CHECK(outcome.conflict_count == 2);
  REQUIRE(outcome.conflicts.size() == 2);
  std::set<std::string> pairs;
  for (const Conflict& c : outcome.conflicts) pairs.insert(c.first + " " + c.second);
  CHECK(pairs == std::set<std::string>{dir.file("a") + ":3 " + dir.file("b") + ":3",
                                       dir.file("a") + ":2 " + dir.file("b") + ":4"});
  CHECK_FALSE(std::filesystem::exists(dir.file("out")));
}

TEST_CASE("an output that exists is refused, replaced, or continued") {
  TempDir dir;
  const std::string out = dir.file("out");
  put(dir.file("a"), journal_with({record(0), record(1)}));
  put(out, journal_with({record(1), record(5)}) + record(6).substr(0, 9));
  const std::string before = bytes_of(out);
  CHECK(has(thrown<FileError>([&] { (void)merge(out, {dir.file("a")}, fresh); }), out + ": exists"));
  CHECK(bytes_of(out) == before);
  CHECK(merge(out, {dir.file("a")}, resume).records == 3);
  CHECK(bytes_of(out) == journal_with({record(1), record(5), record(0)}));
  CHECK(merge(out, {dir.file("a")}, forced).records == 2);
  CHECK(bytes_of(out) == journal_with({record(0), record(1)}));
}

TEST_CASE("a continued output takes part in the search for conflicts") {
  TempDir dir;
  put(dir.file("a"), journal_with({record(1, "y")}));
  put(dir.file("out"), journal_with({record(1)}));
  const MergeOutcome outcome = merge(dir.file("out"), {dir.file("a")}, resume);
  REQUIRE(outcome.conflict_count == 1);
  CHECK(outcome.conflicts[0].first == dir.file("out") + ":2");
  CHECK(bytes_of(dir.file("out")) == journal_with({record(1)}));
}

TEST_CASE("the output is never one of the inputs, whatever it is called") {
  TempDir dir;
  put(dir.file("a"), journal_with({record(0)}));
  const std::string before = bytes_of(dir.file("a"));
  std::filesystem::create_symlink(dir.file("a"), dir.file("link"));
  for (const std::string& name : {dir.file("a"), dir.file("./a"), dir.file("link")})
    CHECK(
        has(thrown<FileError>([&] { (void)merge(name, {dir.file("a")}, forced); }), "is the output as well"));
  CHECK(bytes_of(dir.file("a")) == before);
}

TEST_CASE("missing, damaged, empty and foreign inputs are named and nothing is written") {
  TempDir dir;
  put(dir.file("good"), journal_with({record(0)}));
  put(dir.file("empty"), "");
  put(dir.file("text"), "hello\n");
  std::string damaged = journal_with({record(1), record(2)});
  damaged[header_line(header).size() + 5] ^= 4;
  put(dir.file("damaged"), damaged);
  put(dir.file("other"), journal_with({record(9)}, {"0.1.0", "another plan"}));
  const auto refusal = [&](const std::string& name) {
    return thrown<FileError>([&] {
      (void)merge(dir.file("out"), {dir.file("good"), dir.file(name)}, fresh);
    });
  };
  CHECK(has(refusal("missing"), "missing: cannot open"));
  CHECK(has(refusal("empty"), "empty: holds no journal header"));
  CHECK(has(refusal("text"), "text:1: not a journal"));
  CHECK(has(refusal("damaged"), "damaged:2: damaged"));
  CHECK(has(refusal("other"), "other:1: made with another plan or version"));
  CHECK_FALSE(std::filesystem::exists(dir.file("out")));
  const JournalMode allow{.allow_mixed = true};
  CHECK(merge(dir.file("out"), {dir.file("good"), dir.file("other")}, allow).records == 2);
  CHECK(sorted_lines(dir.file("out")).size() == 4);
}

TEST_CASE("a torn last line of an input is reported and not used") {
  TempDir dir;
  put(dir.file("a"), journal_with({record(0)}) + record(1).substr(0, 50));
  const MergeOutcome outcome = merge(dir.file("out"), {dir.file("a")}, fresh);
  CHECK(outcome.torn == std::vector<std::string>{dir.file("a")});
  CHECK(bytes_of(dir.file("out")) == journal_with({record(0)}));
}
