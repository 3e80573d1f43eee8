// A lower bound of any computation graph as a value: statement, rules, assumptions, source, and what it
// proves about one graph at one M. Unlike a formula in (shape, M), it may take a search, so it is asked
// within limits.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check {

/// What may stop a bound early, so that it proves less, and what its number is for.
struct GraphBoundLimits {
  const std::atomic<bool>* stop = nullptr;
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::optional<std::uint64_t> most_bytes = {};
  std::optional<std::uint64_t> most_work = {};  ///< edges looked at; none: the deadline's, or a minute's
  std::optional<Rules> rules = {};              ///< of the counts it is to be compared with; none: its own

  [[nodiscard]] bool reached() const {
    return (stop != nullptr && stop->load(std::memory_order_relaxed)) ||
           (deadline && std::chrono::steady_clock::now() > *deadline);
  }
};

/// What one bound proves about one graph at one M.
struct GraphBoundAnswer {
  std::string why_not = {};                    ///< empty: applicable
  double words = 0;                            ///< the formula's value, a real number where the bound is one
  std::optional<std::int64_t> certified = {};  ///< whole words proven rigorously; none: uncertified
  std::optional<Rules> rules = {};             ///< wider than the bound's own, where this graph allows it
  std::vector<std::pair<std::string, std::string>> parameters = {};  ///< X, k, W, ...: name and value
  std::string certificate = {};  ///< for `certified`, as text; empty where there is none
  bool limited = false;          ///< most_bytes kept it from proving more
  std::string out_of_work = {};  ///< most_work did, not the deadline: in words; empty: it did not

  [[nodiscard]] bool applicable() const { return why_not.empty(); }
};

/// The answer of a bound that says nothing about a graph.
[[nodiscard]] inline GraphBoundAnswer not_applicable(std::string why_not) {
  return {.why_not = std::move(why_not)};
}

/// The answer of a bound whose `what` would take more memory than most_bytes.
[[nodiscard]] inline GraphBoundAnswer limited(const std::string& what, std::uint64_t bytes) {
  return {.why_not = what + " would take about " + std::to_string(bytes >> 20) + " MB, more than --mem-limit",
          .limited = true};
}

/// One row of the catalog.
struct GraphBound {
  std::string_view id;
  std::string_view statement;
  Rules rules;
  std::string_view assumption;  ///< a sentence; empty: holds for every graph
  std::string_view source;
  GraphBoundAnswer (*evaluate)(const NamedGraph&, sim::Words M, const GraphBoundLimits&);
};

/// Every bound of graphs, in the order in which tables print them. To add one: a row in graph_catalog.cpp.
[[nodiscard]] std::span<const GraphBound> graph_bounds();

/// The bound named `id`, or null.
[[nodiscard]] const GraphBound* find_graph_bound(std::string_view id);

/// One bound evaluated, as records print it.
struct EvaluatedGraphBound {
  const GraphBound* bound = nullptr;
  GraphBoundAnswer answer;
  Rules rules = Rules::any;  ///< the rules it holds under on this graph
  bool comparable = true;    ///< with counts under the rules that were asked for
};

/// The bounds of `graph` at M, and the largest certified one that may be compared with counts under `rules`
/// (none: under its own).
struct GraphLowerBounds {
  std::vector<EvaluatedGraphBound> all;
  std::int64_t lower = 0;                         ///< words
  const EvaluatedGraphBound* lower_by = nullptr;  ///< in `all`; null where none is certified and comparable
};

/// `only`: that bound alone; null: every one. Needs M >= 1.
[[nodiscard]] GraphLowerBounds graph_lower_bounds(const NamedGraph& graph, sim::Words M,
                                                  std::optional<Rules> rules, const GraphBound* only,
                                                  GraphBoundLimits limits);

}  // namespace redblue::proofs_check
