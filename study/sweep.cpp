#include <algorithm>
#include <exception>
#include <new>
#include <map>
#include <mutex>

#include <redblue/proofs_check/bound.hpp>
#include <redblue/study/record_key.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::study {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t failures_kept = 5;
constexpr std::uint64_t points_at_a_time = 16;
constexpr std::chrono::milliseconds between_reports{100};

/// What became of one point.
enum class Fate { computed, skipped, elsewhere, left_out, failed };

std::string schedule_and_shape(const Point& p) {
  return std::string(p.schedule != nullptr ? p.schedule->id : "best") + " at Nq " +
         std::to_string(p.shape.Nq) + ", Nk " + std::to_string(p.shape.Nk) + ", dk " +
         std::to_string(p.shape.dk) + ", dv " + std::to_string(p.shape.dv);
}

/// What the threads share; everything below the lock.
class Ledger {
 public:
  Ledger(const SweepSpace& space, const SweepOptions& options, RecordSink& sink)
      : space_(space), options_(options), sink_(sink) {
    outcome_.counts.points = space.size();
  }

  /// The first of the next few points; past the end when there is nothing left to do.
  std::uint64_t claim(std::uint64_t points) {
    return broken_.load(std::memory_order_relaxed) ? space_.size()
                                                   : next_.fetch_add(points, std::memory_order_relaxed);
  }

  /// False when the sweep should end now.
  bool may_go_on() {
    if (broken_.load(std::memory_order_relaxed)) return false;
    if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed))
      return halt(outcome_.stopped);
    if (options_.deadline && Clock::now() >= *options_.deadline) return halt(outcome_.out_of_time);
    return true;
  }

  void settle(std::uint64_t index, Fate fate, std::string_view text, const Record* record) {
    const std::lock_guard lock(mutex_);
    sink_.take(index, text, record);
    SweepProgress& c = outcome_.counts;
    ++c.seen;
    ++(fate == Fate::computed    ? c.computed
       : fate == Fate::skipped   ? c.skipped
       : fate == Fate::elsewhere ? c.elsewhere
       : fate == Fate::left_out  ? c.left_out
                                 : c.failed);
    if (record != nullptr && record->ratio && (!c.best_ratio || *record->ratio < *c.best_ratio))
      c.best_ratio = record->ratio, c.best_algorithm = record->algorithm();
    report();
  }

  void note_left_out(const Point& point, const std::string& why) {
    const std::lock_guard lock(mutex_);
    notes_.try_emplace(point.schedule, std::string(point.schedule->id) + " is left out: " + why);
  }

  /// Each text once: what no M makes possible is the same at all of them.
  void note_failure(const std::string& where, std::string_view why) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string>& kept = outcome_.failures;
    std::string text = where + ": " + std::string(why);
    if (kept.size() < failures_kept && std::find(kept.begin(), kept.end(), text) == kept.end())
      kept.push_back(std::move(text));
  }

  /// Memory that the system refuses is a limit: what was computed before stays.
  void stop_for_memory() { (void)halt(outcome_.out_of_memory); }

  /// The first exception that a thread could not handle ends all of them.
  void abort(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = error;
    broken_ = true;
  }

  SweepOutcome close() {
    if (error_) std::rethrow_exception(error_);
    outcome_.counts.seconds = seconds();
    if (options_.progress) options_.progress(outcome_.counts);
    for (const Schedule* s : space_.axes().schedules)
      if (const auto note = notes_.find(s); note != notes_.end()) outcome_.notes.push_back(note->second);
    return std::move(outcome_);
  }

 private:
  bool halt(bool& reason) {
    const std::lock_guard lock(mutex_);
    reason = true;
    broken_ = true;
    return false;
  }

  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(Clock::now() - start_).count();
  }

  void report() {
    if (!options_.progress) return;
    const auto now = Clock::now();
    if (now - last_report_ < between_reports) return;
    last_report_ = now;
    outcome_.counts.seconds = seconds();
    options_.progress(outcome_.counts);
  }

  const SweepSpace& space_;
  const SweepOptions& options_;
  RecordSink& sink_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> broken_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
  std::map<const Schedule*, std::string> notes_;
  SweepOutcome outcome_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_report_ = start_;
};

/// One thread: its walk, its buffer, and the bounds of the last (shape, M).
class Worker {
 public:
  Worker(const SweepSpace& space, const SweepOptions& options, RecordSink& sink, Ledger& ledger)
      : space_(space), options_(options), sink_(sink), ledger_(ledger), walk_(space) {}

  void run() {
    // Whole groups, so that the bounds of a (shape, M) are found by one thread.
    const std::uint64_t step = (points_at_a_time + space_.group() - 1) / space_.group() * space_.group();
    for (std::uint64_t first = ledger_.claim(step); first < space_.size(); first = ledger_.claim(step))
      for (std::uint64_t index = first; index < std::min(first + step, space_.size()); ++index) {
        if (!ledger_.may_go_on()) return;
        settle(index);
      }
  }

 private:
  void settle(std::uint64_t index) {
    const Point& point = walk_.at(index);
    const Key key = point_key(point);
    text_.clear();
    record_.reset();
    const Fate fate = options_.shards > 1 && shard_of(key, options_.shards) != options_.shard
                          ? Fate::elsewhere
                      : sink_.finished(key) ? Fate::skipped
                                            : compute(point, key);
    ledger_.settle(index, fate, text_, record_ ? &*record_ : nullptr);
  }

  Fate compute(const Point& point, Key key) {
    if (point.schedule != nullptr) {
      const std::string why = point.schedule->why_not(point.shape, point.options);
      if (!why.empty()) return cannot_run(point, why);
    }
    try {
      record_ = evaluate(point, bounds_of(point));
      sink_.write(text_, *record_, key);
      return Fate::computed;
    } catch (const sim::Error& e) {
      text_.clear();
      record_.reset();
      return ledger_.note_failure(point_text(point), e.what()), Fate::failed;
    }
  }

  Fate cannot_run(const Point& point, const std::string& why) {
    const auto& keep = options_.keep;
    if (options_.leave_out && std::find(keep.begin(), keep.end(), point.schedule) == keep.end())
      return ledger_.note_left_out(point, why), Fate::left_out;
    ledger_.note_failure(schedule_and_shape(point), why);
    return Fate::failed;
  }

  const proofs_check::LowerBounds& bounds_of(const Point& point) {
    if (!bounds_ || shape_ != point.shape || M_ != point.M) {
      bounds_.reset();
      bounds_ = proofs_check::lower_bounds(point.shape, point.M, point.rules);
      shape_ = point.shape, M_ = point.M;
    }
    return *bounds_;
  }

  const SweepSpace& space_;
  const SweepOptions& options_;
  RecordSink& sink_;
  Ledger& ledger_;
  SweepWalk walk_;
  std::string text_;
  std::optional<Record> record_;
  std::optional<proofs_check::LowerBounds> bounds_;
  AttentionShape shape_;
  Words M_;
};

}  // namespace

std::string point_text(const Point& p) {
  return schedule_and_shape(p) + ", M " + sim::to_string(p.M) + " words";
}

SweepOutcome run_sweep(const SweepSpace& space, const SweepOptions& options, RecordSink& sink) {
  Ledger ledger(space, options, sink);
  const auto work = [&] {
    try {
      Worker(space, options, sink, ledger).run();
    } catch (const std::bad_alloc&) {
      ledger.stop_for_memory();
    } catch (...) {
      ledger.abort(std::current_exception());
    }
  };
#pragma omp parallel num_threads(options.threads) default(none) shared(work)
  work();
  return ledger.close();
}

}  // namespace redblue::study
