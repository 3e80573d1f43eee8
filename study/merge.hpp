// Merge: the records of several journals of one plan as one journal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <redblue/study/journal.hpp>

namespace redblue::study {

/// Two records of one key that differ.
struct Conflict {
  std::string key;
  std::string first;  ///< FILE:LINE
  std::string second;
};

struct MergeOutcome {
  std::uint64_t records = 0;        ///< in the output, when there is no conflict
  std::uint64_t repeated = 0;       ///< equal lines that were found again
  std::vector<Conflict> conflicts;  ///< the first few; the output was not touched
  std::uint64_t conflict_count = 0;
  std::vector<std::string> torn;  ///< inputs whose last line was torn: that record is missing
};

/// `out` holds every record of the inputs once, unless there are conflicts.
/// Throws: FileError for an input that cannot be read, is damaged, is the output itself or was made with
/// another plan or version than the first (unless allowed); and as Journal for `out`.
[[nodiscard]] MergeOutcome merge(const std::string& out, const std::vector<std::string>& inputs,
                                 JournalMode mode);

}  // namespace redblue::study
