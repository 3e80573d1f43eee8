// StepList: the steps of a graph of any size under the rules of a game, flat. game.hpp holds the rules of
// small ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <redblue/proofs_check/rules.hpp>
#include <redblue/sim/dag.hpp>
#include <redblue/sim/moves.hpp>

namespace redblue::proofs_check::finder {

using StepId = std::uint32_t;

class StepList {
 public:
  StepList(const sim::Dag& dag, Rules rules);

  [[nodiscard]] StepId size() const { return static_cast<StepId>(target_.size()); }
  [[nodiscard]] sim::Vertex vertices() const { return static_cast<sim::Vertex>(own_end_.size()); }
  [[nodiscard]] sim::Vertex target(StepId s) const { return target_[s]; }
  [[nodiscard]] std::int32_t term(StepId s) const { return term_[s]; }
  [[nodiscard]] bool starred(StepId s) const { return starred_[s]; }
  /// Distinct operands.
  [[nodiscard]] std::span<const sim::Vertex> operands(StepId s) const {
    const std::size_t begin = s == 0 ? 0 : operand_end_[s - 1];
    return std::span{operands_}.subspan(begin, operand_end_[s] - begin);
  }
  /// The steps of v are [first(v), end(v)), those with a star last.
  [[nodiscard]] StepId first(sim::Vertex v) const { return v == 0 ? 0 : own_end_[v - 1]; }
  [[nodiscard]] StepId end(sim::Vertex v) const { return own_end_[v]; }
  /// The operand whose word a value may take, or no_vertex.
  [[nodiscard]] sim::Vertex taken_over(sim::Vertex v) const { return taken_over_[v]; }
  [[nodiscard]] bool is_output(sim::Vertex v) const { return output_[v]; }

 private:
  void add(sim::Vertex v, std::int32_t term, std::span<const sim::Vertex> operands, bool starred);

  std::vector<sim::Vertex> target_;
  std::vector<std::int32_t> term_;
  std::vector<bool> starred_;
  std::vector<std::size_t> operand_end_;
  std::vector<sim::Vertex> operands_;
  std::vector<StepId> own_end_;
  std::vector<sim::Vertex> taken_over_;
  std::vector<bool> output_;
};

}  // namespace redblue::proofs_check::finder
