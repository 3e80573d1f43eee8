// GraphPlayer: the scalar under which a schedule of attention plays the graph attention:N,d, with or without
// +l.
//
// The graph has a vertex per word that a schedule keeps: a score and its exponential are one, and so are all
// values of a running sum. So a load, a store and a release are the moves of the same name, a multiply-add is
// a term, and what changes a word by itself is no move.
#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <redblue/sim/matrix.hpp>
#include <redblue/sim/moves.hpp>
#include <redblue/sim/region.hpp>

namespace redblue::proofs_check::finder {

class GraphPlayer {
 public:
  struct Value {
    sim::Vertex v =
        sim::no_vertex;  ///< the vertex whose word this is; none of statistics that the graph lacks
    bool red = false;
  };
  static constexpr bool elementwise = true;

  /// The graph's sizes, before any matrix is declared. Unit of the last: moves.
  void begin(std::int64_t N, std::int64_t d, bool row_sums, std::size_t expected) {
    columns_ = {N, d};
    first_.scores = static_cast<sim::Vertex>(3 * N * d);
    first_.sums = first_.scores + static_cast<sim::Vertex>(N * N);
    first_.outputs = first_.sums + static_cast<sim::Vertex>(row_sums ? N : 0);
    moves_.reserve(expected);
  }

  void declare(const sim::SlowMatrix& matrix, std::string_view name) {
    const auto inputs = static_cast<sim::Vertex>(columns_.keys * columns_.width);
    sim::Vertex first = sim::no_vertex;
    if (name == "Q") first = 0;
    if (name == "K") first = inputs;
    if (name == "V") first = 2 * inputs;
    if (name == "S" || name == "P") first = first_.scores;
    if (name == "l" && first_.outputs != first_.sums) first = first_.sums;
    if (name == "O") first = first_.outputs;
    matrices_.push_back({first, matrix.cols});
  }
  void put(Value& fast, const sim::Region& region, sim::Extent i, sim::Extent j) {
    const auto& [first, columns] = matrices_[region.matrix];
    if (first != sim::no_vertex)
      fast.v = first + static_cast<sim::Vertex>((region.rows.begin + i) * columns + region.cols.begin + j);
  }
  void load(const Value&, Value& fast) {
    move(sim::Move::Kind::load, fast);
    fast.red = true;
  }
  void store(Value& fast, Value&) { move(sim::Move::Kind::store, fast); }
  void release(Value& fast) {
    if (fast.red) move(sim::Move::Kind::discard, fast);
    fast.red = false;
  }
  /// A term, by what its operands are: q k of a score, p of a row sum, p v or l of an output.
  template <class F, class... Operands>
  void update(Value& cell, F, const Operands&... operands) {
    if constexpr (sizeof...(operands) > 0) {
      const std::int64_t t = term(cell.v, std::min({operands.v...}), std::max({operands.v...}));
      move(sim::Move::Kind::compute, cell, static_cast<std::int32_t>(t));
      cell.red = true;
    }
  }
  /// The first term of a score, in a word that may have held the score of another row; all else is statistics
  /// that the graph lacks.
  template <class F, class... Operands>
  void assign(Value& cell, F f, const Operands&... operands) {
    release(cell);
    const sim::Vertex q = std::min({operands.v...}), k = std::max({operands.v...});
    strange_ = strange_ || sizeof...(operands) != 2 || k >= first_.scores;
    const std::int64_t row = q / columns_.width, key = k / columns_.width - columns_.keys;
    cell.v = first_.scores + static_cast<sim::Vertex>(row * columns_.keys + key);
    update(cell, f, operands...);
  }

  /// The play; empty where the schedule did what is no move of the graph.
  [[nodiscard]] sim::Moves take() { return strange_ ? sim::Moves{} : std::move(moves_); }

 private:
  [[nodiscard]] std::int64_t term(sim::Vertex cell, sim::Vertex low, sim::Vertex high) const {
    if (cell < first_.scores) return sim::Move::whole;
    if (cell < first_.sums) return low % columns_.width;
    const bool sum = high >= first_.sums;  // l divides an output, after all other terms
    return sum ? columns_.keys : (high - first_.scores) % columns_.keys;
  }
  void move(sim::Move::Kind kind, const Value& word, std::int32_t term = sim::Move::whole) {
    strange_ = strange_ || word.v == sim::no_vertex;
    moves_.push_back({kind, word.v, term});
  }

  struct {
    std::int64_t keys = 0, width = 0;
  } columns_;
  struct {
    sim::Vertex scores = 0, sums = 0, outputs = 0;
  } first_;
  std::vector<std::pair<sim::Vertex, sim::Extent>> matrices_;
  sim::Moves moves_;
  bool strange_ = false;
};

}  // namespace redblue::proofs_check::finder
