// What may end a command early. Only main turns these into text and an exit code.
#pragma once

#include <string>
#include <string_view>

#include <redblue/sim/error.hpp>

namespace redblue::cli {

/// Exit codes of interface section 5.
enum Exit : int {
  exit_ok = 0,
  exit_no = 1,  ///< a check or a bound said no
  exit_usage = 2,
  exit_environment = 3,  ///< an input file or the environment
  exit_infeasible = 4,
  exit_limit = 5,    ///< stopped by a limit with a partial answer
  exit_partial = 6,  ///< some points of a sweep failed
  exit_interrupted = 130,
};

/// The command line asks for something that is not there.
class UsageError : public sim::Error {
 public:
  using Error::Error;
};

/// Whoever read standard output has gone, as `head` does: the end, and nothing to complain of.
class ReaderGone : public sim::Error {
 public:
  ReaderGone() : Error("standard output: its reader has gone") {}
};

/// One value as the user gave it, and where.
struct Given {
  std::string name;  ///< "--M", or "M" in a file
  std::string text;
  std::string where;  ///< "plan.toml:7:5: " in a file, else empty

  /// Throws: UsageError `<where><name> <text>: <reason>`.
  [[noreturn]] void refuse(std::string_view reason) const;
};

/// `name` if it is within two edits of `asked` and closer than any other, for "did you mean".
/// Empty when nothing is near.
class DidYouMean {
 public:
  explicit DidYouMean(std::string_view asked) : asked_(asked) {}
  void offer(std::string_view name);
  /// "; did you mean NAME?" or nothing.
  [[nodiscard]] std::string text() const;

 private:
  std::string asked_;
  std::string best_;
  std::size_t distance_ = 3;
};

}  // namespace redblue::cli
