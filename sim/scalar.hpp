// What a word is: nothing (Ghost counts), a number (Real computes), a vertex (Traced leaves a graph
// and its moves). A machine is the same program whichever it is.
//
// A scalar sees five events: a word is loaded, stored, released, computed, or given a place. `slow`
// is the word's cell in slow memory, `fast` its cell in a tile.
#pragma once

#include <array>
#include <span>
#include <type_traits>
#include <utility>

#include <redblue/sim/matrix.hpp>
#include <redblue/sim/region.hpp>
#include <redblue/sim/trace.hpp>

namespace redblue::sim {

/// Words without contents.
struct Ghost {
  struct Value {};
  static constexpr bool elementwise = false;
};

/// Words that hold numbers.
template <class T>
struct Real {
  using Value = T;
  static constexpr bool elementwise = true;

  void declare(const SlowMatrix&, std::string_view) {}
  void load(const T& slow, T& fast) { fast = slow; }
  void store(T& fast, T& slow) { slow = fast; }
  void copy(const T& farther, T& fast) { fast = farther; }
  void release(T&) {}
  void put(T& fast, const Region&, Extent, Extent) { (void)fast; }
  template <class F, class... Operands>
  void update(T& cell, F f, const Operands&... operands) {
    cell = f(static_cast<const T&>(cell), operands...);
  }
  template <class F, class... Operands>
  void assign(T& cell, F f, const Operands&... operands) {
    cell = f(operands...);
  }
};

/// A word in single-assignment form: the vertex it holds now, and where it belongs.
struct TracedWord {
  /// no_vertex: acquired, nothing computed yet. Mutable: a fresh constant gets its vertex at its first
  /// use, be it as an operand.
  mutable Vertex vertex = no_vertex;
  Place place;
};

/// Two words change what they hold; each stays where it belongs.
inline void swap(TracedWord& a, TracedWord& b) noexcept { std::swap(a.vertex, b.vertex); }

/// Words that remember how they were made.
class Traced {
 public:
  using Value = TracedWord;
  static constexpr bool elementwise = true;

  void declare(const SlowMatrix& matrix, std::string_view name) {
    trace_.matrices.push_back({name, matrix.tensor});
  }

  /// Makes every cell of `slow` an input.
  void input(Matrix<Value>& slow, const SlowMatrix& matrix) {
    for (Extent i = 0; i < matrix.rows; ++i)
      for (Extent j = 0; j < matrix.cols; ++j) {
        Value& cell = slow(i, j);
        put(cell, matrix(i, j), 0, 0);
        cell.vertex = trace_.dag.add_input();
        trace_.places.push_back(cell.place);
      }
  }
  /// Makes what `slow` holds at the end outputs.
  void output(const Matrix<Value>& slow) {
    for (const Value& cell : slow.cells())
      if (cell.vertex != no_vertex) trace_.dag.add_output(cell.vertex);
  }

  void load(const Value& slow, Value& fast) {
    fast = slow;
    move(Move::Kind::load, fast.vertex);
  }
  void store(Value& fast, Value& slow) {
    begin(fast);
    move(Move::Kind::store, fast.vertex);
    trace_.places[fast.vertex] = fast.place;  // a value is named by where it was last stored
    slow = fast;
  }
  void release(Value& fast) {
    if (fast.vertex != no_vertex) move(Move::Kind::discard, fast.vertex);
    fast.vertex = no_vertex;
  }
  void put(Value& fast, const Region& region, Extent i, Extent j) {
    fast.place = {region.matrix, static_cast<std::int32_t>(region.rows.begin + i),
                  static_cast<std::int32_t>(region.cols.begin + j)};
  }
  /// cell := f(cell, operands...), in the same word.
  template <class F, class... Operands>
  void update(Value& cell, F, const Operands&... operands) {
    begin(cell);
    (begin(operands), ...);
    const std::array all{cell.vertex, operands.vertex...};
    cell.vertex = add(all, cell.vertex, cell.place);
    move(Move::Kind::compute, cell.vertex, Move::takes_over);
  }
  /// cell := f(operands...); what the word held is forgotten first.
  template <class F, class... Operands>
  void assign(Value& cell, F, const Operands&... operands) {
    release(cell);
    (begin(operands), ...);
    const std::array<Vertex, sizeof...(operands)> all{operands.vertex...};
    cell.vertex = add(all, no_vertex, cell.place);
    move(Move::Kind::compute, cell.vertex);
  }

  [[nodiscard]] Trace take() { return std::move(trace_); }

 private:
  /// A fresh word that is about to be used becomes a constant.
  void begin(const Value& cell) {
    if (cell.vertex != no_vertex) return;
    cell.vertex = add({}, no_vertex, cell.place);
    move(Move::Kind::compute, cell.vertex);
  }
  Vertex add(std::span<const Vertex> operands, Vertex in_place, Place at) {
    trace_.places.push_back(at);
    return trace_.dag.add_val(operands, in_place);
  }
  void move(Move::Kind kind, Vertex v, std::int32_t term = Move::whole) {
    trace_.moves.push_back({kind, v, term});
  }

  Trace trace_;
};

}  // namespace redblue::sim
