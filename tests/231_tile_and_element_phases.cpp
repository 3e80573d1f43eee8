// The phases of a schedule counted by tiles and enumerated move by move are the same, and no step fails.
#include <iostream>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/prove/element_phases.hpp>
#include <redblue/proofs_check/prove/report.hpp>
#include <redblue/proofs_check/prove/tile_phases.hpp>

using namespace redblue;
using namespace redblue::proofs_check::prove;
using namespace redblue::test;

namespace {

constexpr Proof proofs[] = {Proof::phase_pv, Proof::phase_both, Proof::phase_both_once, Proof::saha_ye};

std::string in_words(const Phase& p) {
  std::string text;
  for (const Int128 n : {p.loads, p.stores, p.starts, p.fresh, p.Q, p.K, p.V, p.O, p.touched, p.carried,
                         p.internal, Int128{p.rows}, Int128{p.cols}, p.scores, p.events})
    text += " " + sim::to_string(n);
  return text;
}

void same(const Phases& a, const Phases& b, const std::string& where) {
  REQUIRE_MESSAGE(!b.broken,
                  where << ": " << b.broken->step << " " << b.broken->move << " " << b.broken->what);
  REQUIRE_MESSAGE(a.all.size() == b.all.size(), where);
  for (std::size_t p = 0; p < a.all.size(); ++p)
    REQUIRE_MESSAGE(a.all[p] == b.all[p], where << " phase " << p + 1 << "\n tiles   " << in_words(a.all[p])
                                                << "\n elements" << in_words(b.all[p]));
  REQUIRE_MESSAGE(a.first_kind == b.first_kind, where);
  REQUIRE(b.second_kind == 0);
}

void no_step_fails(const Report& report, const std::string& where) {
  for (const Step& s : report.steps)
    REQUIRE_MESSAGE(s.failed == 0, where << ": step " << s.id << " fails in phase " << s.first_failure);
  REQUIRE_MESSAGE(report.holds(), where);
}

/// A step gives away, in sum, no less than in its tightest phase and no more than in its loosest; steps and
/// idle phases together are what stands between the products done and all that the phases may do.
void slack_adds_up(const Report& report, const std::string& where) {
  double chain = report.idle_slack, done = 0, may = 0;
  for (const Step& s : report.steps) {
    if (s.rung == 0) continue;
    REQUIRE_MESSAGE(s.slack.min <= s.slack.total * (1 + 1e-9), where << " " << s.id);
    REQUIRE_MESSAGE(s.slack.total <= s.slack.max * (1 + 1e-9), where << " " << s.id);
    chain *= s.slack.total;
  }
  std::size_t idle = 0;
  for (const Ladder& l : report.ladders) done += l.front(), may += l.back(), idle += l.front() == 0;
  REQUIRE_MESSAGE(idle == report.idle_phases, where);
  if (done > 0) REQUIRE_MESSAGE(chain == doctest::Approx(may / done), where);
}

/// Counts what the machine says it multiplied.
struct Multiplied : sim::Observer {
  sim::Int128 products = 0;
  sim::Int128 loads = 0, stores = 0;
  void loaded(const sim::Region& r) override { loads += r.words(); }
  void stored(const sim::Region& r) override { stores += r.words(); }
  void multiplied(const sim::Region& cells, sim::Range inner) override {
    products += sim::Int128{cells.words()} * inner.size();
  }
};

}  // namespace

TEST_CASE("A watched run tells of every word moved and every product of the counted run") {
  Random r(20261127);
  for (int i = 0; i < 2000; ++i) {
    const Schedule& s = catalog()[static_cast<std::size_t>(i) % catalog().size()];
    const Case c = random_case(r, s, 40, 14);
    const Planned p = *s.plan(c.shape, c.options, c.M);
    Multiplied seen;
    const Counts counts = s.watched(c.shape, c.options, p, c.M, seen);
    REQUIRE_MESSAGE(counts == s.counted(c.shape, c.options, p, c.M), test::in_words(s, c));
    REQUIRE_MESSAGE(2 * seen.products == counts.flops, test::in_words(s, c));
    REQUIRE(seen.loads == counts.reads().count());
    REQUIRE(seen.stores == counts.writes().count());
  }
}

TEST_CASE("By tiles and move by move the phases are the same, and every step of every proof holds") {
  const std::uint64_t seed = 20261128;
  std::cout << "seed " << seed << "\n";
  Random r(seed);
  std::size_t phases = 0, idle = 0;
  for (int i = 0; i < 600; ++i) {
    const Schedule& s = catalog()[static_cast<std::size_t>(i) % catalog().size()];
    const Case c = random_case(r, s, 14, 6);
    const Planned planned = *s.plan(c.shape, c.options, c.M);
    const Execution execution = execution_of(s.traced(c.shape, c.options, planned, c.M), c.shape, c.M);
    for (const Proof proof : proofs) {
      const Int128 M = c.M.count();
      const Int128 X = proof == Proof::saha_ye ? M
                       : r.coin()              ? r.between(1, 20)
                                               : r.between(1, 3 * static_cast<Extent>(M));
      const std::string where =
          test::in_words(s, c) + " " + std::string(bound_id(proof)) + " X=" + sim::to_string(X);
      const Phases tiles = tile_phases(s, c.shape, c.options, planned, c.M, proof, X);
      same(tiles, element_phases(execution, proof, X), where);
      const bool applies =
          proof != Proof::saha_ye || (c.shape.is_square() && c.shape.mask.kind == Mask::Kind::none);
      phases += tiles.all.size();
      if (!applies) continue;
      const Report report = test_steps(tiles);
      no_step_fails(report, where);
      slack_adds_up(report, where);
      idle += report.idle_phases;
    }
  }
  CHECK(phases > 10'000);
  CHECK(idle > 100);
}
