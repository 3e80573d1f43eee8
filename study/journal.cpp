#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <utility>

#include <fcntl.h>

#include <redblue/study/file_error.hpp>
#include <redblue/study/journal.hpp>
#include <redblue/study/journal_reader.hpp>

namespace redblue::study {

namespace {

constexpr int open_flags = O_APPEND | O_CLOEXEC | O_NOCTTY;
constexpr mode_t new_file_mode = 0666;  // less the user's umask

/// Compares the header lines of a file with the one that would be written now.
class HeaderCheck {
 public:
  HeaderCheck(const std::string& path, const std::string& ours) : path_(path), ours_(ours) {}

  void see(const JournalLine& line) {
    if (ours_.compare(0, ours_.size() - 1, line.text) == 0) {
      found_ = true;
    } else if (other_.empty()) {
      other_ = line.text;
      other_line_ = line.number;
    }
  }

  void judge() const {
    if (other_.empty()) return;
    const bool version = member(other_, "version") != member(ours_, "version");
    const std::string what = version ? "version" : "plan";
    const auto clip = [&](std::string_view line) {
      const std::string_view text = member(line, what);
      if (version) return std::string(text.substr(0, 300));
      const std::string_view part = text.substr(first_difference());
      return std::string(part.substr(0, std::min<std::size_t>(part.find(' '), 300)));
    };
    sim::raise(FileError(path_, other_line_,
                         "made with another " + what + ": " + clip(other_) + "; now " + clip(ours_) +
                             "; choose another --output, or --allow-mixed to keep both in one file"));
  }

  /// Where the first part that differs (`name=value`, between blanks) begins.
  [[nodiscard]] std::size_t first_difference() const {
    const std::string_view a = member(other_, "plan"), b = member(ours_, "plan");
    std::size_t begin = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i)
      if (a[i] == ' ') begin = i + 1;
    return begin;
  }

  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] const std::string& ours() const { return ours_; }

 private:
  const std::string& path_;
  const std::string& ours_;
  std::string other_;
  std::uint64_t other_line_ = 0;
  bool found_ = false;
};

}  // namespace

Journal::Journal(std::string path, const std::string& sealed_header, JournalMode mode, FileCalls& calls)
    : path_(std::move(path)), calls_(calls) {
  try {
    open(mode);
    if (mode.force && is_regular_ && !cut_to(0)) fail("cannot replace");
    read_back(sealed_header, mode.allow_mixed);
  } catch (...) {
    if (fd_ >= 0) calls_.close(fd_);
    throw;
  }
}

Journal::~Journal() {
  if (fd_ >= 0) calls_.close(fd_);
}

void Journal::fail(const std::string& what) const {
  sim::raise(FileError(path_, what + ": " + std::strerror(errno)));
}

void Journal::open(JournalMode mode) {
  // Before opening, which waits for the other end of a pipe.
  if (is_pipe(path_)) sim::raise(FileError(path_, "is a pipe, and a journal is read back; name a file"));
  const bool may_exist = mode.resume || mode.force;
  fd_ = calls_.open(path_.c_str(), O_RDWR | O_CREAT | (may_exist ? 0 : O_EXCL) | open_flags, new_file_mode);
  if (fd_ < 0 && errno == EEXIST) {
    // A device is no file to lose: it is simply written to.
    fd_ = calls_.open(path_.c_str(), O_WRONLY | open_flags, 0);
    if (fd_ < 0 && errno == ENOENT)
      sim::raise(FileError(path_, "is a link to nothing; remove it, or name the file itself"));
    if (fd_ < 0) fail("cannot open");
    struct ::stat status {};
    if (calls_.stat(fd_, &status) != 0) fail("cannot examine");
    if (S_ISREG(status.st_mode))
      sim::raise(FileError(path_, "exists; --resume continues it, --force replaces it"));
  }
  if (fd_ < 0) fail("cannot open");
  struct ::stat status {};
  if (calls_.stat(fd_, &status) != 0) fail("cannot examine");
  is_regular_ = S_ISREG(status.st_mode);
  if (!is_regular_) {
    if (mode.resume) sim::raise(FileError(path_, "not a regular file: it cannot be resumed; drop --resume"));
    return;
  }
  int locked = calls_.lock(fd_);
  while (locked != 0 && errno == EINTR) locked = calls_.lock(fd_);
  if (locked != 0 && errno == EWOULDBLOCK)
    sim::raise(FileError(path_, "another process is writing it; wait for it, or choose another --output"));
  if (locked != 0) fail("cannot lock");
}

void Journal::read_back(const std::string& sealed_header, bool allow_mixed) {
  HeaderCheck headers(path_, sealed_header);
  if (is_regular_) {
    finished_.reserve(
        count_lines(fd_, path_, calls_));  // exactly, so that no key takes more than its 16 bytes
    const JournalEnd end = scan_journal(fd_, path_, calls_, [&](const JournalLine& line) {
      if (line.is_header)
        headers.see(line);
      else
        finished_.add(line.key);
    });
    if (!allow_mixed) headers.judge();
    settle_repeats(finished_.close());
    size_ = end.whole_bytes;
    dropped_bytes_ = end.torn_bytes;
    if (end.torn_bytes > 0 && !cut_to(size_)) fail("cannot cut off its torn last line");
  }
  if (!headers.found()) append(headers.ours());
}

void Journal::settle_repeats(const std::vector<Key>& repeated) {
  if (repeated.empty()) return;
  // Rare, so the file is read once more: equal lines are one record, different ones cannot both be right.
  struct Seen {
    std::uint64_t line = 0;
    std::string text;
  };
  std::map<Key, Seen> first;
  for (const Key& key : repeated) first[key];
  scan_journal(fd_, path_, calls_, [&](const JournalLine& line) {
    const auto it = line.is_header ? first.end() : first.find(line.key);
    if (it == first.end()) return;
    Seen& seen = it->second;
    if (seen.line == 0) {
      seen = {line.number, std::string(line.text)};
    } else if (seen.text != line.text) {
      sim::raise(RecordConflict(path_, line.number,
                                "differs from line " + std::to_string(seen.line) + " of the same key " +
                                    to_string(line.key) + "; remove the wrong one"));
    }
  });
}

bool Journal::cut_to(std::uint64_t size) {
  int cut = calls_.truncate(fd_, static_cast<off_t>(size));
  while (cut != 0 && errno == EINTR) cut = calls_.truncate(fd_, static_cast<off_t>(size));
  return cut == 0;
}

void Journal::append(std::string_view sealed) {
  if (broken_)
    sim::raise(FileError(path_, "ends with a torn line that could not be cut off; --resume drops it"));
  std::string_view left = sealed;
  while (!left.empty()) {
    const ssize_t written = calls_.write(fd_, left.data(), left.size());
    if (written > 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (written == 0 || errno != EINTR) {
      const int cause = written == 0 ? EIO : errno;
      if (left.size() < sealed.size()) broken_ = !is_regular_ || !cut_to(size_);
      errno = cause;
      fail("cannot write; what was written before is kept");
    }
  }
  size_ += sealed.size();
}

void Journal::close() {
  if (fd_ < 0) return;
  const int closed = calls_.close(std::exchange(fd_, -1));
  if (closed != 0 && errno != EINTR) fail("cannot close");
}

}  // namespace redblue::study
