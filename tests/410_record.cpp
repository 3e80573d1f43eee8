#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/sim/error.hpp>
#include <redblue/study/record.hpp>

using namespace redblue;
using sim::AttentionShape;
using sim::Words;
using study::Mode;
using study::Point;
using study::Record;

namespace {

Point point(std::string_view id, sim::Extent N, sim::Extent d, sim::Extent M) {
  Point p;
  p.schedule = id == "best" ? nullptr : algorithms::find(id);
  p.shape = AttentionShape::square(N, d);
  p.M = Words{M};
  return p;
}

}  // namespace

TEST_CASE("a record holds plan, counts, bounds and their ratio") {
  const Record r = study::evaluate(point("flash_attention_2", 4096, 64, 16384));
  REQUIRE(r.planned);
  CHECK(r.feasible);
  CHECK(r.schedule == r.point.schedule);
  CHECK(r.counts.reads() == Words{18'087'936});
  CHECK(r.counts.writes() == Words{262'144});
  CHECK(r.bytes.reads.count() == 2 * 18'087'936);
  CHECK(r.lower == r.bounds.lower);
  REQUIRE(r.ratio);
  CHECK(*r.ratio == to_double(r.counts.io()) / to_double(r.lower));
  CHECK(*r.ratio >= 1);
}

TEST_CASE("best is the cheapest schedule and bears its own name") {
  const Record best = study::evaluate(point("best", 256, 16, 100));
  REQUIRE(best.schedule != nullptr);
  CHECK(best.algorithm() == "best");
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    const Record one = study::evaluate(point(s.id, 256, 16, 100));
    if (one.feasible) CHECK(best.counts.io() <= one.counts.io());
  }
}

TEST_CASE("the smallest M of an infeasible point is the least that is feasible") {
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    const Record none = study::evaluate(point(s.id, 33, 5, 1));
    CHECK(!none.feasible);
    CHECK(!none.planned);
    CHECK(!none.ratio);
    const auto least = static_cast<sim::Extent>(none.smallest_M.count());
    CHECK(study::evaluate(point(s.id, 33, 5, least)).feasible);
    CHECK(!study::evaluate(point(s.id, 33, 5, least - 1)).feasible);
  }
  const Record best = study::evaluate(point("best", 33, 5, 1));
  CHECK(best.schedule == nullptr);
  CHECK(study::evaluate(point("best", 33, 5, static_cast<sim::Extent>(best.smallest_M.count()))).feasible);
}

TEST_CASE("bounds handed in are used as they are") {
  const Point p = point("two_phase", 128, 16, 77);
  proofs_check::LowerBounds known = proofs_check::lower_bounds(p.shape, p.M, p.rules);
  CHECK(study::evaluate(p, known).lower == study::evaluate(p).lower);
  known.lower = Words{12345};
  CHECK(study::evaluate(p, known).lower == Words{12345});
}

TEST_CASE("only plays of the rules asked for are compared") {
  Point p = point("two_phase", 256, 64, 300);  // O tiles narrower than d: exponentials twice
  REQUIRE(!study::evaluate(p).planned->evaluates_once);
  const auto compared = [&](proofs_check::Rules rules) {
    p.rules = rules;
    const Record r = study::evaluate(p);
    CHECK(r.feasible);
    CHECK(r.plays_rules == r.ratio.has_value());
    return r.plays_rules;
  };
  CHECK(compared(proofs_check::Rules::fma));
  CHECK(compared(proofs_check::Rules::partial_recompute));
  CHECK(!compared(proofs_check::Rules::partial));
  CHECK(!compared(proofs_check::Rules::one_shot));
  // Recomputation is free in classic; its plan leaves the three words that are needed there.
  REQUIRE(study::evaluate(p).planned->footprint + Words{3} <= p.M);
  CHECK(compared(proofs_check::Rules::classic));
  p = point("flash_attention_2", 256, 64, 300);
  CHECK(compared(proofs_check::Rules::partial));
}

TEST_CASE("a run is a classic play from three words above its footprint on, and never a one_shot one") {
  Point p = point("flash_attention_2", 64, 8, 400);
  p.options.tiles = {algorithms::TileChoice::Rule::given, 8, 1};
  const auto footprint = static_cast<sim::Extent>(study::evaluate(p).planned->footprint.count());
  for (const sim::Extent spare : {2, 3, 4}) {
    p.M = Words{footprint + spare};
    p.rules = proofs_check::Rules::classic;
    CHECK(study::evaluate(p).plays_rules == (spare >= 3));
    p.rules = proofs_check::Rules::one_shot;
    CHECK(!study::evaluate(p).plays_rules);
  }
}

TEST_CASE("a published plan that overflows has counts and no ratio") {
  Point p = point("flash_attention", 64, 8, 40);
  p.options.tiles.rule = algorithms::TileChoice::Rule::published;
  p.options.init = algorithms::Init::slow;
  for (const Mode mode : {Mode::predicted, Mode::counted, Mode::executed}) {
    p.mode = mode;
    const Record r = study::evaluate(p);
    CHECK(!r.feasible);
    REQUIRE(r.planned);
    CHECK(r.planned->overflow == Words{36});
    CHECK(r.counts.reads() == Words{37888});
    CHECK(r.counts.writes() == Words{21120});
    CHECK(!r.ratio);
    CHECK(r.smallest_M > Words{40});
  }
}

TEST_CASE("counted and executed points count what the closed form predicts") {
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    Point p = point(s.id, 37, 7, 150);
    p.shape.Nk = 41;
    p.heads = 3;
    const Record predicted = study::evaluate(p);
    if (!predicted.feasible) continue;
    p.mode = Mode::counted;
    CHECK(study::evaluate(p).counts == predicted.counts);
    p.mode = Mode::executed;
    const Record executed = study::evaluate(p);
    CHECK(executed.counts == predicted.counts);
    REQUIRE(executed.max_error);
    CHECK(*executed.max_error < 1e-13);
    CHECK(*executed.max_error > 0);
  }
}

TEST_CASE("what no M makes possible is an error that names the schedule") {
  Point p = point("two_phase", 64, 8, 300);
  p.options.tiles = {algorithms::TileChoice::Rule::given, 8, 8};
  CHECK_THROWS_AS((void)study::evaluate(p), sim::InvalidArgument);
  p = point("best", 64, 8, 300);
  p.shape.Nk = 0;
  CHECK_THROWS_AS((void)study::evaluate(p), sim::InvalidArgument);
}
