// WarpLog: from the addresses of the 32 threads of a warp, what the memory system would make of them.
//
// Global memory moves sectors of 32 bytes; shared memory has 32 banks of one word each, and words of one
// bank that differ are served one after another. The k-th access of each thread to the same tile or tensor
// since the last barrier is taken as one request of the warp: a prediction, exact where the threads of the
// warp take the same path. A box of the copy engine is a request of its own, row by row.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <tuple>

namespace redblue::kernels::cpu {

/// Requests of warps, and what they cost beside the least they could.
struct Prediction {
  std::int64_t requests = 0;
  std::int64_t cost = 0;   ///< global: sectors; shared: turns of the banks
  std::int64_t least = 0;  ///< global: sectors of the same words side by side; shared: one turn each
  Prediction& operator+=(const Prediction& o) {
    return requests += o.requests, cost += o.cost, least += o.least, *this;
  }
};

struct Predictions {
  Prediction global;
  Prediction shared;
  Prediction boxes;  ///< of the copy engine: a request is a box, its cost sectors

  /// All that goes to and from global memory.
  [[nodiscard]] Prediction sectors() const { return Prediction(global) += boxes; }
};

class WarpLog {
 public:
  enum class Space : std::uint8_t { global, shared };

  /// One access. `array`: the tensor or the tile; `word`: its address in words of 32 bits, in which half a
  /// word counts as the whole.
  void add(int thread, Space space, int array, bool write, std::int64_t word);
  /// A box: `rows` rows of `bytes` each, the first at byte `first`, one every `pitch` bytes.
  void box(std::int64_t first, std::int64_t rows, std::int64_t bytes, std::int64_t pitch);
  /// The threads met: the requests so far are complete.
  void barrier();

  [[nodiscard]] const Predictions& predictions() const { return predictions_; }

 private:
  struct Request {
    std::uint32_t active = 0;
    std::array<std::int64_t, 32> words{};
  };
  using Stream = std::tuple<int, Space, int, bool>;  ///< warp or thread, space, array, direction
  using Key = std::tuple<Stream, std::int64_t>;      ///< which access of its stream

  std::map<Stream, std::int64_t> made_;  ///< accesses of each thread
  std::map<Key, Request> open_;
  Predictions predictions_;
};

}  // namespace redblue::kernels::cpu
