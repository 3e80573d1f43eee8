// Damage: every prefix and every flipped bit of a journal. A record is either whole or not used.
#include "journal_support.hpp"
#include <doctest/doctest.h>

#include <redblue/study/file_error.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

/// A journal of at least `bytes` bytes.
std::string journal_of(std::size_t bytes) {
  std::string journal = header_line(header);
  for (std::uint64_t n = 0; journal.size() < bytes; ++n) journal += record(n, std::string(n % 90, 'r'));
  return journal;
}

/// Reads a journal back; every record shown must be one of `good`. Returns the line named as damaged, or 0.
std::uint64_t read_only_good(const std::string& path, const std::set<std::string>& good) {
  try {
    read_journal(path, [&](const JournalLine& line) {
      if (!good.contains(std::string(line.text) + "\n")) FAIL("a damaged line was used: ", line.number);
    });
  } catch (const FileError& e) {
    return e.line;
  }
  return 0;
}

}  // namespace

TEST_CASE("every prefix of a journal resumes to the whole of it, losing at most the torn line") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  const std::uint64_t records = 8;
  write_all(path, records, fresh);
  const std::string whole = bytes_of(path);
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const std::string prefix = whole.substr(0, size);
    put(path, prefix);
    const std::size_t torn = prefix.size() - (prefix.rfind('\n') + 1);
    {
      Journal journal(path, header, resume);
      const auto lines = static_cast<std::size_t>(std::count(prefix.begin(), prefix.end(), '\n'));
      REQUIRE(journal.finished_count() == (lines == 0 ? 0 : lines - 1));
      REQUIRE(journal.dropped_bytes() == torn);
    }
    write_all(path, records, resume);
    REQUIRE(bytes_of(path) == whole);
  }
}

TEST_CASE(
    "every flipped bit of a journal is named by its line, or is a torn end that resume computes again") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  const std::string whole = journal_of(figure("REDBLUE_DAMAGE_BYTES", 2048));
  const std::vector<std::string> lines = lines_of(whole);
  const std::set<std::string> good(lines.begin(), lines.end());
  std::uint64_t flips = 0;
  std::size_t line_number = 1;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit, ++flips) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      put(path, damaged);
      const std::uint64_t named = read_only_good(path, good);
      const bool last_lf = at + 1 == whole.size();
      REQUIRE(named == (last_lf ? 0 : line_number));
    }
    if (whole[at] == '\n') ++line_number;
  }
  CHECK(flips == 8 * whole.size());
  MESSAGE("flipped bits: ", flips);
}

TEST_CASE("a damaged line stops a resume before anything is written") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  std::string bytes = header_line(header) + record(0) + record(1) + record(2) + "{\"torn";
  bytes[header_line(header).size() + record(0).size() + 70] ^= 1;
  put(path, bytes);
  const std::string message = thrown<FileError>([&] { Journal journal(path, header, resume); });
  CHECK(message.find(path + ":3: damaged") == 0);
  CHECK(message.find("sed -i '3d'") != std::string::npos);
  CHECK(bytes_of(path) == bytes);
}

TEST_CASE("a torn line in the middle, as another program would leave it, is named") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  put(path, header_line(header) + record(0).substr(0, 40) + record(1));
  CHECK(read_only_good(path, {header_line(header)}) == 2);
  put(path, header_line(header) + record(0) + "\n" + record(1));
  CHECK(read_only_good(path, {header_line(header), record(0)}) == 3);
}

TEST_CASE("a tail of zero bytes, as a power cut leaves it, is cut off") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  put(path, header_line(header) + record(0) + std::string(4096, '\0'));
  write_all(path, 2, resume);
  CHECK(bytes_of(path) == header_line(header) + record(0) + record(1));
}

TEST_CASE("a line that never ends is refused, not collected") {
  TempDir dir;
  const std::string path = dir.file("a.jsonl");
  put(path, header_line(header) + std::string(3 * longest_line, 'x'));
  CHECK(read_only_good(path, {header_line(header)}) == 2);
  put(path, std::string(3 * longest_line, '\n'));
  CHECK(read_only_good(path, {}) == 1);
}
