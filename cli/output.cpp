#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

struct FormatRow {
  Format format;
  std::string_view name;
  std::string_view suffix;
};

constexpr std::array formats{
    FormatRow{Format::table, "table", ""},    FormatRow{Format::csv, "csv", ".csv"},
    FormatRow{Format::json, "json", ".json"}, FormatRow{Format::jsonl, "jsonl", ".jsonl"},
    FormatRow{Format::text, "text", ".txt"},  FormatRow{Format::markdown, "markdown", ".md"},
    FormatRow{Format::svg, "svg", ".svg"}};

std::string_view text_of(const Flags& flags, std::string_view name) {
  const Given* given = flags.find(name);
  return given == nullptr ? std::string_view() : std::string_view(given->text);
}

[[noreturn]] void refuse(const std::string& named, const std::string& why) {
  sim::raise(study::FileError(named, why));
}

/// Back to writes that wait, now that opening has not.
void let_writes_wait(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags >= 0) (void)::fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/// The file given as `named` ("--output x.csv"): a new one, or with `replace` an existing one emptied;
/// devices are taken as they are, named pipes are not: opening one waits for a reader who may never come.
int open_for_writing(const std::string& path, const std::string& named, bool replace) {
  if (path.empty()) refuse(named + "''", "a file name is missing");
  struct ::stat status {};
  const bool exists = ::lstat(path.c_str(), &status) == 0;
  const bool regular = exists && (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode));
  if (exists && S_ISDIR(status.st_mode)) refuse(named, "is a folder");
  struct ::stat target {};
  const bool reached = ::stat(path.c_str(), &target) == 0;
  if (exists && !reached && errno == ENOENT)
    refuse(named, "is a link to nothing; remove it, or name the file itself");
  if (reached && S_ISFIFO(target.st_mode))
    refuse(named, "is a pipe; leave --output out and redirect standard output into it");
  if (regular && !replace) refuse(named, "exists already; --force replaces it");
  int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  if (!exists) flags |= O_CREAT | O_EXCL;
  if (regular) flags |= O_TRUNC;
  const int fd = ::open(path.c_str(), flags, 0666);
  if (fd < 0) refuse(named, std::string("cannot be written: ") + std::strerror(errno));
  let_writes_wait(fd);
  return fd;
}

}  // namespace

std::string_view name(Format format) {
  for (const FormatRow& row : formats)
    if (row.format == format) return row.name;
  return {};
}

Format chosen_format(const Flags& flags, std::initializer_list<Format> offered) {
  const Given* asked = flags.find("format");
  const std::string_view path = text_of(flags, "output");
  std::string list;
  DidYouMean near(text_of(flags, "format"));
  for (const Format format : offered) {
    if (asked != nullptr && asked->text == name(format)) return format;
    list += (list.empty() ? "" : ", ") + std::string(name(format));
    near.offer(name(format));
  }
  if (asked != nullptr) asked->refuse("formats here are " + list + near.text());
  for (const FormatRow& row : formats)
    for (const Format format : offered)
      if (row.format == format && !row.suffix.empty() && path.ends_with(row.suffix)) return format;
  return *offered.begin();
}

Output::Output(const Flags& flags) : fd_(STDOUT_FILENO) {
  const Given* to = flags.find("output");
  if (to == nullptr) return;
  named_ = to->name + " " + to->text;
  fd_ = open_for_writing(to->text, named_, flags.has("force"));
}

Output::~Output() {
  if (fd_ != STDOUT_FILENO) ::close(fd_);
}

void Output::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      if (fd_ == STDOUT_FILENO && errno == EPIPE) sim::raise(ReaderGone());
      const std::string why = std::string("cannot be written: ") + std::strerror(errno);
      if (fd_ == STDOUT_FILENO) sim::raise(study::FileError("standard output", why));
      refuse(named_, why);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

bool Output::colours() const {
  const char* no_color = std::getenv("NO_COLOR");
  return ::isatty(fd_) == 1 && (no_color == nullptr || *no_color == '\0');
}

void say(std::string_view line) {
  const std::string text = "redblue: " + escape_terminal(line) + "\n";
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t n = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return;  // there is nowhere left to complain
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace redblue::cli
