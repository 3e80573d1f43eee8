// Journals. A line that begins with '+' is sealed first, so that what is behind the checksum is read. Oracle:
// a line that is shown is exactly what sealing its record gives, and every byte is accounted for.
#include <algorithm>
#include <cstring>

#include "targets.hpp"

#include <redblue/study/file_error.hpp>
#include <redblue/study/journal_reader.hpp>

namespace redblue::fuzz {
namespace {

using namespace redblue::study;

Tally tally("journal");

/// A file of bytes in memory, given out in small pieces.
class Memory final : public FileCalls {
 public:
  explicit Memory(std::string_view bytes) : rest_(bytes) {}
  off_t seek(int, off_t) override { return 0; }
  ssize_t read(int, void* to, std::size_t bytes) override {
    const std::size_t n = std::min({bytes, rest_.size(), std::size_t{1} + rest_.size() / 2});
    std::memcpy(to, rest_.data(), n);
    rest_.remove_prefix(n);
    return static_cast<ssize_t>(n);
  }

 private:
  std::string_view rest_;
};

std::string sealed(std::string_view line) {
  std::string json(line);
  try {
    seal(json);
  } catch (const sim::InvalidArgument&) {
    json += '\n';  // stays as it is
  }
  return json;
}

std::string file_of(std::string_view bytes) {
  std::string file;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    const std::string_view line = bytes.substr(0, end);
    file +=
        line.starts_with('+') && line.ends_with('\n') ? sealed(line.substr(1, end - 2)) : std::string(line);
    bytes.remove_prefix(end);
  }
  return file;
}

}  // namespace

void journal(std::string_view bytes) {
  const std::string file = file_of(bytes);
  ++tally.executions;
  Memory memory(file);
  std::uint64_t shown = 0;
  try {
    const JournalEnd end = scan_journal(0, "j", memory, [&](const JournalLine& line) {
      demand(sealed(unsealed(line.text)) == std::string(line.text) + '\n', "a shown line is not sealed",
             std::string(line.text));
      demand(line.is_header || !member(line.text, "key").empty(), "a record is shown that has no key",
             std::string(line.text));
      ++shown;
    });
    demand(end.lines == shown && end.whole_bytes + end.torn_bytes == file.size(), "bytes are lost", file);
    tally.accepted += shown > 0;
  } catch (const FileError& e) {
    demand(e.line > 0, "a journal is refused without a line", file, e.what());
  }
}

}  // namespace redblue::fuzz
