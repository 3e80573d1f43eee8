// The journal as a file: who may open it, what it keeps, what it refuses.
#include "journal_support.hpp"
#include <doctest/doctest.h>
#include <sys/file.h>

#include <redblue/study/file_error.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string refused(const std::string& path, JournalMode mode, const JournalHeader& with = header) {
  return thrown<FileError>([&] { Journal journal(path, with, mode); });
}

}  // namespace

TEST_CASE("a fresh journal is a header and then the records in the order of their writing") {
  TempDir dir;
  write_all(dir.file("a.jsonl"), 3, fresh);
  CHECK(bytes_of(dir.file("a.jsonl")) == header_line(header) + record(0) + record(1) + record(2));
}

TEST_CASE("an existing file is refused without --resume or --force and stays as it is") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  for (const std::string& bytes : {std::string(), std::string("my notes\n"), header_line(header)}) {
    put(path, bytes);
    const std::string message = refused(path, fresh);
    CHECK(has(message, path));
    CHECK(has(message, "--resume"));
    CHECK(bytes_of(path) == bytes);
  }
}

TEST_CASE("--force replaces whatever was there") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  put(path, "my notes\nand more");
  write_all(path, 2, forced);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
}

TEST_CASE("--resume starts a missing or empty file and skips finished keys of a longer one") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  write_all(path, 2, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
  put(path, "");
  write_all(path, 1, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0));
  write_all(path, 4, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1) + record(2) + record(3));
  Journal again(path, header, resume);
  CHECK(again.finished_count() == 4);
  CHECK(again.dropped_bytes() == 0);
  CHECK_FALSE(again.finished(key_of(4)));
}

TEST_CASE("--resume never touches a file that is no journal") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  for (const std::string bytes :
       {"my notes", "my notes\n", "\n", "{\"schema\":\"redblue.record/1\"}\n", "{\"schema\":1"}) {
    put(path, bytes);
    CHECK(has(refused(path, resume), path + ":1: not a journal"));
    CHECK(bytes_of(path) == bytes);
  }
  put(path, record(1));  // whole, but nothing says what it was made from
  CHECK(has(refused(path, resume), "no journal header"));
}

TEST_CASE("a changed plan or version is refused, and kept beside the old one with --allow-mixed") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  write_all(path, 2, fresh);
  const std::string before = bytes_of(path);
  const JournalHeader plan{"0.1.0", "N=128 d=8"};
  const JournalHeader version{"0.2.0", "N=64 d=8"};
  CHECK(has(refused(path, resume, plan), path + ":1: made with another plan: N=64; now N=128;"));
  CHECK(has(refused(path, resume, version), "another version: 0.1.0; now 0.2.0"));
  CHECK(bytes_of(path) == before);
  { Journal both(path, plan, mixed); }
  CHECK(bytes_of(path) == before + header_line(plan));
  { Journal again(path, plan, mixed); }
  CHECK(bytes_of(path) == before + header_line(plan));
  CHECK(has(refused(path, resume, plan), ":1: made with another plan"));
  CHECK(has(refused(path, resume), ":4: made with another plan"));
}

TEST_CASE("a second writer is refused while the first one lives and let in afterwards") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  {
    Journal first(path, header, fresh);
    for (const JournalMode mode : {resume, forced, mixed})
      CHECK(has(refused(path, mode), path + ": another process is writing it"));
    first.append(record(0));
  }
  write_all(path, 2, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
}

TEST_CASE("equal records of one key count once and different ones are a conflict with both lines named") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  put(path, header_line(header) + record(1) + record(2) + record(1));
  {
    Journal journal(path, header, resume);
    CHECK(journal.finished_count() == 2);
  }
  put(path, header_line(header) + record(1) + record(2) + record(1, "y"));
  const std::string message = thrown<RecordConflict>([&] { Journal journal(path, header, resume); });
  CHECK(has(message, path + ":4: differs from line 2"));
}

TEST_CASE("a directory, a missing directory and an unreadable name are refused by name") {
  TempDir dir;
  CHECK(has(refused(dir.file("."), resume), "cannot open"));
  CHECK(has(refused(dir.file("none/a.jsonl"), fresh), "cannot open: No such file or directory"));
}

TEST_CASE("a full device is reported by name and a device is never resumed") {
  CHECK(has(refused("/dev/full", fresh),
            "/dev/full: cannot write; what was written before is kept: No space left on device"));
  CHECK(has(refused("/dev/null", resume), "not a regular file"));
  write_all("/dev/null", 3, fresh);
}

TEST_CASE("hostile file names are files like others") {
  TempDir dir;
  for (const std::string name : {"-rf", "a b;c", "$(touch x)", "..jsonl", "\x01\xff"}) {
    write_all(dir.file(name), 1, fresh);
    CHECK(bytes_of(dir.file(name)) == header_line(header) + record(0));
  }
}
