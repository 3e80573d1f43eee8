// Reliability row R1: closed form = counted = executed = replayed, exact integers per tensor.
//
// The figures of tier C are the defaults; tools/soak.sh raises them through the environment:
// REDBLUE_ROADS=n runs n counted, n/10 executed and n/100 replayed cases; REDBLUE_SEED sets the seed.
#include <cstdlib>
#include <iostream>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

#include <redblue/algorithms/reference.hpp>
#include <redblue/proofs_check/bound.hpp>
#include <redblue/proofs_check/replay.hpp>
#include <redblue/sim/error.hpp>

using namespace redblue::test;
using redblue::proofs_check::Replay;
using redblue::proofs_check::replay;
namespace sim = redblue::sim;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}
std::uint64_t cases() { return from_environment("REDBLUE_ROADS", 10'000); }
std::uint64_t seed() { return from_environment("REDBLUE_SEED", 20261120); }

Planned planned_of(const Schedule& s, const Case& c) {
  auto planned = s.plan(c.shape, c.options, c.M);
  REQUIRE_MESSAGE(planned, in_words(s, c));
  return *std::move(planned);
}

void same_traffic(const Counts& a, const Counts& b, const Schedule& s, const Case& c) {
  REQUIRE_MESSAGE(a.by_tensor == b.by_tensor, in_words(s, c));
}

// A given tile may be larger than what the mask leaves of it, and with one key nothing ever turns.
bool uses_its_whole_footprint(const Case& c) {
  return c.options.tiles.rule == TileChoice::Rule::best && c.shape.Nk > 1;
}

template <class Check>
void for_random_cases(std::uint64_t n, std::uint64_t from, Extent N, Extent d, Check check) {
  std::cout << "seed " << from << ", " << n << " cases\n";
  Random r(from);
  for (std::uint64_t i = 0; i < n; ++i) {
    const Schedule& s = catalog()[i % catalog().size()];
    check(s, random_case(r, s, N, d), r);
  }
}

void counted_equals_closed_form(const Schedule& s, const Case& c) {
  const Planned p = planned_of(s, c);
  const Counts counts = s.counted(c.shape, c.options, p, c.M);
  same_traffic(counts, p.predicted, s, c);
  REQUIRE_MESSAGE(counts.flops == p.predicted.flops, in_words(s, c));
  REQUIRE_MESSAGE(counts.peak <= p.footprint, in_words(s, c));
  REQUIRE_MESSAGE(p.footprint <= c.M, in_words(s, c));
  if (uses_its_whole_footprint(c)) REQUIRE_MESSAGE(counts.peak == p.footprint, in_words(s, c));
}

}  // namespace

TEST_CASE("closed form and counted run give one number on random ragged shapes") {
  for_random_cases(cases(), seed(), 60, 20,
                   [](const Schedule& s, const Case& c, Random&) { counted_equals_closed_form(s, c); });
}

TEST_CASE("closed form and counted run give one number for every small shape at every M") {
  const Extent N = 16;
  const Extent d = static_cast<Extent>(from_environment("REDBLUE_ROADS_D", 8));
  for (const Schedule& s : catalog())
    for (Extent n = 1; n <= N; ++n)
      for (Extent k = 1; k <= d; ++k)
        for (Words M = s.smallest_M(AttentionShape::square(n, k), {});
             M <= Words{2 * n * k + 2 * k + n * n + 4 * n + 5}; M += Words{1})
          counted_equals_closed_form(s, {AttentionShape::square(n, k), {}, M});
}

TEST_CASE("a run is admitted at its peak and refused at one word less") {
  for_random_cases(cases() / 10, seed() + 1, 40, 12, [](const Schedule& s, const Case& c, Random&) {
    const Planned p = planned_of(s, c);
    const Words peak = s.counted(c.shape, c.options, p, c.M).peak;
    REQUIRE(s.counted(c.shape, c.options, p, peak).peak == peak);
    bool refused = false;
    try {
      (void)s.counted(c.shape, c.options, p, peak - Words{1});
    } catch (const sim::CapacityExceeded& e) {
      refused = e.need > peak - Words{1} && e.M == peak - Words{1} && !e.where.empty();
    }
    REQUIRE_MESSAGE(refused, in_words(s, c));
  });
}

TEST_CASE("the executed run moves the counted words and computes attention") {
  for_random_cases(cases() / 10, seed() + 2, 24, 9, [](const Schedule& s, const Case& c, Random& r) {
    const Planned p = planned_of(s, c);
    const Inputs<double> in = normal_inputs<double>(r, c.shape);
    const Executed<double> out = s.executed(c.shape, c.options, p, c.M, in);
    REQUIRE_MESSAGE(out.counts == s.counted(c.shape, c.options, p, c.M), in_words(s, c));
    same_traffic(out.counts, p.predicted, s, c);
    const Reference reference = reference_attention(c.shape, c.options, in);
    REQUIRE_MESSAGE(reference.error_of(out.O) <= reference.allowed(0x1p-53), in_words(s, c));
  });
}

TEST_CASE("the moves of the traced run, replayed, load and store the same words") {
  for_random_cases(cases() / 100, seed() + 3, 14, 6, [](const Schedule& s, const Case& c, Random&) {
    const Planned p = planned_of(s, c);
    const sim::Trace trace = s.traced(c.shape, c.options, p, c.M);
    const Replay found = replay(trace, c.M);
    REQUIRE_MESSAGE(found.ok(), found.verdict() << " " << in_words(s, c));
    same_traffic(found.counts, p.predicted, s, c);
    // A reserved word that is not yet computed holds no pebble, so the replay may peak lower.
    REQUIRE(found.counts.peak <= p.footprint);
  });
}

TEST_CASE("a trace has no value that nobody uses: each is an input, an operand or an output") {
  for_random_cases(cases() / 100, seed() + 4, 12, 5, [](const Schedule& s, const Case& c, Random&) {
    const sim::Trace trace = s.traced(c.shape, c.options, planned_of(s, c), c.M);
    std::vector<bool> used(trace.dag.size());
    for (sim::Vertex v = 0; v < trace.dag.size(); ++v) {
      used[v] = used[v] || trace.dag.kind(v) == sim::Dag::Kind::input;
      for (sim::Vertex u : trace.dag.operands(v)) {
        REQUIRE(u < v);
        used[u] = true;
      }
    }
    for (sim::Vertex v : trace.dag.outputs()) used[v] = true;
    REQUIRE_MESSAGE(std::find(used.begin(), used.end(), false) == used.end(), in_words(s, c));
    const Extent outputs = c.shape.Nq * c.shape.dv + (c.options.lse ? c.shape.Nq : 0);
    REQUIRE(static_cast<Extent>(trace.dag.outputs().size()) == outputs);
  });
}

TEST_CASE("no applicable explicit bound exceeds any schedule") {
  for_random_cases(cases(), seed() + 5, 300, 40, [](const Schedule& s, const Case& c, Random&) {
    using namespace redblue::proofs_check;
    const Planned p = planned_of(s, c);
    for (const Rules rules : {Rules::fma, Rules::partial}) {
      if (rules == Rules::partial && !p.evaluates_once) continue;
      for (const Evaluated& e : lower_bounds(c.shape, c.M, rules).all)
        if (e.comparable && e.proven)
          REQUIRE_MESSAGE(e.proven->words <= p.predicted.io(),
                          e.bound->id << " proves " << sim::to_string(e.proven->words) << " words under "
                                      << name(e.bound->rules) << ", " << in_words(s, c) << " moves "
                                      << sim::to_string(p.predicted.io()));
    }
  });
}
