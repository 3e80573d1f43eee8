// What the three searches share: the claim, the random numbers, the limits, and the best so far.
#pragma once

#include <cmath>

#include <redblue/proofs_check/prove/search.hpp>

namespace redblue::proofs_check::prove {

/// splitmix64: the same numbers everywhere.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  /// Uniform in the exponent, low and high included.
  std::int64_t spread(double low, double high) { return std::llround(low * std::pow(high / low, uniform())); }

 private:
  std::uint64_t state_;
};

struct Hunter {
  const Claim& claim;
  const HuntOptions& options;
  Draw draw;
  Hunted found = {};

  [[nodiscard]] bool over() {
    const bool late = options.deadline && std::chrono::steady_clock::now() > *options.deadline;
    if (late || (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)))
      found.stopped = true;
    return found.stopped || found.refuted();
  }
  /// Something was found of which more is claimed than the compulsory words.
  [[nodiscard]] bool beyond_compulsory() const {
    return (found.schedule && found.schedule->bound > found.schedule->compulsory) ||
           (found.play && found.play->bound > found.play->compulsory);
  }
  /// Whether `c` is to be kept instead of `best`: what can be refuted at all comes first.
  [[nodiscard]] static bool closer(const Candidate& c, const std::optional<Candidate>& best) {
    if (c.bound <= 0 || !best) return c.bound > 0;
    const bool more = c.bound > c.compulsory, more_before = best->bound > best->compulsory;
    return more == more_before ? c.distance() < best->distance() : more;
  }
  /// Counts an execution; the closest of its kind is kept.
  void offer(const Candidate& c) {
    ++found.executions;
    std::optional<Candidate>& best = c.schedule != nullptr ? found.schedule : found.play;
    if (closer(c, best)) best = c;
  }
};

/// Whether annealing goes on from a candidate: always where it is closer, else by chance.
[[nodiscard]] inline bool accepts(Draw& draw, double from, double to, double heat) {
  return to <= from || draw.uniform() < std::exp((from - to) / heat);
}

/// The game in which orders are written down as plays: the claim's, or one within it.
[[nodiscard]] inline Rules game_of(const Claim& claim) {
  return claim.rules == Rules::classic || claim.rules == Rules::one_shot ? claim.rules : Rules::partial;
}

/// One round each.
void hunt_schedules(Hunter& hunter);
void hunt_orders(Hunter& hunter, const NamedGraph& graph, sim::Words M);
void hunt_small_attention(Hunter& hunter);
/// matmul:m,n,k, for a bound of graphs.
void hunt_small_products(Hunter& hunter);
/// Chains that use the same values over and over.
void hunt_passes(Hunter& hunter);
/// Rows of some 200 vertices with up to four operands from anywhere beside the one before: no cut of them is
/// cheap, so eigenvalues have something to say.
void hunt_spread_graphs(Hunter& hunter);
void hunt_graphs(Hunter& hunter);

}  // namespace redblue::proofs_check::prove
