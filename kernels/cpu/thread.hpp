// Thread: what a kernel sees of its thread, on the CPU. The same face as cuda/thread.cuh.
#pragma once

#include <cstdint>
#include <string>

#include <redblue/kernels/cpu/block.hpp>

namespace redblue::kernels::cpu {

class Thread {
 public:
  Thread(Block& block, Block::Lane& lane) : block_(block), lane_(lane) {}

  [[nodiscard]] int index() const { return lane_.index; }
  [[nodiscard]] long block() const { return block_.number_; }
  [[nodiscard]] long head() const { return block_.head_; }

  /// All threads of the block have come this far, and see what the others wrote.
  void barrier(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    block_.wait(lane_, Block::State::at_barrier, {file, line});
  }
  /// The value of the thread whose number differs by `lanes` (exclusive or), in aligned groups of `width`.
  float shuffle_xor(float value, int lanes, int width, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
    return block_.shuffle(lane_, value, lanes, width, {file, line});
  }

  template <int tensor>
  float load(Words<tensor> from, Extent at) {
    touch<tensor>(from, at, false);
    ++block_.moved_->reads[tensor];
    return from.data[at];
  }
  template <int tensor>
  void store(Words<tensor> to, Extent at, float word) {
    touch<tensor>(to, at, true);
    ++block_.moved_->writes[tensor];
    to.data[at] = word;
  }
  /// Threads take turns, so adding is atomic.
  void add(unsigned long long* sum, unsigned long long n) { *sum += n; }

  /// `size` words of the block's shared memory from word `first` on.
  class Shared {
   public:
    Shared(Block& block, int thread, int first, int size)
        : block_(&block), thread_(thread), first_(first), size_(size) {}
    [[nodiscard]] float get(int word) const {
      look_at(word, false);
      return block_->shared_.read(first_ + word, thread_, [&](const auto& w) { block_->complain(w); });
    }
    void set(int word, float value) const {
      look_at(word, true);
      block_->shared_.write(first_ + word, thread_, value, [&](const auto& w) { block_->complain(w); });
    }

   private:
    void look_at(int word, bool write) const {
      if (word < 0 || word >= size_)
        block_->fail(FaultKind::out_of_bounds, "thread " + std::to_string(thread_) + " touches word " +
                                                   std::to_string(word) + " of " + std::to_string(size_) +
                                                   " of a tile in shared memory");
      if (block_->log_ != nullptr)
        block_->log_->add(thread_, WarpLog::Space::shared, first_, write, first_ + word);
    }
    Block* block_;
    int thread_;
    int first_;
    int size_;
  };
  [[nodiscard]] Shared shared(int first, int size) const { return {block_, lane_.index, first, size}; }

 private:
  template <int tensor>
  void touch(Words<tensor> words, Extent at, bool write) {
    if (at < 0 || at >= words.size)
      block_.fail(FaultKind::out_of_bounds, "thread " + std::to_string(index()) + " touches word " +
                                                std::to_string(at) + " of " + std::to_string(words.size) +
                                                " of " + std::string(sim::tensor_table[tensor].name));
    if (block_.log_ != nullptr)
      block_.log_->add(index(), WarpLog::Space::global, tensor, write,
                       static_cast<std::int64_t>(reinterpret_cast<std::uintptr_t>(words.data + at) / 4));
  }

 protected:
  Block& block_;
  Block::Lane& lane_;
};

}  // namespace redblue::kernels::cpu
