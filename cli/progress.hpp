// How far a sweep is, on stderr: one line that overwrites itself on a terminal, JSON lines for programs.
#pragma once

#include <cstdint>
#include <string>

#include <redblue/cli/command.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::cli {

class ProgressPrinter {
 public:
  enum class Style { none, terminal, jsonl };

  /// --progress, where `auto` is a line on a terminal and nothing else. Throws: UsageError.
  static Style style_of(const Flags& flags);

  /// `shards`: how many share the points.
  ProgressPrinter(Style style, std::uint64_t shards) : style_(style), shards_(shards) {}
  ~ProgressPrinter();
  ProgressPrinter(const ProgressPrinter&) = delete;
  ProgressPrinter& operator=(const ProgressPrinter&) = delete;

  /// Prints now if enough time has passed since the last time.
  void show(const study::SweepProgress& progress);

 private:
  Style style_;
  std::uint64_t shards_;
  double last_seconds_ = -1;
  bool line_open_ = false;
};

/// done, total, rate and ETA as text and as JSON. Unit: seconds, records per second.
[[nodiscard]] std::string progress_line(const study::SweepProgress& progress, std::uint64_t shards);
[[nodiscard]] std::string progress_json(const study::SweepProgress& progress, std::uint64_t shards);

}  // namespace redblue::cli
