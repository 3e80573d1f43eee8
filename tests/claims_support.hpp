// Claims about plays set against optima: what the bounds of graphs say, and what they would say with a slip
// in the formula. One comparison judges both.
#pragma once

#include <cmath>
#include <iostream>

#include "find_support.hpp"

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/parts.hpp>
#include <redblue/proofs_check/find/spectral.hpp>
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

/// spectral and spectral_sharp as they would be with another multiple of n_i, another number of parts to pay
/// for, or without the eigenvalue 0.
struct SpectralSlip {
  bool sharp = false;
  bool all_vertices = false;  ///< n for every n_i
  bool zero_missed = false;
  std::int64_t free_parts = 0;  ///< 2 (k - free_parts) M is subtracted

  [[nodiscard]] std::int64_t words(const NamedGraph& graph, std::int64_t M) const {
    const auto n = static_cast<std::int64_t>(graph.dag.size());
    std::vector<double> values = finder::Laplacian(graph.dag, sharp ? 2 : 1).all();
    if (zero_missed) values.erase(values.begin());
    double best = 0;
    for (std::int64_t k = std::max<std::int64_t>(1, free_parts); k <= std::ssize(values); ++k) {
      double sum = 0;
      for (std::int64_t i = 0; i < k; ++i)
        sum += values[static_cast<std::size_t>(i)] *
               static_cast<double>(all_vertices ? n : n / k + (i < n % k ? 1 : 0));
      best = std::max(best, sum - 2 * static_cast<double>((k - free_parts) * M));
    }
    return static_cast<std::int64_t>(std::ceil(best - 1e-6)) +
           (sharp ? finder::compulsory_words(graph.dag) : 0);
  }
};

/// Each bound with a slip in its formula, its id before the colon.
inline Sayings what_slips_say(const NamedGraph& graph, std::int64_t M) {
  Sayings all;
  const auto answer = [&](std::string_view id) {
    return find_graph_bound(id)->evaluate(graph, sim::Words{M}, {});
  };
  const auto number = [](const GraphBoundAnswer& a, std::string_view name) {
    for (const auto& [key, value] : a.parameters)
      if (key == name) return static_cast<std::int64_t>(std::stoll(value));
    return std::int64_t{0};
  };
  all.push_back({"compulsory: and one", finder::compulsory_words(graph.dag) + 1, Rules::partial_recompute});
  const GraphBoundAnswer around = answer("wavefront"), inner = answer("wavefront_inner");
  const Rules once = around.rules.value_or(Rules::one_shot);
  all.push_back({"wavefront: 2W - M", 2 * number(around, "W") - M, once});
  if (const std::int64_t pieces = number(inner, "pieces"); pieces > 0)
    all.push_back({"wavefront_inner: 2 (W + 3 - M)", *inner.certified + 6 * pieces, once});
  all.push_back({"spectral: n for n_i", SpectralSlip{.all_vertices = true}.words(graph, M), once});
  all.push_back({"spectral_sharp: zero missed", SpectralSlip{true, false, true, 1}.words(graph, M), once});
  all.push_back({"spectral_sharp: 2(k-2)M", SpectralSlip{true, false, false, 2}.words(graph, M), once});
  if (const auto parts = finder::AllParts::of(graph.dag)) {
    const Rules rules = finder::has_sums(graph.dag) ? Rules::classic : Rules::partial_recompute;
    all.push_back({"hong_kung: M P", M * parts->least_parts(2 * M), rules});
    std::int64_t counted = 0, best = 0;
    for (Vertex v = 0; v < graph.dag.size(); ++v) counted += graph.dag.kind(v) != Kind::input ? 1 : 0;
    for (std::int64_t X = M + 1; X <= counted; ++X) {
      const std::int64_t largest = std::max<std::int64_t>(parts->largest_part(X), 1);
      best = std::max(best, (X - M) * ((counted + largest - 1) / largest));
    }
    all.push_back({"x_partition: (X-M) h", best, rules});
  }
  return all;
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
