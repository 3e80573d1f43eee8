// Bands against a set of cells.
#include <set>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/prove/bands.hpp>

using namespace redblue;
using namespace redblue::proofs_check::prove;
using test::Random;

namespace {

/// Every cell on its own.
struct Cells {
  std::set<std::pair<Extent, Extent>> all;
  void add(Range rows, Range cols) {
    for (Extent i = rows.begin; i < rows.end; ++i)
      for (Extent j = cols.begin; j < cols.end; ++j) all.emplace(i, j);
  }
  [[nodiscard]] Extent rows() const {
    std::set<Extent> some;
    for (const auto& [i, j] : all) some.insert(i);
    return static_cast<Extent>(some.size());
  }
  [[nodiscard]] Extent cols() const {
    std::set<Extent> some;
    for (const auto& [i, j] : all) some.insert(j);
    return static_cast<Extent>(some.size());
  }
};

Range random_range(Random& r, Extent most) {
  const Extent a = r.between(0, most), b = r.between(0, most);
  return {std::min(a, b), std::max(a, b)};
}

/// Disjoint, in order, with rising intervals that do not touch, and nothing that could be joined.
bool well_formed(const Bands& set) {
  const auto& bands = set.bands();
  for (std::size_t i = 0; i < bands.size(); ++i) {
    if (bands[i].rows.size() <= 0 || bands[i].cols.empty()) return false;
    for (std::size_t k = 0; k < bands[i].cols.size(); ++k)
      if (bands[i].cols[k].size() <= 0 || (k > 0 && bands[i].cols[k].begin <= bands[i].cols[k - 1].end))
        return false;
    if (i == 0) continue;
    if (bands[i].rows.begin < bands[i - 1].rows.end) return false;
    if (bands[i].rows.begin == bands[i - 1].rows.end && bands[i].cols == bands[i - 1].cols) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("Bands count as a set of cells does, rectangle by rectangle") {
  Random r(20261125);
  for (int round = 0; round < 300; ++round) {
    const Extent size = r.between(1, 12);
    Bands bands;
    Cells cells;
    for (int k = 0; k < 20; ++k) {
      const Range rows = random_range(r, size), cols = random_range(r, size);
      bands.add(rows, cols);
      cells.add(rows, cols);
      REQUIRE(well_formed(bands));
      REQUIRE(bands.cells() == static_cast<Int128>(cells.all.size()));
      REQUIRE(bands.rows() == cells.rows());
      REQUIRE(bands.cols() == cells.cols());
      const Range some = random_range(r, size), other = random_range(r, size);
      Int128 missing = 0;
      for (Extent i = some.begin; i < some.end; ++i)
        for (Extent j = other.begin; j < other.end; ++j) missing += cells.all.count({i, j}) == 0 ? 1 : 0;
      REQUIRE(bands.missing(some, other) == missing);
    }
  }
}

TEST_CASE("What two sets of bands share, and their union, are those of the cells") {
  Random r(20261126);
  for (int round = 0; round < 200; ++round) {
    Bands a, b;
    Cells x, y;
    for (int k = 0; k < 8; ++k) {
      const Range rows = random_range(r, 10), cols = random_range(r, 10);
      r.coin() ? (a.add(rows, cols), x.add(rows, cols)) : (b.add(rows, cols), y.add(rows, cols));
    }
    Int128 shared = 0;
    for (const auto& cell : x.all) shared += y.all.count(cell) > 0 ? 1 : 0;
    const Bands both = common(a, b);
    REQUIRE(well_formed(both));
    REQUIRE(both.cells() == shared);
    a.add(b);
    REQUIRE(a.cells() == static_cast<Int128>(x.all.size() + y.all.size()) - shared);
  }
}

TEST_CASE("The columns of a loop nest melt into one band") {
  Bands words;
  for (Extent j = 0; j < 1000; ++j)
    for (Extent c = 0; c < 16; ++c) words.add({j, j + 1}, {c, c + 1});
  CHECK(words.bands().size() == 1);
  CHECK(words.cells() == 16000);
  Bands backwards;
  for (Extent j = 1000; j-- > 0;) backwards.add({40, 90}, {j, j + 1});
  CHECK(backwards.bands().size() == 1);
  CHECK(backwards.bands()[0].cols.size() == 1);
}
