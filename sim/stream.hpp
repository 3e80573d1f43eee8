// Streaming: the words of a region pass through one word of fast memory, row by row.
#pragma once

#include <redblue/sim/matrix.hpp>
#include <redblue/sim/region.hpp>
#include <redblue/sim/watched.hpp>

namespace redblue::sim {

/// Which way the words of a stream go.
enum class Flow { in, out, in_out };

/// f(word, i, j) for each word of `region`; `slow` is the matrix that the region is part of.
template <class Scalar, class F>
void pass_words(Scalar& scalar, Matrix<typename Scalar::Value>& slow, const Region& region, Flow flow, F f) {
  for (Extent i = 0; i < region.rows.size(); ++i)
    for (Extent j = 0; j < region.cols.size(); ++j) {
      auto& home = slow(region.rows.begin + i, region.cols.begin + j);
      typename Scalar::Value word{};
      scalar.put(word, region, i, j);
      if (flow != Flow::out) scalar.load(home, word);
      f(word, i, j);
      if (flow != Flow::in) scalar.store(word, home);
      scalar.release(word);
    }
}

/// The same told to an observer, word by word.
template <class F>
void pass_words(const Watched& scalar, const Region& region, Flow flow, F f) {
  Watched::Value word;
  for (Extent i = 0; i < region.rows.size(); ++i)
    for (Extent j = 0; j < region.cols.size(); ++j) {
      const Region at = cell(region, i, j);
      if (flow != Flow::out) scalar.observer->loaded(at);
      f(word, i, j);
      if (flow != Flow::in) scalar.observer->stored(at);
    }
}

}  // namespace redblue::sim
