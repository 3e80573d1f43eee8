// How large a part for X can be in the graphs of some families, by a formula with a proof (docs/bounds.md).
#pragma once

#include <optional>
#include <string>

#include <redblue/proofs_check/graph.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check::finder {

/// A graph of a family: what its name, or else its size, says, after the graph of that name was found to be
/// the same but for what it and its vertices are called.
struct KnownFamily {
  std::string id;
  std::vector<std::int64_t> numbers;
  std::string flags;  ///< "+l+chain"
};
[[nodiscard]] std::optional<KnownFamily> known_family(const NamedGraph& graph);

/// Vertices that are counted, and the most of them that a part for X holds.
struct FamilyParts {
  std::string by;  ///< as certificates spell it: "matmul 4 4 4"
  std::int64_t counted = 0;
  std::int64_t size = 0;     ///< d of attention and scores
  std::int64_t least_X = 1;  ///< the formula holds from here on
  std::int64_t (*formula)(std::int64_t X, std::int64_t size) = nullptr;

  [[nodiscard]] std::int64_t largest(std::int64_t X) const { return formula(X, size); }
};
[[nodiscard]] std::optional<FamilyParts> family_parts(const NamedGraph& graph);

/// The largest whole number whose square is at most `n`.
[[nodiscard]] std::int64_t whole_root(sim::Int128 n);

}  // namespace redblue::proofs_check::finder
