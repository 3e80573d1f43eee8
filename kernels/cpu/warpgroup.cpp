#include <algorithm>
#include <limits>

#include <redblue/kernels/cpu/async.hpp>

namespace redblue::kernels::cpu {
namespace {

/// A matrix descriptor taken apart again.
struct Operand {
  int start, leading, stride;
  bool swizzled;
  explicit Operand(std::uint64_t d)
      : start(field(d, 0)), leading(field(d, 16)), stride(field(d, 32)), swizzled(d >> 62 == 1) {}
  static int field(std::uint64_t d, int bit) { return static_cast<int>(d >> bit & 0x3fff) << 4; }

  /// The byte of element k of row n of an operand whose rows lie along k.
  [[nodiscard]] int along_k(int n, int k) const {
    return hopper::swizzled(start + n / 8 * stride + n % 8 * box_row_bytes + 2 * k);
  }
  /// The same where the rows lie along n: 64 columns of 8 k, then 64 more, then 8 k more.
  [[nodiscard]] int along_n(int n, int k) const {
    return hopper::swizzled(start + n / box_cols * leading + k / 8 * stride + k % 8 * box_row_bytes +
                            n % box_cols * 2);
  }
};

float half_of(std::uint32_t pair, int upper) {
  return to_float({static_cast<std::uint16_t>(upper != 0 ? pair >> 16 : pair & 0xffffU)});
}

}  // namespace

/// The accumulator that the thread has in these registers, with products on their way.
std::shared_ptr<Warpgroup::Accumulator> Warpgroup::accumulator(int lane, const float* registers) const {
  for (const Product& p : products_)
    if (p.into->registers[static_cast<std::size_t>(lane)] == registers) return p.into;
  return nullptr;
}

void Warpgroup::take(Accumulator& into, int lane, float* registers, int cols) {
  into.registers[static_cast<std::size_t>(lane)] = registers;
  into.tile.resize(static_cast<std::size_t>(rows * cols));
  for (int n = 0; n < cols / 2; ++n) {
    const int cell = hopper::fragment_row(lane, n) * cols + hopper::fragment_col(lane, n);
    into.tile[static_cast<std::size_t>(cell)] = registers[n];
    registers[n] = std::numeric_limits<float>::quiet_NaN();
  }
}

void Warpgroup::give_back(Accumulator& from, int cols) {
  for (int lane = 0; lane < lanes; ++lane)
    for (int n = 0; n < cols / 2; ++n) {
      const int cell = hopper::fragment_row(lane, n) * cols + hopper::fragment_col(lane, n);
      from.registers[static_cast<std::size_t>(lane)][n] = from.tile[static_cast<std::size_t>(cell)];
    }
}

void Warpgroup::issue(int lane, const Shape& shape, float* registers, const std::uint32_t* left) {
  if (!at(lane).fenced)
    async_->fail(FaultKind::unfenced, "a wgmma follows a wait or the start without wgmma.fence");
  const std::size_t number = at(lane).issued++;
  if (number == products_.size()) {
    auto into = accumulator(lane, registers);
    products_.push_back({shape, into ? into : std::make_shared<Accumulator>(), {}, 0});
    ++products_.back().into->products;
  }
  Product& p = products_[number];
  if (!(p.shape == shape))
    async_->fail(FaultKind::divergence, "threads of a warpgroup issue different products");
  float* const known = p.into->registers[static_cast<std::size_t>(lane)];
  if (known == nullptr)
    take(*p.into, lane, registers, shape.cols);
  else if (known != registers)
    async_->fail(FaultKind::divergence, "threads of a warpgroup accumulate in different registers");
  if (left != nullptr) std::copy_n(left, 4, p.left[static_cast<std::size_t>(lane)].begin());
  ++p.issued_by;
}

bool Warpgroup::all_wait() const {
  return std::all_of(lanes_.begin(), lanes_.end(), [](const Lane& lane) { return lane.waits; });
}

void Warpgroup::compute() {
  const std::size_t committed = lanes_[0].committed;
  for (const Lane& lane : lanes_)
    if (lane.committed != committed || lane.issued != lanes_[0].issued)
      async_->fail(FaultKind::divergence, "threads of a warpgroup wait for different products");
  for (std::size_t n = 0; n < committed; ++n) {
    multiply(products_[n]);
    if (--products_[n].into->products == 0) give_back(*products_[n].into, products_[n].shape.cols);
  }
  products_.erase(products_.begin(), products_.begin() + static_cast<std::ptrdiff_t>(committed));
  for (Lane& lane : lanes_) lane = {lane.issued - committed, 0, false, false};
}

/// A as rows x depth. In registers, a thread holds pairs along k: rows r, r + 8 at k and again at k + 8.
std::vector<float> Warpgroup::left_of(const Product& p) {
  std::vector<float> a(rows * depth);
  if (p.shape.left_in_registers) {
    for (int lane = 0; lane < lanes; ++lane)
      for (int n = 0; n < 8; ++n)
        a[static_cast<std::size_t>(hopper::fragment_row(lane, n) * depth + hopper::fragment_col(lane, n))] =
            half_of(p.left[static_cast<std::size_t>(lane)][static_cast<std::size_t>(n / 2)], n % 2);
    return a;
  }
  const Operand from(p.shape.left);
  for (int r = 0; r < rows; ++r)
    for (int k = 0; k < depth; ++k)
      a[static_cast<std::size_t>(r * depth + k)] =
          to_float(async_->read(from.along_k(r, k), "the left side of a wgmma"));
  return a;
}

/// B as depth x cols.
std::vector<float> Warpgroup::right_of(const Product& p) {
  std::vector<float> b(static_cast<std::size_t>(depth * p.shape.cols));
  const Operand from(p.shape.right);
  for (int k = 0; k < depth; ++k)
    for (int n = 0; n < p.shape.cols; ++n)
      b[static_cast<std::size_t>(k * p.shape.cols + n)] =
          to_float(async_->read(p.shape.right_is_transposed ? from.along_n(n, k) : from.along_k(n, k),
                                "the right side of a wgmma"));
  return b;
}

void Warpgroup::multiply(const Product& p) {
  if ((!p.shape.left_in_registers && !Operand(p.shape.left).swizzled) || !Operand(p.shape.right).swizzled)
    async_->fail(FaultKind::misuse, "the descriptor of a wgmma does not say 128-byte swizzle");
  const std::vector<float> a = left_of(p);
  const std::vector<float> b = right_of(p);
  const auto cols = static_cast<std::size_t>(p.shape.cols);
  std::vector<float>& tile = p.into->tile;
  if (!p.shape.accumulate) std::fill(tile.begin(), tile.end(), 0.0F);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t k = 0; k < depth; ++k) {
      const float left = a[r * depth + k];
      float* const row = &tile[r * cols];
      const float* const right = &b[k * cols];
      for (std::size_t n = 0; n < cols; ++n) row[n] += left * right[n];
    }
}

}  // namespace redblue::kernels::cpu
