// The reading side of records: plain values of one line of a .jsonl file, for plots, reports and
// sweeps that go on. Records may come from a foreign or damaged file: nothing in them is trusted.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/counts.hpp>
#include <redblue/sim/shape.hpp>
#include <redblue/study/result.hpp>

namespace redblue::study {

struct BoundRow {
  std::string id;
  std::optional<sim::Int128> words;  ///< empty: asymptotic or not applicable
  bool applicable = false;
  bool comparable = false;  ///< may be compared with the record's count
  std::string why_not;
  std::string strength;
  std::string rules;
};

struct RecordRow {
  std::string key;
  std::string algorithm;  ///< as asked, "best" included
  std::string schedule;   ///< the one that ran; empty: nothing fits
  std::string options;    ///< as flags would say: "tiles=best init=onchip stats=max"
  sim::AttentionShape shape;
  sim::Int128 heads = 1;
  sim::Int128 batch = 1;
  sim::Int128 M = 0;
  std::string rules;
  std::string mode;
  bool feasible = false;
  bool plays_rules = true;
  sim::Int128 overflow = 0;
  std::optional<sim::Int128> smallest_M;
  std::string plan;  ///< "Br=121 Bc=1 footprint_words=16100"; empty: none
  std::optional<sim::Int128> reads, writes, io, peak, flops;  ///< empty: nothing was planned
  std::optional<sim::Int128> reads_bytes, writes_bytes;
  std::array<sim::Traffic, sim::tensor_count> by_tensor{};
  sim::Int128 lower = 0;
  std::string lower_by;
  std::optional<double> ratio;
  std::optional<double> max_error;
  std::vector<BoundRow> bounds;
  std::string version;
  std::string git;
};

/// Longest line that is looked at. Unit: bytes.
inline constexpr std::size_t max_record_bytes = std::size_t{1} << 20;
/// Deepest nesting of a record; ours have 3.
inline constexpr int max_record_depth = 16;

/// The record in `line`, or why it is none. Never throws for any bytes but on lack of memory.
[[nodiscard]] Result<RecordRow> parse_record_line(std::string_view line);

}  // namespace redblue::study
