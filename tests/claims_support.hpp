// Claims about plays set against optima: what the bounds of graphs say, and, in slips_support.hpp, what they
// would say with a slip in the formula. One comparison judges both.
#pragma once

#include <cmath>
#include <iostream>

#include "find_support.hpp"

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::test {

/// No play of `rules` costs less than `words`.
struct Said {
  std::string_view id;
  std::int64_t words;
  Rules rules;
};
using Sayings = std::vector<Said>;

/// Every bound of graphs but the search. What is computed but not certified counts too, except for
/// matmul_cosma, which is known to be wrong of graphs.
inline Sayings what_bounds_say(const NamedGraph& graph, std::int64_t M) {
  Sayings all;
  for (const GraphBound& bound : graph_bounds()) {
    if (bound.id == "exact" || bound.id == "matmul_cosma") continue;
    const GraphBoundAnswer answer = bound.evaluate(graph, sim::Words{M}, {});
    if (!answer.applicable()) continue;
    const auto words = static_cast<std::int64_t>(std::ceil(answer.words - 1e-6));
    all.push_back({bound.id, answer.certified.value_or(words), answer.rules.value_or(bound.rules)});
  }
  return all;
}

struct Tally {
  std::uint64_t compared = 0;
  std::uint64_t more = 0;     ///< than compulsory words
  std::uint64_t tight = 0;    ///< equal to the optimum
  std::uint64_t refuted = 0;  ///< more than the optimum
  double nearest = 1e9;       ///< the optimum over what is said, where that is more than compulsory
};
using Tallies = std::map<std::pair<std::string_view, Rules>, Tally>;

inline void add(Tally& sum, const Tally& t) {
  sum.compared += t.compared, sum.more += t.more, sum.tight += t.tight, sum.refuted += t.refuted;
  sum.nearest = std::min(sum.nearest, t.nearest);
}

/// Of all games.
inline std::map<std::string_view, Tally> per_claim(const Tallies& tallies) {
  std::map<std::string_view, Tally> sums;
  for (const auto& [key, t] : tallies) add(sums[key.first], t);
  return sums;
}

/// Sets what is said of the graph at each M against the optimum in each game. False where a search does not
/// end.
template <class Says>
bool compare(const NamedGraph& graph, std::span<const Rules> played, std::int64_t least_M,
             std::int64_t most_M, const Says& says, Tallies& tallies) {
  const std::int64_t compulsory = finder::compulsory_words(graph.dag);
  for (std::int64_t M = least_M; M <= most_M; ++M) {
    const Sayings all = says(graph, M);
    for (const Rules rules : played) {
      const Game game(graph.dag, rules, M);
      if (M < game.smallest_M()) continue;
      const finder::SearchAnswer found = finder::exact_optimum(game, {});
      if (!found.optimal) return false;
      const std::int64_t optimum = found.status.lower;
      for (const auto& [id, words, its_rules] : all) {
        if (!comparable(rules, its_rules)) continue;
        Tally& tally = tallies[{id, rules}];
        ++tally.compared;
        tally.tight += words == optimum ? 1 : 0;
        tally.refuted += words > optimum ? 1 : 0;
        if (words <= compulsory) continue;
        ++tally.more;
        tally.nearest = std::min(tally.nearest, static_cast<double>(optimum) / static_cast<double>(words));
      }
    }
  }
  return true;
}

inline void print(const Tallies& tallies) {
  for (const auto& [id, t] : per_claim(tallies)) {
    std::cout << "  " << id << ": " << t.compared << " compared, " << t.more << " more than compulsory, "
              << t.tight << " tight, " << t.refuted << " refuted";
    if (t.more > 0) std::cout << ", nearest optimum " << t.nearest << " times";
    std::cout << '\n';
  }
}

}  // namespace redblue::test
