// What may be said of a record: optimal, within a factor of the best bound, or unknown; and under which
// rules.
#pragma once

#include <redblue/proofs_check/statement.hpp>
#include <redblue/study/record.hpp>

namespace redblue::study {

/// Of a feasible record, by the largest bound in it that may be compared with its count.
[[nodiscard]] proofs_check::Standing standing(const Record& record);

/// The same, and where the graph of the point is small and its schedule a play of `partial`, by a search for
/// the optimum of attention:N,d (with +l where the schedule keeps row sums). The search ends, with what it
/// has proven, when its tables hold 4 MiB, so that the answer is the same on every run. Any schedule for
/// exact attention is a play of that graph and more: leaving out its maxima and rescalings leaves one that
/// moves no more words. Cost: a second at most.
[[nodiscard]] proofs_check::Standing searched_standing(const Record& record);

}  // namespace redblue::study
