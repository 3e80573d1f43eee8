// Lines and keys: what is sealed is recognised, what was changed is not.
#include "journal_support.hpp"
#include <doctest/doctest.h>

#include <redblue/sim/error.hpp>
#include <redblue/study/checksum.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

/// CRC-32C bit by bit, as the polynomial is defined.
std::uint32_t slow_crc32c(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
  }
  return ~crc;
}

std::string without_lf(std::string line) { return line.pop_back(), line; }

}  // namespace

TEST_CASE("the checksum of every length equals the one taken bit by bit") {
  std::string bytes;
  for (int i = 0; i < 200; ++i) {
    CHECK(crc32c(bytes) == slow_crc32c(bytes));
    bytes += static_cast<char>(i * 37 + 11);
  }
  CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AAU);  // RFC 3720, B.4
}

TEST_CASE("a key survives the way through its digits and nothing else reads as a key") {
  const Key key{0x0123456789abcdefU, 0xfedcba9876543210U};
  CHECK(to_string(key) == "0123456789abcdeffedcba9876543210");
  CHECK(parse_key(to_string(key)) == key);
  for (std::uint64_t n = 0; n < 100; ++n) CHECK(parse_key(to_string(key_of(n))) == key_of(n));
  CHECK_FALSE(parse_key("0123456789ABCDEFfedcba9876543210"));
  CHECK_FALSE(parse_key("0123456789abcdeffedcba987654321"));
  CHECK_FALSE(parse_key("0123456789abcdeffedcba98765432100"));
  CHECK_FALSE(parse_key("0123456789abcdeg0123456789abcdef"));
  CHECK_FALSE(parse_key(""));
}

TEST_CASE("a key set holds exactly what was added and names what came twice once") {
  KeySet keys;
  for (std::uint64_t n = 0; n < 1000; n += 2) keys.add(key_of(n));
  keys.add(key_of(10)), keys.add(key_of(10)), keys.add(key_of(20));
  const std::vector<Key> repeated = keys.close();
  CHECK(std::set<Key>(repeated.begin(), repeated.end()) == std::set<Key>{key_of(10), key_of(20)});
  CHECK(repeated.size() == 2);
  CHECK(keys.size() == 500);
  for (std::uint64_t n = 0; n < 1000; ++n) CHECK(keys.contains(key_of(n)) == (n % 2 == 0));
}

TEST_CASE("shards partition the keys") {
  for (std::uint64_t shards : {1, 2, 3, 7, 64}) {
    std::vector<int> sizes(shards);
    for (std::uint64_t n = 0; n < 6400; ++n) {
      const std::uint64_t shard = shard_of(key_of(n), shards);
      REQUIRE(shard < shards);
      ++sizes[shard];
    }
    for (const int size : sizes) CHECK(size > 0);
  }
}

TEST_CASE("a sealed line is recognised with its key and gives its record back") {
  std::string line = record(7);
  const LineVerdict verdict = judge(without_lf(line));
  CHECK(verdict.damage.empty());
  CHECK_FALSE(verdict.is_header);
  CHECK(verdict.key == key_of(7));
  CHECK(unsealed(without_lf(line)) ==
        R"({"schema":"redblue.record/1","key":")" + to_string(key_of(7)) + R"(","io_words":49,"note":"x"})");
}

TEST_CASE("a header line is recognised and escapes what JSON forbids") {
  const std::string line = header_line({"1.0", "a \"b\" \\ \n\x01"});
  CHECK(judge(without_lf(line)).is_header);
  CHECK(judge(without_lf(line)).damage.empty());
  CHECK(line.find('\n') == line.size() - 1);
  CHECK(member(line, "version") == "1.0");
  CHECK(member(line, "plan") == R"(a \"b\" \\ \u000a\u0001)");
  for (std::size_t n = 0; n <= line.size(); ++n) CHECK(begins_header(std::string_view(line).substr(0, n)));
  CHECK_FALSE(begins_header("{\"schema\":\"redblue.record/1"));
}

TEST_CASE("a name inside a string is no member") {
  std::string line =
      R"({"note":"\"key\":\"00000000000000000000000000000000\"","key":")" + to_string(key_of(3)) + "\"}";
  seal(line);
  CHECK(judge(without_lf(line)).key == key_of(3));
}

TEST_CASE("every changed byte of a line is noticed") {
  const std::string line = without_lf(record(5));
  for (std::size_t at = 0; at < line.size(); ++at)
    for (int value = 0; value < 256; ++value) {
      std::string changed = line;
      changed[at] = static_cast<char>(value);
      if (changed == line) continue;
      if (judge(changed).damage.empty()) FAIL("byte ", at, " as ", value, " was not noticed");
    }
}

TEST_CASE("every shortened line is noticed") {
  const std::string line = without_lf(record(5));
  for (std::size_t size = 0; size < line.size(); ++size)
    CHECK_FALSE(judge(line.substr(0, size)).damage.empty());
}

TEST_CASE("a record without a key and a line that is too long are damaged") {
  std::string keyless = R"({"schema":"redblue.record/1"})";
  seal(keyless);
  CHECK(judge(without_lf(keyless)).damage == "a record without a key");
  CHECK_FALSE(judge(std::string(longest_line, '{')).damage.empty());
}

TEST_CASE("seal refuses what is no single-line object and what is too long by one byte") {
  for (const std::string text : {"", "{}", "[1]", "{\"a\":\n1}", "{\"a\":1"}) {
    std::string line = text;
    CHECK_THROWS_AS(seal(line), redblue::sim::InvalidArgument);
  }
  const std::string at_limit = record(1, std::string(longest_line - record(1, "").size(), 'x'));
  CHECK(at_limit.size() == longest_line);
  CHECK(judge(without_lf(at_limit)).damage.empty());
  CHECK_THROWS_AS(record(1, std::string(longest_line + 1 - record(1, "").size(), 'x')),
                  redblue::sim::InvalidArgument);
}
