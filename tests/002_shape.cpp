#include <vector>

#include <doctest/doctest.h>

#include <redblue/sim/shape.hpp>

using namespace redblue::sim;

namespace {

// The mask by its definition, entry by entry.
bool sees(const AttentionShape& s, Extent i, Extent j) {
  const Extent self = i + s.Nk - s.Nq;
  if (s.mask.kind == Mask::Kind::none) return true;
  return j <= self && (s.mask.kind == Mask::Kind::causal || j >= self - s.mask.width);
}

std::vector<AttentionShape> masked_shapes() {
  std::vector<AttentionShape> all;
  for (Extent Nk = 1; Nk <= 9; ++Nk)
    for (Extent Nq = 1; Nq <= 9; ++Nq) {
      all.push_back({Nq, Nk, 2, 3, {}});
      if (Nq > Nk) continue;
      all.push_back({Nq, Nk, 2, 3, {Mask::Kind::causal}});
      for (Extent w = 0; w <= 10; ++w) all.push_back({Nq, Nk, 2, 3, {Mask::Kind::window, w}});
    }
  return all;
}

}  // namespace

TEST_CASE("visible keys, visiting queries and the number of scores follow the mask's definition") {
  for (const AttentionShape& s : masked_shapes()) {
    Int128 scores = 0;
    Extent first_key = s.Nk;
    for (Extent i = 0; i < s.Nq; ++i)
      for (Extent j = 0; j < s.Nk; ++j) {
        REQUIRE(s.visible(i).contains(j) == sees(s, i, j));
        REQUIRE(s.seen_by(Range{j, j + 1}).contains(i) == sees(s, i, j));
        scores += sees(s, i, j);
        if (sees(s, i, j)) first_key = std::min(first_key, j);
      }
    REQUIRE(s.scores() == scores);
    REQUIRE(s.first_key() == first_key);
    for (Extent i = 0; i < s.Nq; ++i) REQUIRE(s.visible(i).size() >= 1);
  }
}

TEST_CASE("a block of queries sees the union of what its rows see") {
  for (const AttentionShape& s : masked_shapes())
    for (Extent b = 0; b < s.Nq; ++b)
      for (Extent e = b + 1; e <= s.Nq; ++e)
        for (Extent j = 0; j < s.Nk; ++j) {
          bool any = false;
          for (Extent i = b; i < e; ++i) any = any || sees(s, i, j);
          REQUIRE(s.visible(Range{b, e}).contains(j) == any);
        }
}
