// Watched: words without contents, and someone who is told what is done with them, tile by tile. What a run
// costs is known from Ghost; when each word moves and is multiplied is known from here, at the price of one
// call for each tile operation and not for each word.
#pragma once

#include <redblue/sim/region.hpp>

namespace redblue::sim {

/// Who is told. Calls come in the order of the run.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  /// The words of `region`, row by row, came in from slow memory.
  virtual void loaded(const Region& region) = 0;
  /// They went out to it.
  virtual void stored(const Region& region) = 0;
  /// Each cell of `cells` in turn, row by row, took one product for each number in `inner`: a score for each
  /// column of Q and K, an output for each key.
  virtual void multiplied(const Region& cells, Range inner) = 0;
  /// Row by row: the score of one key from its first product to its last, then its products into the row of
  /// the output. `scores` is a column of S, `outputs` the same rows of O.
  virtual void attended(const Region& scores, Range inner, const Region& outputs) {
    for (Extent i = scores.rows.begin; i < scores.rows.end; ++i) {
      multiplied({scores.tensor, scores.matrix, {i, i + 1}, scores.cols}, inner);
      multiplied({outputs.tensor, outputs.matrix, {i, i + 1}, outputs.cols}, scores.cols);
    }
  }
};

/// Set `observer` before the run.
struct Watched {
  struct Value {};
  static constexpr bool elementwise = false;
  Observer* observer = nullptr;
};

}  // namespace redblue::sim
