// Families of graphs in which the largest part for X is known by a formula (docs/bounds.md). The graph itself
// is recognised; its name is not looked at.
#pragma once

#include <redblue/proofs_check/check/input.hpp>
#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::check {

struct Family {
  std::uint64_t counted = 0;  ///< the vertices that are counted
  std::uint64_t size = 0;     ///< d of attention and scores
  std::uint64_t least_X = 1;  ///< the formula holds from here on
  std::uint64_t (*largest)(std::uint64_t X, std::uint64_t size) = nullptr;
};

/// The largest X of a formula.
inline constexpr std::uint64_t most_X = std::uint64_t{1} << 30;

/// The family called `word`, its numbers read from the rest of the line. Throws: Stop (unreadable) for
/// another word, (invalid: family) where the graph is none of it.
[[nodiscard]] Family read_family(const std::string& word, Input& in, const sim::Dag& dag);

}  // namespace redblue::proofs_check::check
