#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>

#include <redblue/study/file_error.hpp>
#include <redblue/study/journal_reader.hpp>

namespace redblue::study {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 16;
constexpr std::size_t shortest_record = 58;  // a key member and a checksum

/// Bytes of a file in blocks, from its beginning.
class Blocks {
 public:
  Blocks(int fd, const std::string& path, FileCalls& calls) : fd_(fd), path_(path), calls_(calls) {
    if (calls_.seek(fd_, 0) != 0) fail();
  }

  /// The next bytes; empty at the end.
  std::string_view next() {
    for (;;) {
      const ssize_t got = calls_.read(fd_, block_.data(), block_.size());
      if (got >= 0) return {block_.data(), static_cast<std::size_t>(got)};
      if (errno != EINTR) fail();
    }
  }

 private:
  [[noreturn]] void fail() const {
    sim::raise(FileError(path_, std::string("cannot read: ") + std::strerror(errno)));
  }

  int fd_;
  const std::string& path_;
  FileCalls& calls_;
  std::vector<char> block_ = std::vector<char>(block_bytes);
};

/// Judges lines in order and passes the whole ones on.
class Scan {
 public:
  Scan(const std::string& path, const LineVisitor& visit) : path_(path), visit_(visit) {}

  void line(std::string_view text) {
    const std::uint64_t number = end_.lines + 1;
    const LineVerdict verdict = judge(text);
    if (!verdict.damage.empty()) damaged(number, verdict.damage);
    if (number == 1 && !verdict.is_header) damaged(number, "no journal header");
    visit_({number, text, verdict.is_header, verdict.key});
    end_.lines = number;
    end_.whole_bytes += text.size() + 1;
  }

  /// A beginning that may still become a line.
  void unfinished(std::string_view text) {
    if (text.size() > longest_line) damaged(end_.lines + 1, "longer than any line of a journal");
    if (end_.lines == 0 && !begins_header(text)) damaged(1, "no journal header");
    end_.torn_bytes = text.size();
  }

  [[nodiscard]] const JournalEnd& end() const { return end_; }

 private:
  [[noreturn]] void damaged(std::uint64_t number, std::string_view why) const {
    if (number == 1)
      sim::raise(
          FileError(path_, number,
                    "not a journal, or damaged: " + std::string(why) + "; no record of this file is used"));
    sim::raise(FileError(path_, number,
                         "damaged: " + std::string(why) + "; remove this line (sed -i '" +
                             std::to_string(number) + "d' FILE) and run the sweep again with --resume"));
  }

  const std::string& path_;
  const LineVisitor& visit_;
  JournalEnd end_;
};

}  // namespace

JournalEnd scan_journal(int fd, const std::string& path, FileCalls& calls, const LineVisitor& visit) {
  Blocks blocks(fd, path, calls);
  Scan scan(path, visit);
  std::string rest;  // a line that began in an earlier block
  for (std::string_view block = blocks.next(); !block.empty(); block = blocks.next()) {
    for (std::size_t lf = block.find('\n'); lf != std::string_view::npos; lf = block.find('\n')) {
      if (rest.empty()) {
        scan.line(block.substr(0, lf));
      } else {
        rest.append(block.substr(0, lf));
        scan.line(rest);
        rest.clear();
      }
      block.remove_prefix(lf + 1);
    }
    rest.append(block);
    if (!rest.empty()) scan.unfinished(rest);
  }
  JournalEnd end = scan.end();
  end.torn_bytes = rest.size();
  return end;
}

JournalEnd read_journal(const std::string& path, const LineVisitor& visit, FileCalls& calls) {
  // Before opening, which waits for the other end of a pipe.
  if (is_pipe(path))
    sim::raise(FileError(path, "is a pipe, and a journal is read more than once; save it to a file first"));
  const int fd = calls.open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
  if (fd < 0) sim::raise(FileError(path, std::string("cannot open: ") + std::strerror(errno)));
  struct Closer {
    int fd;
    FileCalls& calls;
    ~Closer() { calls.close(fd); }
  } closer{fd, calls};
  return scan_journal(fd, path, calls, visit);
}

std::uint64_t count_lines(int fd, const std::string& path, FileCalls& calls) {
  Blocks blocks(fd, path, calls);
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  for (std::string_view block = blocks.next(); !block.empty(); block = blocks.next()) {
    lines += static_cast<std::uint64_t>(std::count(block.begin(), block.end(), '\n'));
    bytes += block.size();
  }
  return std::min(lines, bytes / shortest_record);
}

}  // namespace redblue::study
