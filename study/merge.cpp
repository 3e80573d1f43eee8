#include <algorithm>
#include <set>
#include <tuple>

#include <sys/stat.h>

#include <redblue/study/file_error.hpp>
#include <redblue/study/journal_reader.hpp>
#include <redblue/study/merge.hpp>
#include <redblue/study/record_key.hpp>

namespace redblue::study {

namespace {

constexpr std::size_t conflicts_kept = 10;

/// A record by name, content and place: 32 bytes each, whatever the record's length.
struct Found {
  Key key;
  std::uint64_t content;  ///< hash of the line
  std::uint64_t file : 16;
  std::uint64_t line : 48;

  [[nodiscard]] auto order() const { return std::tuple(key, std::uint64_t{file}, std::uint64_t{line}); }
};

constexpr std::size_t most_inputs = (std::size_t{1} << 16) - 1;  // with the output, what 16 bits can name

bool same_file(const std::string& a, const std::string& b) {
  struct ::stat of_a {
  }, of_b{};
  return ::stat(a.c_str(), &of_a) == 0 && ::stat(b.c_str(), &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
         of_a.st_ino == of_b.st_ino;
}

bool has_content(const std::string& path) {
  struct ::stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

class Merge {
 public:
  Merge(const std::string& out, const std::vector<std::string>& inputs, JournalMode mode)
      : out_(out), files_(inputs), mode_(mode) {
    if (inputs.empty() || inputs.size() > most_inputs)
      sim::raise(sim::InvalidArgument("merge takes 1 to " + std::to_string(most_inputs) + " inputs"));
    for (const std::string& input : inputs)
      if (same_file(out, input))
        sim::raise(FileError(input, "is the output as well; merge into another file"));
    // A resumed output is an input that is there already.
    if (mode.resume && has_content(out)) files_.insert(files_.begin(), out);
  }

  MergeOutcome run() {
    for (std::size_t file = 0; file < files_.size(); ++file) collect(file);
    settle();
    if (outcome_.conflict_count == 0) write();
    return std::move(outcome_);
  }

 private:
  void collect(std::size_t file) {
    const JournalEnd end = read_journal(files_[file], [&](const JournalLine& line) {
      if (line.is_header)
        see_header(file, line);
      else
        found_.push_back({line.key, fnv1a_128(line.text).lo, file & 0xFFFFU, line.number & 0xFFFFFFFFFFFFU});
    });
    if (end.lines == 0 && files_[file] != out_)
      sim::raise(FileError(files_[file], "holds no journal header: nothing to merge"));
    if (end.torn_bytes > 0 && files_[file] != out_) outcome_.torn.push_back(files_[file]);
  }

  void see_header(std::size_t file, const JournalLine& line) {
    const std::string sealed = std::string(line.text) + "\n";
    if (!headers_.insert(sealed).second) return;
    if (headers_.size() == 1) {
      header_ = sealed;
    } else if (!mode_.allow_mixed) {
      sim::raise(FileError(files_[file], line.number,
                           "made with another plan or version than " + files_[0] +
                               "; --allow-mixed merges them all the same"));
    }
  }

  /// Leaves the first of equal records and names the unequal ones.
  void settle() {
    std::sort(found_.begin(), found_.end(),
              [](const Found& a, const Found& b) { return a.order() < b.order(); });
    std::size_t kept = 0;
    for (const Found& f : found_) {
      if (kept > 0 && found_[kept - 1].key == f.key) {
        f.content == found_[kept - 1].content ? void(++outcome_.repeated) : conflict(found_[kept - 1], f);
      } else {
        found_[kept++] = f;
      }
    }
    found_.resize(kept);
  }

  void conflict(const Found& a, const Found& b) {
    const auto place = [&](const Found& f) { return files_[f.file] + ":" + std::to_string(f.line); };
    if (++outcome_.conflict_count <= conflicts_kept)
      outcome_.conflicts.push_back({to_string(a.key), place(a), place(b)});
  }

  void write() {
    Journal journal(out_, header_, mode_);
    headers_.erase(header_);
    std::string sealed;
    for (std::size_t file = 0; file < files_.size(); ++file)
      read_journal(files_[file], [&](const JournalLine& line) {
        sealed.assign(line.text).append("\n");
        const bool is_new = line.is_header ? headers_.erase(sealed) > 0 : is_first(file, line);
        if (is_new && files_[file] != out_) journal.append(sealed);
      });
    journal.close();
    outcome_.records = found_.size();
  }

  [[nodiscard]] bool is_first(std::size_t file, const JournalLine& line) const {
    const auto at = std::lower_bound(found_.begin(), found_.end(), line.key,
                                     [](const Found& f, const Key& k) { return f.key < k; });
    return at != found_.end() && at->key == line.key && at->file == file && at->line == line.number;
  }

  std::string out_;
  std::vector<std::string> files_;
  JournalMode mode_;
  std::set<std::string> headers_;  ///< sealed lines, LF included
  std::string header_;             ///< the first of them
  std::vector<Found> found_;
  MergeOutcome outcome_;
};

}  // namespace

MergeOutcome merge(const std::string& out, const std::vector<std::string>& inputs, JournalMode mode) {
  return Merge(out, inputs, mode).run();
}

}  // namespace redblue::study
