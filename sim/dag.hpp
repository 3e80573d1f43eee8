// Dag: a computation as values in single-assignment form; every update is a new vertex.
//
// A vertex is an input, a value computed by one operation, or an accumulation that takes its terms
// one at a time in any order. Operands always have smaller numbers, so vertex order is a topological
// order. Terms and operands lie in flat arrays: a traced run has millions of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace redblue::sim {

using Vertex = std::uint32_t;
inline constexpr Vertex no_vertex = 0xffffffffU;

class Dag {
 public:
  enum class Kind : std::uint8_t { input, val, acc };

  /// A new input.
  Vertex add_input() { return add(Kind::input, no_vertex); }

  /// A new value of one operation; without operands it is a fresh constant.
  /// `in_place`: the operand whose word the result may take over, or no_vertex.
  Vertex add_val(std::span<const Vertex> operands, Vertex in_place = no_vertex) {
    const Vertex v = add(Kind::val, in_place);
    add_term(operands);
    return v;
  }

  /// A new accumulation; `add_term` gives it its terms before the next vertex is added.
  Vertex add_acc() { return add(Kind::acc, no_vertex); }

  /// One more term of the newest vertex; a `last` term waits for all the others.
  void add_term(std::span<const Vertex> operands, bool last = false) {
    operands_.insert(operands_.end(), operands.begin(), operands.end());
    term_end_.push_back(static_cast<std::uint32_t>(operands_.size()));
    term_is_last_.push_back(last);
    ++vertex_end_.back();
  }

  void add_output(Vertex v) { outputs_.push_back(v); }

  [[nodiscard]] std::size_t size() const { return kind_.size(); }
  [[nodiscard]] Kind kind(Vertex v) const { return kind_[v]; }
  [[nodiscard]] Vertex in_place(Vertex v) const { return in_place_[v]; }
  [[nodiscard]] const std::vector<Vertex>& outputs() const { return outputs_; }

  [[nodiscard]] std::uint32_t term_count(Vertex v) const { return vertex_end_[v] - first_term(v); }
  [[nodiscard]] std::span<const Vertex> term(Vertex v, std::uint32_t t) const {
    const std::uint32_t n = first_term(v) + t;
    return slice(n == 0 ? 0 : term_end_[n - 1], term_end_[n]);
  }
  [[nodiscard]] bool term_is_last(Vertex v, std::uint32_t t) const {
    return term_is_last_[first_term(v) + t];
  }

  /// All operands of all terms of `v`, term by term.
  [[nodiscard]] std::span<const Vertex> operands(Vertex v) const {
    const std::uint32_t first = first_term(v);
    const std::uint32_t end = vertex_end_[v];
    return first == end ? std::span<const Vertex>{}
                        : slice(first == 0 ? 0 : term_end_[first - 1], term_end_[end - 1]);
  }

 private:
  Vertex add(Kind kind, Vertex in_place) {
    kind_.push_back(kind);
    in_place_.push_back(in_place);
    vertex_end_.push_back(static_cast<std::uint32_t>(term_end_.size()));
    return static_cast<Vertex>(kind_.size() - 1);
  }
  [[nodiscard]] std::uint32_t first_term(Vertex v) const { return v == 0 ? 0 : vertex_end_[v - 1]; }
  [[nodiscard]] std::span<const Vertex> slice(std::uint32_t begin, std::uint32_t end) const {
    return std::span{operands_}.subspan(begin, end - begin);
  }

  std::vector<Kind> kind_;
  std::vector<Vertex> in_place_;
  std::vector<std::uint32_t> vertex_end_;  // into terms
  std::vector<std::uint32_t> term_end_;    // into operands
  std::vector<bool> term_is_last_;
  std::vector<Vertex> operands_;
  std::vector<Vertex> outputs_;
};

}  // namespace redblue::sim
