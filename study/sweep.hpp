// run_sweep: evaluates the points of a space on several threads and hands each record to a sink.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/study/key.hpp>
#include <redblue/study/record.hpp>
#include <redblue/study/sweep_space.hpp>

namespace redblue::study {

/// Where records go. `finished` and `write` are called from several threads at once, `take` from one at a
/// time.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  /// True when the record of this key is there already.
  [[nodiscard]] virtual bool finished(Key key) const = 0;
  /// Appends the record as the sink wants it to `text`.
  virtual void write(std::string& text, const Record& record, Key key) const = 0;
  /// Stores what `write` made of point number `index`. Every index of the sweep comes once, in no order;
  /// `record` is null, and `text` empty, for a point without a new record.
  virtual void take(std::uint64_t index, std::string_view text, const Record* record) = 0;
};

/// How far a sweep is.
struct SweepProgress {
  std::uint64_t points = 0;     ///< of the whole space
  std::uint64_t seen = 0;       ///< points decided, whatever became of them
  std::uint64_t computed = 0;   ///< new records
  std::uint64_t skipped = 0;    ///< finished before
  std::uint64_t elsewhere = 0;  ///< of other shards
  std::uint64_t left_out = 0;   ///< schedules that cannot run the shape, where that is allowed
  std::uint64_t failed = 0;
  double seconds = 0;
  std::optional<double> best_ratio;  ///< least of the new records; io / lower bound
  std::string_view best_algorithm;
};

struct SweepOptions {
  int threads = 1;
  std::uint64_t shard = 0;  ///< from 0
  std::uint64_t shards = 1;
  bool leave_out = false;  ///< pass over schedules that cannot run a shape; else such a point has failed
  std::vector<const Schedule*> keep = {};  ///< with leave_out: of these such a point has failed all the same
  std::optional<std::chrono::steady_clock::time_point> deadline;
  const std::atomic<bool>* stop = nullptr;             ///< looked at before each point
  std::function<void(const SweepProgress&)> progress;  ///< several times a second
};

struct SweepOutcome {
  SweepProgress counts;
  bool stopped = false;  ///< by `stop`
  bool out_of_time = false;
  bool out_of_memory = false;  ///< the system refused some
  std::vector<std::string> notes;     ///< one per schedule left out: its first reason
  std::vector<std::string> failures;  ///< the first few, each with its point
};

/// Every point of the shard has a record in the sink afterwards, unless the outcome says why not.
/// Throws: what the sink throws; what was taken before is kept.
[[nodiscard]] SweepOutcome run_sweep(const SweepSpace& space, const SweepOptions& options, RecordSink& sink);

/// "flash_attention_2 at Nq 64, Nk 64, dk 8, dv 8, M 300 words".
[[nodiscard]] std::string point_text(const Point& point);

}  // namespace redblue::study
