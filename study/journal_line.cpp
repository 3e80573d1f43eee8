#include <algorithm>
#include <array>

#include <redblue/sim/error.hpp>
#include <redblue/study/checksum.hpp>
#include <redblue/study/journal_line.hpp>
#include <redblue/study/json_text.hpp>

namespace redblue::study {

namespace {

constexpr std::string_view header_start = R"({"schema":"redblue.journal/1","version":")";

/// `,"crc":"xxxxxxxx"}` for the bytes that stand before it.
using Seal = std::array<char, 18>;

Seal seal_of(std::string_view bytes) {
  Seal text{',', '"', 'c', 'r', 'c', '"', ':', '"', '0', '0', '0', '0', '0', '0', '0', '0', '"', '}'};
  const std::uint32_t crc = crc32c(bytes);
  for (unsigned digit = 0; digit < 8; ++digit)
    text[8 + digit] = "0123456789abcdef"[(crc >> (28 - 4 * digit)) & 15U];
  return text;
}

}  // namespace

void seal(std::string& json) {
  if (json.size() < 3 || json.front() != '{' || json.back() != '}' || json.find('\n') != std::string::npos)
    sim::raise(sim::InvalidArgument("a journal line must be one JSON object on one line"));
  json.pop_back();
  const Seal end = seal_of(json);
  json.append(end.data(), end.size());
  json += '\n';
  if (json.size() > longest_line)
    sim::raise(sim::InvalidArgument("a journal line of " + std::to_string(json.size()) + " bytes; at most " +
                                    std::to_string(longest_line) + " are allowed"));
}

std::string header_line(const JournalHeader& header) {
  std::string line = "{";
  json::field(line, "schema", journal_schema);
  json::field(line, "version", header.version);
  json::field(line, "plan", header.plan);
  line += '}';
  seal(line);
  return line;
}

LineVerdict judge(std::string_view line) {
  if (line.size() + 1 > longest_line) return {"longer than any line of a journal", false, {}};
  if (line.size() < std::tuple_size_v<Seal> + 1 || line.front() != '{') return {"no journal line", false, {}};
  const std::string_view body = line.substr(0, line.size() - std::tuple_size_v<Seal>);
  const Seal end = seal_of(body);
  if (!std::equal(end.begin(), end.end(), line.begin() + static_cast<std::ptrdiff_t>(body.size())))
    return {"its checksum does not match its bytes", false, {}};
  if (line.starts_with(header_start)) return {{}, true, {}};
  const auto key = parse_key(member(line, "key"));
  if (!key) return {"a record without a key", false, {}};
  return {{}, false, *key};
}

std::string unsealed(std::string_view line) {
  std::string json(line.substr(0, line.size() - std::tuple_size_v<Seal>));
  json += '}';
  return json;
}

std::string_view member(std::string_view line, std::string_view name) {
  // Inside a JSON string a quote is always preceded by a backslash, so this finds only true members.
  std::string pattern;
  pattern.reserve(name.size() + 4);
  pattern.append("\"").append(name).append("\":\"");
  const std::size_t at = line.find(pattern);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + pattern.size();
  std::size_t end = begin;
  while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
  return end < line.size() ? line.substr(begin, end - begin) : std::string_view{};
}

bool begins_header(std::string_view text) {
  const std::size_t common = std::min(text.size(), header_start.size());
  return text.substr(0, common) == header_start.substr(0, common);
}

}  // namespace redblue::study
