// Good plays that need not be the best: for graphs of 10^3 to 10^5 vertices, and as the first upper bound of
// the exact search.
#pragma once

#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/play_order.hpp>
#include <redblue/proofs_check/find/search.hpp>
#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check::finder {

/// Room that any play of the graph needs. Unit: words.
[[nodiscard]] std::int64_t smallest_M(const StepList& steps);

struct PlayLimits {
  std::size_t width = 64;  ///< of the beam search, on graphs of up to 64 vertices
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::function<void(const Play&)> better = {};  ///< told of every play that is the cheapest so far

  [[nodiscard]] bool over() const {
    return (stop != nullptr && *stop) || (deadline && std::chrono::steady_clock::now() >= *deadline);
  }
};

/// A question about one graph. `family` is what known_family says of it.
struct PlayQuestion {
  const NamedGraph& graph;
  std::optional<KnownFamily> family;
  Rules rules;
  std::int64_t M;
};

/// The play that is there at once, whatever the limits: the tiled schedule replayed, or else the order of the
/// file. Needs M >= smallest_M.
[[nodiscard]] Play first_play(const PlayQuestion& question);

/// What ended the looking.
struct GoodPlay : Play {
  SearchAnswer::Stopped stopped = SearchAnswer::Stopped::no;
};

/// `known`, or a cheaper one: the plays of the weaker games (1.2), several orders (file, depth first, list
/// scheduling, tiles), each with several weights of a store, and on small graphs beam_play. It computes
/// nothing twice unless `known` does. Memory that the system refuses ends the looking, as limits do.
[[nodiscard]] GoodPlay better_play(const PlayQuestion& question, Play known, const PlayLimits& limits);

/// Both, one after the other.
[[nodiscard]] GoodPlay good_play(const NamedGraph& graph, Rules rules, std::int64_t M,
                                 const PlayLimits& limits);

/// The game of the same moves in which nothing is computed twice; has_terms: an accumulation takes its terms
/// one at a time.
[[nodiscard]] constexpr Rules without_recomputation(Rules rules) {
  return rules == Rules::classic             ? Rules::one_shot
         : rules == Rules::partial_recompute ? Rules::partial
                                             : rules;
}
[[nodiscard]] constexpr bool has_terms(Rules rules) {
  return rules == Rules::partial || rules == Rules::partial_recompute;
}

/// A play of `weaker` as one of `stronger`, which admits every play of `weaker` (1.2): where terms are done
/// one at a time, a vertex is computed term by term.
[[nodiscard]] sim::Moves carried_over(const sim::Moves& moves, const sim::Dag& dag, Rules weaker,
                                      Rules stronger);

}  // namespace redblue::proofs_check::finder
