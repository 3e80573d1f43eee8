// The schedules of the catalog over (N, d, M): closed forms, so a million-row problem costs no more than a
// small one.
#include <algorithm>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/proofs_check/prove/hunter.hpp>

namespace redblue::proofs_check::prove {
namespace {

using sim::Int128;
using sim::Words;

struct Point {
  std::int64_t N, d, M;
  bool with_statistics;
};

constexpr std::int64_t most_N = 1 << 20, most_d = 1 << 10;
constexpr int steps = 160;

/// The machine replays in the classic game with three words more (docs/bounds.md).
Words evaluated_at(const Claim& claim, Words M) { return claim.rules == Rules::classic ? M + Words{3} : M; }

/// The cheapest schedule at the point whose run is a play of the claim's rules; without a bound: none.
std::optional<Candidate> at(const Claim& claim, const Point& p) {
  Candidate c;
  c.shape = AttentionShape::square(p.N, p.d);
  c.M = Words{p.M};
  c.evaluated_at = evaluated_at(claim, c.M);
  const auto bound = claim.of_shape(c.shape, c.evaluated_at);
  if (!bound || *bound <= 0) return std::nullopt;
  c.bound = *bound;
  c.compulsory = 4 * Int128{p.N} * p.d;
  c.options.stats = p.with_statistics ? algorithms::Stats::max : algorithms::Stats::none;
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    if (!s.why_not(c.shape, c.options).empty()) continue;
    const auto planned = s.plan(c.shape, c.options, c.M);
    if (!planned || !planned->fits()) continue;
    if (claim.rules == Rules::partial && !planned->evaluates_once) continue;
    const Int128 io = planned->predicted.io().count();
    if (c.schedule == nullptr || io < c.io) c.schedule = &s, c.io = io;
  }
  return c.schedule == nullptr ? std::nullopt : std::optional(std::move(c));
}

std::int64_t nudged(Draw& draw, std::int64_t n, std::int64_t least, std::int64_t most) {
  const bool by_one = draw.between(0, 3) == 0;
  const std::int64_t moved =
      by_one ? n + draw.between(-2, 2)
             : std::llround(static_cast<double>(n) * std::exp(0.8 * draw.uniform() - 0.4));
  return std::clamp(moved, least, most);
}

Point neighbour(Draw& draw, Point p) {
  switch (draw.between(0, 4)) {
    case 0:
      p.N = nudged(draw, p.N, 1, most_N);
      break;
    case 1:
      p.d = nudged(draw, p.d, 1, most_d);
      break;
    case 2:
      p.M = nudged(draw, p.M, 3, 4 * most_N * most_d);
      break;
    case 3:  // scale it all: M and d^2 in step
      p.d = nudged(draw, p.d, 1, most_d);
      p.M = std::max<std::int64_t>(3, p.M * p.d / std::max<std::int64_t>(1, p.d - 1));
      break;
    default:
      p.with_statistics = !p.with_statistics;
  }
  return p;
}

}  // namespace

void hunt_schedules(Hunter& h) {
  if (!h.claim.of_shape || h.claim.rules == Rules::one_shot) return;  // the machine plays no one_shot game
  Draw& draw = h.draw;
  Point here{draw.spread(4, most_N), draw.spread(1, most_d), 0, draw.between(0, 1) == 1};
  const double d2 = static_cast<double>(here.d) * static_cast<double>(here.d);
  here.M = std::max<std::int64_t>(4, static_cast<std::int64_t>(d2 * std::pow(64.0, draw.uniform() - 0.4)));
  double distance = 1e9;
  for (int i = 0; i < steps && !h.over(); ++i) {
    const Point next = i == 0 ? here : neighbour(draw, here);
    const std::optional<Candidate> c = at(h.claim, next);
    if (!c) continue;
    h.offer(*c);
    if (accepts(draw, distance, c->distance(), 0.05 * (1 - i / static_cast<double>(steps)) + 1e-6))
      here = next, distance = c->distance();
  }
}

}  // namespace redblue::proofs_check::prove
