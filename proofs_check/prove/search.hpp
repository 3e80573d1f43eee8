// A fuzz for theorems: looks for the execution that comes closest to violating a lower bound. What it finds
// proves nothing about a bound that is right; one execution below the bound refutes a wrong one.
//
// These places are searched in turn, each by simulated annealing: the schedules of the catalog over (N, d,
// M), orders of the steps of small attention graphs, small graphs with their optimal pebblings, and where a
// bound says no more than the compulsory words of all these, larger graphs.
// Everything is drawn from the seed, so a search without a deadline finds the same thing every time.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/proofs_check/bound.hpp>
#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check::prove {

/// What is claimed: no play of `rules` costs less than so many words. A member that is empty makes no claim;
/// none: it says nothing there.
struct Claim {
  std::string id;
  Rules rules = Rules::partial_recompute;
  std::function<std::optional<sim::Int128>(const AttentionShape&, sim::Words M)> of_shape = {};
  std::function<std::optional<sim::Int128>(const NamedGraph&, sim::Words M)> of_graph = {};
};

[[nodiscard]] Claim claim_of(const Bound& bound);
[[nodiscard]] Claim claim_of(const GraphBound& bound);

/// An execution beside what is claimed of it.
struct Candidate {
  sim::Int128 io = 0;
  sim::Int128 bound = 0;
  sim::Int128 compulsory = 0;  ///< words that every execution moves; a claim of no more cannot be refuted
  sim::Words M;
  sim::Words evaluated_at;  ///< M, or M + 3 for a classic bound set against the machine
  /// A schedule at a shape, which `redblue count --counted` counts again, or (null) a play of `graph`.
  const algorithms::Schedule* schedule = nullptr;
  AttentionShape shape;
  algorithms::Options options;
  NamedGraph graph;
  Rules rules = Rules::partial;
  sim::Moves moves;

  /// Below 1: the claim is refuted.
  [[nodiscard]] double ratio() const { return static_cast<double>(io) / static_cast<double>(bound); }
  /// What the search makes small: the ratio where the claim is more than compulsory, at least 2 elsewhere.
  [[nodiscard]] double distance() const {
    return bound > compulsory ? ratio()
                              : ratio() + static_cast<double>(compulsory) / static_cast<double>(bound);
  }
};

struct HuntOptions {
  std::uint64_t seed = 1;
  std::size_t rounds = 40;  ///< of each kind of place; with a deadline: as many as there is time for
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  /// Only plays of this graph, at every M, or at `M`.
  const NamedGraph* graph = nullptr;
  std::optional<sim::Words> M = {};
};

struct Hunted {
  std::optional<Candidate> schedule;  ///< the closest of each kind; a refuting one ends the search
  std::optional<Candidate> play;
  std::uint64_t executions = 0;  ///< looked at
  bool stopped = false;          ///< by the user or the deadline, before its rounds were over

  [[nodiscard]] bool refuted() const {
    return (schedule && schedule->io < schedule->bound) || (play && play->io < play->bound);
  }
};

/// The least M at which the claim's rules let the graph be played.
[[nodiscard]] std::int64_t least_words(const Claim& claim, const NamedGraph& graph);

/// Expects options.M, where given, to be no less than least_words.
[[nodiscard]] Hunted hunt(const Claim& claim, const HuntOptions& options);

}  // namespace redblue::proofs_check::prove
