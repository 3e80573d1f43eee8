// What may be said of a record: optimal, within a factor of the best bound, or unknown; and under which
// rules.
#pragma once

#include <optional>
#include <string_view>

#include <redblue/proofs_check/statement.hpp>
#include <redblue/study/record.hpp>

namespace redblue::study {

/// Of a feasible record, by the largest bound in it that may be compared with its count.
[[nodiscard]] proofs_check::Standing standing(const Record& record);

/// Why a run of a schedule may be no play of a game: nothing for fma and partial_recompute.
[[nodiscard]] std::string_view why_no_play(Rules rules);

/// The same, and where the graph of the point is small and its schedule a play of `partial`, by a search for
/// the optimum of attention:N,d (with +l where the schedule keeps row sums). The search ends, with what it
/// has proven, when its tables hold 4 MiB, so that the answer is the same on every run. Any schedule for
/// exact attention is a play of that graph and more: leaving out its maxima and rescalings leaves one that
/// moves no more words. Cost: a second at most.
[[nodiscard]] proofs_check::Standing searched_standing(const Record& record);

/// Standings of counts that somebody else wrote down, with what it costs kept in bounds: for a report.
class Certifier {
 public:
  /// As searched_standing, certified where the count is optimal and the moves of the schedule, replayed, are
  /// valid and cost as much. Nothing where `point` cannot be run or is not counted as `io`, or the budget is
  /// spent.
  [[nodiscard]] std::optional<proofs_check::Standing> standing(const Point& point, Words io);
  /// True when a search may say more than the bounds in a record do.
  [[nodiscard]] static bool searchable(const AttentionShape& shape);

 private:
  int searches_ = 60;              ///< that may still be made, of a second at most each
  Int128 replayable_ = 4'000'000;  ///< multiply-adds that may still be replayed
};

}  // namespace redblue::study
