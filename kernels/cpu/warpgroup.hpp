// Warpgroup: products of 128 threads on the tensor cores (wgmma). Each thread issues its part; the product is
// computed when all of them wait for it. Until then the accumulators hold NaN.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <redblue/kernels/cpu/block.hpp>
#include <redblue/kernels/hopper.hpp>

namespace redblue::kernels::cpu {

class Warpgroup {
 public:
  /// What all threads of a product must agree on.
  struct Shape {
    int cols = 0;
    bool left_in_registers = false;
    bool right_is_transposed = false;  ///< B lies k x n in shared memory
    bool accumulate = false;
    std::uint64_t left = 0;
    std::uint64_t right = 0;
    friend bool operator==(const Shape&, const Shape&) = default;
  };

  explicit Warpgroup(Async& async) : async_(&async) {}

  void fence(int lane) { at(lane).fenced = true; }
  /// `left`: four registers of A, where it is in registers.
  void issue(int lane, const Shape& shape, float* accumulator, const std::uint32_t* left);
  void commit(int lane) { at(lane).committed = at(lane).issued; }
  void wait(int lane) { at(lane).waits = true; }
  [[nodiscard]] bool all_wait() const;
  /// Computes what all have committed; the threads may go on.
  void compute();
  [[nodiscard]] bool idle() const { return products_.empty(); }

 private:
  static constexpr int lanes = hopper::warpgroup;
  static constexpr int rows = hopper::product_rows;
  static constexpr int depth = hopper::product_depth;
  struct Accumulator {
    std::array<float*, lanes> registers{};
    std::vector<float> tile;
    int products = 0;
  };
  struct Product {
    Shape shape;
    std::shared_ptr<Accumulator> into;
    std::array<std::array<std::uint32_t, 4>, lanes> left{};
    int issued_by = 0;
  };
  struct Lane {
    std::size_t issued = 0;
    std::size_t committed = 0;
    bool fenced = false;
    bool waits = false;
  };
  [[nodiscard]] Lane& at(int lane) { return lanes_[static_cast<std::size_t>(lane)]; }
  [[nodiscard]] std::shared_ptr<Accumulator> accumulator(int lane, const float* registers) const;
  void take(Accumulator& into, int lane, float* registers, int cols);
  void give_back(Accumulator& from, int cols);
  void multiply(const Product& p);
  [[nodiscard]] std::vector<float> left_of(const Product& p);
  [[nodiscard]] std::vector<float> right_of(const Product& p);

  Async* async_;
  std::array<Lane, lanes> lanes_{};
  std::vector<Product> products_;  ///< issued and not yet computed, in order
};

}  // namespace redblue::kernels::cpu
