// Helpers for writing graphs down: vertices with labels, and sums in each of their expansions.
#pragma once

#include <array>
#include <string>

#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check {

/// "q_0_1".
template <class... Index>
[[nodiscard]] std::string indexed(std::string label, Index... index) {
  ((label += "_" + std::to_string(index)), ...);
  return label;
}

class GraphBuilder {
 public:
  explicit GraphBuilder(NamedGraph& graph) : graph_(graph) {}

  sim::Vertex input(std::string label) { return named(std::move(label), graph_.dag.add_input()); }
  sim::Vertex val(std::string label, std::span<const sim::Vertex> operands) {
    return named(std::move(label), graph_.dag.add_val(operands));
  }
  sim::Vertex val(std::string label, sim::Vertex a, sim::Vertex b) {
    return val(std::move(label), std::array{a, b});
  }
  sim::Vertex acc(std::string label) { return named(std::move(label), graph_.dag.add_acc()); }
  void term(sim::Vertex a, sim::Vertex b) { graph_.dag.add_term(std::array{a, b}); }
  void term(sim::Vertex a, bool last = false) { graph_.dag.add_term(std::array{a}, last); }
  void output(sim::Vertex v) { graph_.dag.add_output(v); }

  /// a rows x columns block of inputs, row by row.
  std::vector<sim::Vertex> inputs(const std::string& label, std::int64_t rows, std::int64_t columns) {
    std::vector<sim::Vertex> block;
    for (std::int64_t i = 0; i < rows; ++i)
      for (std::int64_t j = 0; j < columns; ++j) block.push_back(input(indexed(label, i, j)));
    return block;
  }

  enum class Sum { at_once, chain, tree };

  /// The sum of `values`: one accumulation, or binary vertices. One value of a chain or tree is its own sum.
  sim::Vertex sum(const std::string& label, std::vector<sim::Vertex> values, Sum how) {
    if (how == Sum::at_once) {
      const sim::Vertex v = acc(label);
      for (const sim::Vertex u : values) term(u);
      return v;
    }
    std::size_t made = 0;
    const std::size_t all = values.size() - 1;
    const auto add = [&](sim::Vertex a, sim::Vertex b) {
      ++made;
      return val(made == all ? label : label + "." + std::to_string(made), a, b);
    };
    if (how == Sum::chain) {
      for (std::size_t i = 1; i < values.size(); ++i) values[0] = add(values[0], values[i]);
      return values[0];
    }
    while (values.size() > 1) {
      std::vector<sim::Vertex> next;
      for (std::size_t i = 0; i + 1 < values.size(); i += 2) next.push_back(add(values[i], values[i + 1]));
      if (values.size() % 2 != 0) next.push_back(values.back());
      values = std::move(next);
    }
    return values[0];
  }

 private:
  sim::Vertex named(std::string label, sim::Vertex v) {
    graph_.labels.push_back(std::move(label));
    return v;
  }

  NamedGraph& graph_;
};

}  // namespace redblue::proofs_check
