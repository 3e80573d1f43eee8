// The checker's answer (interface 3a).
#pragma once

#include <cstdint>
#include <string>

namespace redblue::proofs_check::check {

/// The values are the exit codes.
enum class Status : int { valid = 0, invalid = 1, unreadable = 3, not_checked = 5 };

struct Verdict {
  Status status = Status::not_checked;
  std::string text;        ///< the whole line, without its end
  std::string rule{};      ///< the first broken rule, where the status is invalid
  std::uint64_t line = 0;  ///< of the certificate, or of the graph where that is unreadable
  std::uint64_t move = 0;  ///< from 1; one more than there are moves for what is wrong at the end
};

/// Thrown by whoever meets it; `check_files` alone catches it.
struct Stop {
  Verdict verdict;
};

[[noreturn]] inline void unreadable(const char* file, std::uint64_t line, const std::string& what) {
  const std::string where = std::string(file) + " line " + std::to_string(line);
  throw Stop{{Status::unreadable, "UNREADABLE " + where + ": " + what, "", line}};
}

[[noreturn]] inline void not_checked(const std::string& what) {
  throw Stop{{Status::not_checked, "NOT CHECKED: limit: " + what}};
}

/// `what` is the move or line that is wrong, `detail` what it met.
[[noreturn]] inline void invalid(std::uint64_t line, std::uint64_t move, const std::string& what,
                                 const char* rule, const std::string& detail) {
  const std::string where = "line " + std::to_string(line) + " move " + std::to_string(move);
  throw Stop{
      {Status::invalid, "INVALID " + where + ": " + what + ": " + rule + ": " + detail, rule, line, move}};
}

}  // namespace redblue::proofs_check::check
