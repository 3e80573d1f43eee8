// Which products of an execution its outputs rest on: the canonical events and the lineages of their scores
// (docs/bounds.md). Everything else is waste, and only helps the bounds.
#pragma once

#include <redblue/proofs_check/prove/execution.hpp>

namespace redblue::proofs_check::prove {

struct Useful {
  /// By node. An event is a canonical product p v; `first_event`, the first of its output. `score`: a word of
  /// a score that some event rests on; `chosen`: of the lineage of the pair's first event in output order.
  struct Marks {
    bool event = false, first_event = false, score = false, chosen = false;
  };
  std::vector<Marks> marks;
  std::optional<Broken> broken;
};

/// Follows every output back. `broken` names what is missing: a product p v of an output (step sum), or a
/// product q k of a score (step scores) with the move that used it too early.
[[nodiscard]] Useful useful(const Execution& execution);

}  // namespace redblue::proofs_check::prove
