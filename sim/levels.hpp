// Levels: slow memory without bound, a chain of gates, and one way to compute.
//
// Gate 0 stands next to slow memory, the last one next to the arithmetic. A load names its source
// (slow memory or a tile of a farther level) and the gate it enters; the counters of gate k are the
// two-level count on cut k. The scalar says what a word is (scalar.hpp).
#pragma once

#include <array>
#include <source_location>
#include <string_view>
#include <type_traits>
#include <utility>

#include <redblue/sim/gate.hpp>
#include <redblue/sim/scalar.hpp>
#include <redblue/sim/slow_memory.hpp>
#include <redblue/sim/stream.hpp>
#include <redblue/sim/tile.hpp>

namespace redblue::sim {

template <class Scalar, std::size_t Gates = 1>
class Levels {
 public:
  using Value = typename Scalar::Value;
  using Tile = sim::Tile<Levels>;
  using Where = std::source_location;
  static constexpr bool elementwise = Scalar::elementwise;
  static constexpr bool watched = std::is_same_v<Scalar, Watched>;
  static constexpr std::size_t nearest = Gates - 1;

  /// Unit: words, gate 0 (next to slow memory) first.
  explicit Levels(const std::array<Words, Gates>& capacities)
      : gates_(make_gates(capacities, std::make_index_sequence<Gates>{})) {}
  explicit Levels(Words M) requires(Gates == 1) : Levels(std::array{M}) {}
  Levels(const Levels&) = delete;
  Levels& operator=(const Levels&) = delete;

  /// Declares a matrix of the program; costs nothing and moves nothing.
  SlowMatrix matrix(std::string_view name, Tensor t, Extent rows, Extent cols) {
    const SlowMatrix m = slow_.declare(t, rows, cols);
    if constexpr (elementwise) scalar_.declare(m, name);
    return m;
  }

  /// A tile with the words of `region`, read from slow memory through gate `gate`, or the nearest one.
  /// Counts: region.words() reads. Throws: CapacityExceeded.
  Tile load(const Region& region, Where where = Where::current()) {
    return load_through(nearest, region, where);
  }
  Tile load_through(std::size_t gate, const Region& region, Where where = Where::current()) {
    Tile tile = acquire(region, gate, where);
    gates_[gate].count_reads(region.tensor, region.words());
    if constexpr (watched) scalar_.observer->loaded(region);
    if constexpr (elementwise) {
      Matrix<Value>& slow = slow_.of(region);
      each(region, [&](Extent i, Extent j) {
        scalar_.load(slow(region.rows.begin + i, region.cols.begin + j), tile(i, j));
      });
    }
    return tile;
  }

  /// A tile with the block of `farther` that starts at (i0, j0), read through the nearer gate `gate`.
  Tile load_from(const Tile& farther, Range rows, Range cols, std::size_t gate,
                 Where where = Where::current()) requires(Gates > 1) {
    if (gate <= farther.gate())
      raise(InvalidArgument(place(where) + ": a tile is read through a nearer gate"));
    const Region& f = farther.region();
    const Region region{f.tensor,
                        f.matrix,
                        {f.rows.begin + rows.begin, f.rows.begin + rows.end},
                        {f.cols.begin + cols.begin, f.cols.begin + cols.end}};
    Tile tile = acquire(region, gate, where);
    gates_[gate].count_reads(region.tensor, region.words());
    if constexpr (elementwise)
      each(region,
           [&](Extent i, Extent j) { scalar_.copy(farther(rows.begin + i, cols.begin + j), tile(i, j)); });
    return tile;
  }

  /// A tile for the words of `region` that is not read: computed values, or accumulators from `init`.
  /// Counts: nothing. Throws: CapacityExceeded.
  Tile fresh(const Region& region, double init = 0, std::size_t gate = nearest,
             Where where = Where::current()) {
    Tile tile = acquire(region, gate, where);
    if constexpr (std::is_arithmetic_v<Value>)
      for (Value& cell : tile.cells_) cell = static_cast<Value>(init);
    return tile;
  }

