// redblue sweep: the product of the axes, in parallel, into a journal or a table.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/interrupt.hpp>
#include <redblue/cli/long_runs.hpp>
#include <redblue/cli/memory_limit.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/progress.hpp>
#include <redblue/cli/record_stream.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/sweep_plan.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/journal_sink.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/sweep.hpp>

namespace redblue::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t default_most_points = 10'000'000;
constexpr std::uint64_t most_table_rows = 100'000;
constexpr Limits limit_points{1, Int128{1} << 40};
constexpr Limits limit_shards{1, 1'000'000};

struct Shard {
  std::uint64_t number = 1;  ///< from 1, as users write it
  std::uint64_t count = 1;
};

/// Everything that is decided before the first point.
struct SweepRun {
  study::SweepSpace space;
  std::string plan;
  Shard shard = {};
  int threads = 1;
  Format format = Format::table;
  std::optional<std::int64_t> seconds = {};
  std::optional<std::int64_t> bytes = {};
  TableExtras extras = {};
  std::vector<const Schedule*> named = {};  ///< these fail where they cannot run; others are left out

  /// --output FILE.jsonl keeps a journal; everything else is printed in order.
  [[nodiscard]] bool keeps_journal(const Flags& flags) const {
    return format == Format::jsonl && flags.has("output");
  }
};

Int128 number_or(const Flags& flags, std::string_view name, const Limits& limits, Int128 otherwise) {
  const Given* given = flags.find(name);
  return given != nullptr ? parse_integer(*given, limits) : otherwise;
}

Shard parse_shard(const Flags& flags) {
  const Given* given = flags.find("shard");
  if (given == nullptr) return {};
  const std::size_t slash = given->text.find('/');
  if (slash == std::string::npos) given->refuse("write it as i/n, e.g. 1/4 to 4/4");
  const std::string_view text = given->text;
  const Int128 count = parse_integer(*given, text.substr(slash + 1), limit_shards);
  const Int128 number = parse_integer(*given, text.substr(0, slash), Limits{1, count});
  return {static_cast<std::uint64_t>(number), static_cast<std::uint64_t>(count)};
}

void refuse_impossible(const Flags& flags, const SweepRun& run) {
  if (run.keeps_journal(flags)) return;
  for (const char* flag : {"resume", "allow-mixed"})
    if (flags.has(flag))
      sim::raise(
          UsageError("--" + std::string(flag) + " goes on with a journal; give it as --output FILE.jsonl"));
  if (run.format == Format::table && run.space.size() > most_table_rows && !flags.has("dry-run"))
    sim::raise(UsageError("a table of " + with_commas(run.space.size()) +
                          " rows; take --output FILE.jsonl, or --format csv"));
}

/// Counted and executed points are few, since each takes its time: all are looked at.
void refuse_long_runs(const study::SweepSpace& space) {
  study::SweepWalk walk(space);
  for (std::uint64_t index = 0; index < space.size(); ++index) refuse_long_run(walk.at(index));
}

/// What every point of a sweep shares, for below its table.
std::string shared_text(const RunSpec& spec) {
  const std::string how = spec.mode == study::Mode::predicted
                              ? "by closed form"
                              : "from runs that were " + std::string(study::name(spec.mode));
  return "\nCounts under rules " + std::string(proofs_check::name(spec.rules)) + ", " + how + ", mask " +
         study::mask_text(spec.axes.mask) + context_text(spec.point(nullptr, {}, Words{0})) + ".\n";
}

