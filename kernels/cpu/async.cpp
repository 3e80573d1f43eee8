#include <algorithm>
#include <iterator>

#include <redblue/kernels/cpu/async.hpp>

namespace redblue::kernels::cpu {
namespace {

std::string number(long n) { return std::to_string(n); }
std::string named(int barrier) { return "the mbarrier at byte " + number(barrier); }

}  // namespace

void Async::reset(int bytes, int threads) {
  bytes_.assign(static_cast<std::size_t>(bytes), 0xff);
  chunks_.assign(static_cast<std::size_t>(bytes / chunk_bytes), Chunk::unwritten);
  barriers_.clear();
  copies_.clear();
  warpgroups_.assign(static_cast<std::size_t>(threads / hopper::warpgroup), Warpgroup(*this));
  epoch_ = 0;
}

void Async::init(int thread, int barrier, int count) {
  if (barrier < 0 || barrier % hopper::mbarrier_bytes != 0 ||
      barrier + hopper::mbarrier_bytes > static_cast<int>(bytes_.size()))
    fail(FaultKind::out_of_bounds, named(barrier) + " is not one of 8 bytes inside shared memory");
  barriers_[barrier] = {count, count, 0, 0, thread, false, epoch_};
}

void Async::fence_init(int thread) {
  for (auto& [at, b] : barriers_)
    if (b.owner == thread) b.fenced = true;
}

/// The barrier, if this thread may use it.
Async::Mbarrier& Async::used(int thread, int barrier) {
  const auto found = barriers_.find(barrier);
  const std::string who = "thread " + number(thread) + " uses " + named(barrier);
  if (found == barriers_.end()) fail(FaultKind::uninitialised, who + ", which nobody initialised");
  Mbarrier& b = found->second;
  if (b.owner != thread && b.epoch == epoch_)
    fail(FaultKind::race,
         who + ", which thread " + number(b.owner) + " initialised without a barrier between them");
  if (!b.fenced) fail(FaultKind::unfenced, who + ", whose initialisation no fence.mbarrier_init shows");
  return b;
}

void Async::end_phase(Mbarrier& b) {
  if (b.pending != 0 || b.bytes != 0) return;
  ++b.phase;
  b.pending = b.count;
  for (Block::Lane& lane : block_.lanes_)
    if (lane.state == Block::State::at_mbarrier) lane.state = Block::State::ready;
}

void Async::arrive(int thread, int barrier, int bytes) {
  Mbarrier& b = used(thread, barrier);
  if (b.pending == 0)
    fail(FaultKind::misuse, "thread " + number(thread) + " arrives at " + named(barrier) +
                                " as one more than " + number(b.count));
  b.bytes += bytes;
  --b.pending;
  end_phase(b);
}

bool Async::passed(int thread, int barrier, int parity) {
  return static_cast<int>(used(thread, barrier).phase & 1U) != parity;
}

void Async::require_place(const Copy& copy) {
  const int end = copy.to + copy.box_rows * box_row_bytes;
  if (copy.to < 0 || end > static_cast<int>(bytes_.size()))
    fail(FaultKind::out_of_bounds, "a box of " + std::string(sim::tensor_table[copy.tensor].name) +
                                       " ends at byte " + number(end) + " of " +
                                       number(static_cast<long>(bytes_.size())) + " of shared memory");
  if (copy.to % hopper::atom_bytes != 0)
    fail(FaultKind::misuse,
         "a swizzled box starts at byte " + number(copy.to) + ", not at a multiple of 1024");
}

void Async::copy(int thread, const Copy& copy) {
  used(thread, copy.barrier);
  require_place(copy);
  for (int c = copy.to / chunk_bytes; c < (copy.to + copy.box_rows * box_row_bytes) / chunk_bytes; ++c)
    if (chunks_[static_cast<std::size_t>(c)] == Chunk::in_flight)
      fail(FaultKind::in_flight, "a box of " + std::string(sim::tensor_table[copy.tensor].name) +
                                     " is sent to byte " + number(copy.to) + ", where another is on its way");
  mark(copy, Chunk::in_flight);
  copies_.push_back(copy);
}

void Async::mark(const Copy& copy, Chunk as) {
  const int size = copy.box_rows * box_row_bytes;
  std::fill_n(bytes_.begin() + copy.to, size, std::uint8_t{0xff});
  std::fill_n(chunks_.begin() + copy.to / chunk_bytes, size / chunk_bytes, as);
}

void Async::deliver(const Copy& copy) {
  mark(copy, Chunk::written);
  for (int r = 0; r < copy.box_rows; ++r)
    for (int c = 0; c < box_cols; ++c) {
      const Extent row = copy.row + r;
      const Extent col = copy.col + c;
      const bool inside = row >= 0 && row < copy.rows && col >= 0 && col < copy.cols;
      const Bf16 word = inside ? copy.data[row * copy.pitch + col] : Bf16{};
      const int at = hopper::swizzled(copy.to + r * box_row_bytes + 2 * c);
      bytes_[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(word.bits & 0xffU);
      bytes_[static_cast<std::size_t>(at) + 1] = static_cast<std::uint8_t>(word.bits >> 8);
      if (inside) ++block_.moved_->reads[copy.tensor];
    }
  Mbarrier& b = barriers_.at(copy.barrier);
  b.bytes -= copy.box_rows * box_row_bytes;
  if (b.bytes < 0)
    fail(FaultKind::in_flight,
         named(copy.barrier) + " is told of " + number(-b.bytes) + " bytes that its phase does not expect");
  end_phase(b);
}

Bf16 Async::read(int byte, const char* reader) {
  const auto what = [&] { return std::string(reader) + " reads byte " + number(byte) + " of shared memory"; };
  if (byte < 0 || byte + 2 > static_cast<int>(bytes_.size()))
    fail(FaultKind::out_of_bounds, what() + ", which has " + number(static_cast<long>(bytes_.size())));
  const Chunk chunk = chunks_[static_cast<std::size_t>(byte / chunk_bytes)];
  if (chunk == Chunk::unwritten) fail(FaultKind::uninitialised, what() + ", which nobody wrote");
  if (chunk == Chunk::in_flight) fail(FaultKind::in_flight, what() + ", to which a box is still on its way");
  const auto at = static_cast<std::size_t>(byte);
  return {static_cast<std::uint16_t>(bytes_[at] | bytes_[at + 1] << 8)};
}

bool Async::advance() {
  for (std::size_t g = 0; g < warpgroups_.size(); ++g) {
    if (!warpgroups_[g].all_wait()) continue;
    warpgroups_[g].compute();
    for (std::size_t t = 0; t < hopper::warpgroup; ++t)
      block_.lanes_[g * hopper::warpgroup + t].state = Block::State::ready;
    return true;
  }
  const auto awaited = [&](const Copy& copy) {
    return std::any_of(block_.lanes_.begin(), block_.lanes_.end(), [&](const Block::Lane& lane) {
      return lane.state == Block::State::at_mbarrier && lane.mbarrier == copy.barrier;
    });
  };
  // Any order is allowed; newest first is the one that nobody hopes for.
  const auto newest = std::find_if(copies_.rbegin(), copies_.rend(), awaited);
  if (newest == copies_.rend()) return false;
  const Copy copy = *newest;
  copies_.erase(std::next(newest).base());
  deliver(copy);
  return true;
}

void Async::finish() {
  if (!copies_.empty())
    fail(FaultKind::in_flight,
         number(static_cast<long>(copies_.size())) + " boxes are on their way at the end");
  for (const Warpgroup& w : warpgroups_)
    if (!w.idle()) fail(FaultKind::in_flight, "products of a warpgroup are on their way at the end");
}

std::string Async::what_is_awaited() const {
  std::string all;
  for (const auto& [at, b] : barriers_)
    all += "; " + named(at) + " is in phase " + number(b.phase) + ", short of " + number(b.pending) + " of " +
           number(b.count) + " arrivals and " + number(b.bytes) + " bytes";
  return all;
}

}  // namespace redblue::kernels::cpu
