// Tile: a handle on words in fast memory. The handle is the residency: it occupies its words from
// acquisition until its scope ends, unless it is moved to a longer-lived owner or released early.
#pragma once

#include <type_traits>
#include <utility>
#include <vector>

#include <redblue/sim/region.hpp>

namespace redblue::sim {

template <class Machine>
class Tile {
 public:
  using Value = typename Machine::Value;

  Tile() = default;
  Tile(Tile&& other) noexcept
      : machine_(std::exchange(other.machine_, nullptr)),
        region_(other.region_),
        gate_(other.gate_),
        cells_(std::move(other.cells_)) {}
  Tile& operator=(Tile&& other) noexcept {
    if (this != &other) {
      release();
      machine_ = std::exchange(other.machine_, nullptr);
      region_ = other.region_;
      gate_ = other.gate_;
      cells_ = std::move(other.cells_);
    }
    return *this;
  }
  ~Tile() { release(); }

  /// Its words are free again. Releasing twice is nothing.
  void release() noexcept {
    if (machine_ != nullptr) std::exchange(machine_, nullptr)->dismiss(*this);
  }

  [[nodiscard]] bool resident() const { return machine_ != nullptr; }
  [[nodiscard]] Extent rows() const { return region_.rows.size(); }
  [[nodiscard]] Extent cols() const { return region_.cols.size(); }
  [[nodiscard]] Extent words() const { return region_.words(); }
  [[nodiscard]] Tensor tensor() const { return region_.tensor; }
  [[nodiscard]] const Region& region() const { return region_; }
  [[nodiscard]] std::size_t gate() const { return gate_; }

  /// The cell at row i, column j of the tile; only machines whose words have contents have cells.
  [[nodiscard]] Value& operator()(Extent i, Extent j) {
    return cells_[static_cast<std::size_t>(i * cols() + j)];
  }
  [[nodiscard]] const Value& operator()(Extent i, Extent j) const {
    return cells_[static_cast<std::size_t>(i * cols() + j)];
  }

 private:
  friend Machine;
  struct NoCells {
    Value& operator[](std::size_t) { return none; }
    const Value& operator[](std::size_t) const { return none; }
    static inline Value none{};
  };
  using Cells = std::conditional_t<Machine::elementwise, std::vector<Value>, NoCells>;

  Tile(Machine* machine, const Region& region, std::size_t gate)
      : machine_(machine), region_(region), gate_(gate) {}

  Machine* machine_ = nullptr;
  Region region_;
  std::size_t gate_ = 0;
  [[no_unique_address]] Cells cells_;
};

}  // namespace redblue::sim