  /// The tile's words are in slow memory, at the place they belong to; it keeps them in fast memory too.
  /// Counts: tile.words() writes.
  void store(Tile& tile) {
    const Region& region = tile.region();
    gates_[tile.gate()].count_writes(region.tensor, region.words());
    if constexpr (watched) scalar_.observer->stored(region);
    if constexpr (elementwise) {
      Matrix<Value>& slow = slow_.of(region);
      each(region, [&](Extent i, Extent j) {
        scalar_.store(tile(i, j), slow(region.rows.begin + i, region.cols.begin + j));
      });
    }
  }
  /// The tile's words are in the farther tile, from (i0, j0) on.
  void store_into(Tile& tile, Tile& farther, Extent i0, Extent j0,
                  Where where = Where::current()) requires(Gates > 1) {
    if (tile.gate() <= farther.gate())
      raise(InvalidArgument(place(where) + ": a tile is stored into a farther one"));
    gates_[tile.gate()].count_writes(tile.tensor(), tile.words());
    if constexpr (elementwise)
      each(tile.region(), [&](Extent i, Extent j) { scalar_.copy(tile(i, j), farther(i0 + i, j0 + j)); });
  }

  /// Passes the words of `region` through one word of fast memory, row by row: f(word, i, j).
  /// Counts: a read (in), a write (out) or both of each word. Throws: CapacityExceeded.
  template <class F>
  void stream(const Region& region, Flow flow, F f, Where where = Where::current()) {
    Gate& gate = gates_[nearest];
    gate.admit(1, where);
    if (flow != Flow::out) gate.count_reads(region.tensor, region.words());
    if (flow != Flow::in) gate.count_writes(region.tensor, region.words());
    if constexpr (elementwise) pass_words(scalar_, slow_.of(region), region, flow, f);
    if constexpr (watched) pass_words(scalar_, region, flow, f);
    gate.dismiss(1);
  }

  /// The tile's words now belong to `region`, of the same size: P takes the place of S.
  void rename(Tile& tile, const Region& region) {
    tile.region_ = region;
    if constexpr (elementwise)
      each(region, [&](Extent i, Extent j) { scalar_.put(tile(i, j), region, i, j); });
  }

  /// The one way to compute: cell := f(cell, operands...), in place.
  template <class F, class... Operands>
  void update(Value& cell, F f, const Operands&... operands) {
    if constexpr (elementwise) scalar_.update(cell, f, operands...);
  }
  /// The same without the cell's old value: cell := f(operands...).
  template <class F, class... Operands>
  void assign(Value& cell, F f, const Operands&... operands) {
    if constexpr (elementwise) scalar_.assign(cell, f, operands...);
  }
  /// Says which products the updates beside this call are: as Observer::multiplied.
  void multiplied(const Region& cells, Range inner) {
    if constexpr (watched) scalar_.observer->multiplied(cells, inner);
  }
  /// As Observer::attended.
  void attended(const Region& scores, Range inner, const Region& outputs) {
    if constexpr (watched) scalar_.observer->attended(scores, inner, outputs);
  }
  /// `flops` floating-point operations of a matrix product were done.
  void work(Int128 flops) { gates_[nearest].count_flops(flops); }

  /// What gate `gate` counted; the two-level count on that cut.
  [[nodiscard]] Counts counts(std::size_t gate = 0) const { return gates_[gate].counts(); }
  [[nodiscard]] const Gate& gate(std::size_t gate = 0) const { return gates_[gate]; }
  [[nodiscard]] Scalar& scalar() { return scalar_; }

  /// The contents of a matrix in slow memory (empty until something is put there).
  [[nodiscard]] Matrix<Value>& contents(const SlowMatrix& m) requires elementwise {
    return slow_.of(m(Range{0, m.rows}));
  }

 private:
  friend Tile;

  template <std::size_t... k>
  static std::array<Gate, Gates> make_gates(const std::array<Words, Gates>& M, std::index_sequence<k...>) {
    return {Gate(M[k])...};
  }
  template <class F>
  static void each(const Region& region, F f) {
    for (Extent i = 0; i < region.rows.size(); ++i)
      for (Extent j = 0; j < region.cols.size(); ++j) f(i, j);
  }

  Tile acquire(const Region& region, std::size_t gate, const Where& where) {
    gates_[gate].admit(region.words(), where);
    Tile tile(this, region, gate);
    if constexpr (elementwise) {
      tile.cells_.resize(static_cast<std::size_t>(region.words()));
      each(region, [&](Extent i, Extent j) { scalar_.put(tile(i, j), region, i, j); });
    }
    return tile;
  }
  void dismiss(Tile& tile) noexcept {
    if constexpr (elementwise)
      for (Value& cell : tile.cells_) scalar_.release(cell);
    gates_[tile.gate()].dismiss(tile.words());
  }
  std::array<Gate, Gates> gates_;
  [[no_unique_address]] Scalar scalar_;
  SlowMemory<Value> slow_;
};

}  // namespace redblue::sim
