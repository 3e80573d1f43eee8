// Searching tile sizes. ceil(N / B) takes O(sqrt N) values, so a search over block sizes looks at
// one block size per number of blocks and is never linear in N.
#pragma once

#include <redblue/sim/words.hpp>

namespace redblue::algorithms {

using sim::ceil_div;
using sim::Extent;

/// f(blocks, size) for every number of blocks that `n` rows can be cut into, with the least size that
/// gives it; sizes fall from `largest` (at most n).
template <class F>
constexpr void for_each_block_count(Extent n, Extent largest, F f) {
  for (Extent size = largest < n ? largest : n; size >= 1;) {
    const Extent count = ceil_div(n, size);
    const Extent least = ceil_div(n, count);
    f(count, least);
    size = least - 1;
  }
}

}  // namespace redblue::algorithms
