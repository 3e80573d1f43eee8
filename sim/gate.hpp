// Gate: the border of one level of fast memory. It is the only place that admits words, so it is
// where capacity is enforced, where traffic is counted, and why counts cannot differ between machines.
//
// Its counters are the two-level count on its cut, whose M is its capacity.
#pragma once

#include <source_location>
#include <string>
#include <string_view>

#include <redblue/sim/counts.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::sim {

/// "file.hpp:12", the end of a path only.
[[nodiscard]] inline std::string place(const std::source_location& where) {
  std::string_view file = where.file_name();
  if (const auto slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  return std::string(file) + ":" + std::to_string(where.line());
}

class Gate {
 public:
  /// Unit: words. Capacities are below 2^63: an Extent keeps the inner loop of a counted run short.
  explicit Gate(Words capacity) : capacity_(static_cast<Extent>(capacity.count())) {}

  /// `words` more words are inside.
  /// Throws: CapacityExceeded with the amount needed, M and the place.
  void admit(Extent words, const std::source_location& where) {
    if (words > capacity_ - resident_)
      raise(CapacityExceeded(Words{Int128{resident_} + words}, Words{capacity_}, place(where)));
    resident_ += words;
    if (resident_ > peak_) peak_ = resident_;
  }
  void dismiss(Extent words) { resident_ -= words; }

  void count_reads(Tensor t, Extent words) { traffic_[t].reads += Words{words}; }
  void count_writes(Tensor t, Extent words) { traffic_[t].writes += Words{words}; }
  void count_flops(Int128 flops) { traffic_.flops += flops; }

  [[nodiscard]] Words capacity() const { return Words{capacity_}; }
  [[nodiscard]] Words resident() const { return Words{resident_}; }
  [[nodiscard]] Counts counts() const {
    Counts counts = traffic_;
    counts.peak = Words{peak_};
    return counts;
  }

 private:
  Extent capacity_;
  Extent resident_ = 0;
  Extent peak_ = 0;
  Counts traffic_;
};

}  // namespace redblue::sim
