// System calls that fail, are cut short or never return.
#include <cstring>

#include "journal_support.hpp"
#include <doctest/doctest.h>

#include <redblue/study/file_error.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;
using Fault = FaultyCalls::Fault;

namespace {

constexpr std::uint64_t records = 6;

/// True when the file is a beginning of the whole journal that ends with a line.
bool whole_lines_of(const std::string& bytes, const std::string& whole) {
  return whole.starts_with(bytes) && (bytes.empty() || bytes.back() == '\n');
}

std::string whole_journal(const TempDir& dir) {
  write_all(dir.file("whole.jsonl"), records, fresh);
  return bytes_of(dir.file("whole.jsonl"));
}

/// How many system calls a fresh run, or a resume of half a journal, makes.
std::uint64_t calls_of(const std::string& path, JournalMode mode) {
  FaultyCalls calls;
  calls.at = ~std::uint64_t{0};
  write_all(path, records, mode, calls);
  return calls.seen;
}

/// The two situations of a sweep: from nothing, and from a torn half.
std::vector<std::string> beginnings(const std::string& whole) {
  const std::string half = header_line(header) + record(0) + record(1);
  return {"", half, half + record(2).substr(0, 30), whole};
}

}  // namespace

TEST_CASE("an error at any call is reported by name, and what was done is kept and resumed") {
  TempDir dir;
  const std::string whole = whole_journal(dir);
  const std::string path = dir.file("a.jsonl");
  std::uint64_t failures = 0;
  for (const std::string& beginning : beginnings(whole)) {
    put(path, beginning);
    const std::uint64_t calls_in_all = calls_of(path, resume);
    for (const int error : {ENOSPC, EIO, EDQUOT, EFBIG})
      for (const bool lasting : {false, true})
        for (std::uint64_t n = 0; n < calls_in_all; ++n, ++failures) {
          put(path, beginning);
          FaultyCalls calls;
          calls.fault = Fault::fails, calls.at = n, calls.error = error, calls.from_then_on = lasting;
          const std::string message = thrown<FileError>([&] { write_all(path, records, resume, calls); });
          REQUIRE(message.find(path + ": ") == 0);
          REQUIRE(message.find(std::strerror(error)) != std::string::npos);
          write_all(path, records, resume);
          REQUIRE(bytes_of(path) == whole);
        }
  }
  MESSAGE("failed calls: ", failures);
}

TEST_CASE("a write that fails leaves whole lines only, also after it was cut short") {
  TempDir dir;
  const std::string whole = whole_journal(dir);
  const std::string path = dir.file("a.jsonl");
  // Cut short at write n, then fail from write n + 1 on: the torn beginning must be taken back.
  struct Full : FaultyCalls {
    ssize_t write(int fd, const void* from, std::size_t bytes) override {
      if (seen > at) return errno = ENOSPC, -1;
      return FaultyCalls::write(fd, from, bytes);
    }
  };
  for (std::uint64_t n = 0; n <= records; ++n) {
    Full calls;
    calls.fault = Fault::cut_short, calls.at = n, calls.writes_only = true;
    const std::string message = thrown<FileError>([&] { write_all(path, records, forced, calls); });
    CHECK(message.find("No space left on device") != std::string::npos);
    CHECK(whole_lines_of(bytes_of(path), whole));
    CHECK(lines_of(bytes_of(path)).size() == n);
  }
}

TEST_CASE("a short write is completed and a call interrupted by a signal is made again") {
  TempDir dir;
  const std::string whole = whole_journal(dir);
  const std::string path = dir.file("a.jsonl");
  for (std::uint64_t n = 0; n <= records; ++n)
    for (const bool lasting : {false, true}) {
      FaultyCalls calls;
      calls.fault = Fault::cut_short, calls.at = n, calls.writes_only = true, calls.from_then_on = lasting;
      write_all(path, records, forced, calls);
      CHECK(bytes_of(path) == whole);
    }
  for (std::uint64_t n = 0; n <= records; ++n) {
    FaultyCalls calls;
    calls.fault = Fault::fails, calls.error = EINTR, calls.at = n, calls.writes_only = true;
    write_all(path, records, forced, calls);
    CHECK(bytes_of(path) == whole);
  }
}

TEST_CASE("a write that failed without leaving a byte may be tried again") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  struct Stuck : FileCalls {
    bool stuck = false;
    ssize_t write(int fd, const void* from, std::size_t bytes) override {
      if (stuck) return errno = EIO, -1;
      return FileCalls::write(fd, from, bytes);
    }
    int truncate(int, off_t) override { return errno = EIO, -1; }
  } calls;
  Journal journal(path, header, fresh, calls);
  journal.append(record(0));
  calls.stuck = true;
  CHECK_THROWS_AS(journal.append(record(1)), FileError);  // nothing of it was written: the file is whole
  calls.stuck = false;
  journal.append(record(1));
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
}

TEST_CASE("after a torn line that stayed every later append is refused") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  struct Torn : FileCalls {
    int left = 1000;  ///< bytes that still fit
    ssize_t write(int fd, const void* from, std::size_t bytes) override {
      if (left == 0) return errno = ENOSPC, -1;
      const auto part = std::min(bytes, static_cast<std::size_t>(left));
      left -= static_cast<int>(part);
      return FileCalls::write(fd, from, part);
    }
    int truncate(int, off_t) override { return errno = EIO, -1; }
  } calls;
  Journal journal(path, header, fresh, calls);
  calls.left = 20;
  CHECK_THROWS_AS(journal.append(record(0)), FileError);
  calls.left = 1000;
  CHECK_THROWS_AS(journal.append(record(1)), FileError);
  CHECK(bytes_of(path) == header_line(header) + record(0).substr(0, 20));
  journal.close();
  write_all(path, 2, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
}

TEST_CASE("a kill before, after and in the middle of every call loses at most the line in flight") {
  TempDir dir;
  const std::string whole = whole_journal(dir);
  const std::string path = dir.file("a.jsonl");
  std::uint64_t kills = 0;
  for (const std::string& beginning : beginnings(whole)) {
    put(path, beginning);
    const std::uint64_t calls_in_all = calls_of(path, resume);
    for (const Fault fault : {Fault::dies_before, Fault::dies_after, Fault::dies_halfway})
      for (std::uint64_t n = 0; n < calls_in_all; ++n) {
        put(path, beginning);
        const int status = in_child([&] {
          FaultyCalls calls;
          calls.fault = fault, calls.at = n;
          write_all(path, records, resume, calls);
        });
        REQUIRE((killed(status) || fault == Fault::dies_halfway));
        kills += killed(status) ? 1 : 0;
        const std::string left = bytes_of(path);
        REQUIRE(whole.starts_with(left));
        REQUIRE(left.size() + record(2).size() >= beginning.size());
        write_all(path, records, resume);
        REQUIRE(bytes_of(path) == whole);
      }
  }
  MESSAGE("kills: ", kills);
}
