// Journal: an append-only file of records that survives being killed at any moment.
//
// One write(2) per line, one checksum per line, one writer per file. What was appended before a crash is
// there after it; at most the line in flight is lost, and the next resume cuts its torn beginning off.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <redblue/study/file_calls.hpp>
#include <redblue/study/journal_line.hpp>
#include <redblue/study/key.hpp>

namespace redblue::study {

/// What may be done to a file that exists (flags of the same names).
struct JournalMode {
  bool resume = false;       ///< continue it, or start it where there is none
  bool force = false;        ///< replace it
  bool allow_mixed = false;  ///< continue it under another plan or version
};

class Journal {
 public:
  /// Opens, locks and reads back the file; afterwards it ends with a whole line and holds the header.
  /// Throws: FileError when the file exists and may not be touched, has another writer, another plan or
  /// version, or a damaged line; RecordConflict when two of its records share a key and differ.
  Journal(std::string path, const JournalHeader& header, JournalMode mode, FileCalls& calls = kernel_calls())
      : Journal(std::move(path), header_line(header), mode, calls) {}
  /// The same with the sealed header line at hand.
  Journal(std::string path, const std::string& sealed_header, JournalMode mode,
          FileCalls& calls = kernel_calls());
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// True when the file held this key when it was opened. Safe from several threads.
  [[nodiscard]] bool finished(Key key) const { return finished_.contains(key); }
  [[nodiscard]] std::size_t finished_count() const { return finished_.size(); }
  /// Bytes of a torn last line that opening cut off.
  [[nodiscard]] std::uint64_t dropped_bytes() const { return dropped_bytes_; }

  /// Appends one sealed line with one write; a cut-short write is completed, or taken back.
  /// Throws: FileError; the file then still ends with a whole line, unless that failed too: then every
  /// later append throws. One thread at a time.
  void append(std::string_view sealed);

  /// Closes the file. Throws: FileError where the system reports a late failure.
  void close();

 private:
  void open(JournalMode mode);
  void read_back(const std::string& sealed_header, bool allow_mixed);
  void settle_repeats(const std::vector<Key>& repeated);
  [[nodiscard]] bool cut_to(std::uint64_t size);
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_;
  FileCalls& calls_;
  int fd_ = -1;
  bool is_regular_ = true;
  bool broken_ = false;
  std::uint64_t size_ = 0;  ///< of the whole lines
  std::uint64_t dropped_bytes_ = 0;
  KeySet finished_;
};

}  // namespace redblue::study