SweepRun prepare(const Flags& flags) {
  const RunSpec spec = run_spec(flags);
  const auto most =
      static_cast<std::uint64_t>(number_or(flags, "max-points", limit_points, default_most_points));
  const Int128 cores = std::clamp(std::thread::hardware_concurrency(), 1U, 1024U);
  SweepRun run{sweep_space(spec, most), sweep_plan_text(spec, most)};
  run.shard = parse_shard(flags);
  run.threads = static_cast<int>(number_or(flags, "threads", limit_threads, cores));
  run.format = chosen_format(flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  run.extras = {shared_text(spec), spec.bits_given};
  run.named = spec.selection.named;
  if (const Given* limit = flags.find("time-limit")) run.seconds = parse_duration(*limit);
  if (const Given* limit = flags.find("mem-limit")) run.bytes = parse_size(*limit);
  refuse_impossible(flags, run);
  if (spec.mode != study::Mode::predicted && !flags.has("long")) refuse_long_runs(run.space);
  return run;
}

/// Memory of this process that is in use. Unit: bytes.
std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t all = 0;
  std::int64_t resident = 0;
  statm >> all >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

/// Seconds per record of this machine, from a few points spread over the space.
double measured_seconds(const study::SweepSpace& space, std::uint64_t& measured) {
  constexpr std::uint64_t most_samples = 32;
  constexpr std::chrono::milliseconds most_time{500};
  study::SweepWalk walk(space);
  const std::uint64_t samples = std::min(most_samples, space.size());
  const Clock::time_point start = Clock::now();
  for (measured = 0; measured < samples && (measured == 0 || Clock::now() - start < most_time); ++measured) {
    try {
      (void)study::evaluate(walk.at((2 * measured + 1) * space.size() / (2 * samples)));
    } catch (const sim::InvalidArgument&) {
      continue;  // a schedule that cannot run there costs nothing
    }
  }
  return std::chrono::duration<double>(Clock::now() - start).count() / static_cast<double>(measured);
}

int dry_run(const SweepRun& run) {
  study::SweepWalk walk(run.space);
  std::uint64_t measured = 0;
  const double seconds = measured_seconds(run.space, measured);
  const double mine = static_cast<double>(run.space.size()) / static_cast<double>(run.shard.count);
  std::string text = fmt::format("points     {}\n", with_commas(run.space.size()));
  if (run.shard.count > 1)
    text += fmt::format("shard      {} of {}: about {} points\n", run.shard.number, run.shard.count,
                        with_commas(static_cast<Int128>(mine)));
  text += "first      " + study::point_text(walk.at(0)) + "\n";
  text += "last       " + study::point_text(walk.at(run.space.size() - 1)) + "\n";
  text += fmt::format("estimate   {:.3g} s on {} threads ({:.3g} ms a record, measured at {} points)\n",
                      seconds * mine / run.threads, run.threads, 1e3 * seconds, measured);
  text += "plan       " + run.plan + "\n";
  Output(Flags{}).write(text);
  return exit_ok;
}

/// How a sweep ended, in words and as an exit code.
int verdict(const study::SweepOutcome& outcome, const SweepRun& run, const Interrupt& interrupt,
            bool out_of_memory, const Flags& flags) {
  const study::SweepProgress& c = outcome.counts;
  for (const std::string& note : outcome.notes) say("note: " + note);
  for (const std::string& failure : outcome.failures) say("failed: " + failure);
  if (c.failed > outcome.failures.size())
    say(fmt::format("failed: {} points in all", with_commas(static_cast<Int128>(c.failed))));
  const std::string done = fmt::format("{} of {} points are done", with_commas(c.computed + c.skipped),
                                       with_commas((c.points + run.shard.count - 1) / run.shard.count));
  const std::string next = run.keeps_journal(flags) ? "; --resume goes on" : "";
  if (interrupt.happened()) return say("interrupted: " + done + next), exit_interrupted;
  if (outcome.out_of_time) return say("stopped by --time-limit: " + done + next), exit_limit;
  if (out_of_memory || (run.bytes && outcome.out_of_memory))
    return say("stopped by --mem-limit: " + done + next), exit_limit;
  if (outcome.out_of_memory) return say("stopped for want of memory: " + done + next), exit_limit;
  return c.failed > 0 ? exit_partial : exit_ok;
}

/// Runs into `sink`; `finish` completes what the sink wrote, however the sweep ended.
template <class Finish>
int run_into(study::RecordSink& sink, const SweepRun& run, const Flags& flags, const Finish& finish) {
  std::atomic<bool> stop{false};
  bool out_of_memory = false;
  const Interrupt interrupt(stop);
  const MemoryLimit limit(run.bytes, run.threads);
  study::SweepOutcome outcome;
  {
    ProgressPrinter printer(ProgressPrinter::style_of(flags), run.shard.count);
    study::SweepOptions options;
    options.threads = run.threads;
    options.shard = run.shard.number - 1;
    options.shards = run.shard.count;
    options.leave_out = true;
    options.keep = run.named;
    options.stop = &stop;
    if (run.seconds) options.deadline = Clock::now() + std::chrono::seconds(*run.seconds);
    options.progress = [&](const study::SweepProgress& progress) {
      printer.show(progress);
      if (run.bytes && resident_bytes() > *run.bytes) stop = out_of_memory = true;
    };
    outcome = study::run_sweep(run.space, options, sink);
  }
  finish();
  return verdict(outcome, run, interrupt, out_of_memory, flags);
}

int into_journal(const SweepRun& run, const Flags& flags) {
  const study::JournalMode mode{flags.has("resume"), flags.has("force"), flags.has("allow-mixed")};
  if (mode.resume && mode.force)
    sim::raise(UsageError("--resume keeps the journal and --force replaces it; give one of them"));
  const std::string& path = flags.find("output")->text;
  study::Journal journal(path, study::sweep_header(run.plan), mode);
  if (journal.dropped_bytes() > 0)
    say(path + ": a torn last line of " + std::to_string(journal.dropped_bytes()) +
        " bytes was cut off; its record is computed again");
  study::JournalSink sink(journal);
  return run_into(sink, run, flags, [&] { journal.close(); });
}

int into_output(const SweepRun& run, const Invocation& invocation) {
  Output out(invocation.flags);
  RecordStream stream(out, run.format, invocation.command_line, run.extras);
  return run_into(stream, run, invocation.flags, [&] { stream.finish(); });
}

}  // namespace

int sweep_command(const Invocation& invocation) {
  const SweepRun run = prepare(invocation.flags);
  (void)ProgressPrinter::style_of(invocation.flags);
  if (invocation.flags.has("dry-run")) return dry_run(run);
  return run.keeps_journal(invocation.flags) ? into_journal(run, invocation.flags)
                                             : into_output(run, invocation);
}

}  // namespace redblue::cli
