#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include <redblue/cli/progress.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/study/json_text.hpp>

namespace redblue::cli {

namespace {

/// What a progress report is derived from.
struct Pace {
  std::uint64_t done;
  std::uint64_t total;  ///< of this shard, which is known only at the end; until then its fair share
  double records_per_second;
  std::optional<double> eta_seconds;
};

Pace pace_of(const study::SweepProgress& p, std::uint64_t shards) {
  Pace pace{};
  pace.done = p.seen - p.elsewhere;
  pace.total = p.seen == p.points ? pace.done : std::max(pace.done, (p.points + shards - 1) / shards);
  pace.records_per_second = p.seconds > 0 ? static_cast<double>(p.computed) / p.seconds : 0;
  if (pace.records_per_second > 0)
    pace.eta_seconds = static_cast<double>(pace.total - pace.done) / pace.records_per_second;
  return pace;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

void to_stderr(std::string_view text) {
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;  // nobody is looking
}

}  // namespace

std::string progress_line(const study::SweepProgress& p, std::uint64_t shards) {
  const Pace pace = pace_of(p, shards);
  std::string text = fmt::format("{}/{} points, {:.0f} records/s", with_commas(pace.done),
                                 with_commas(pace.total), pace.records_per_second);
  if (pace.eta_seconds && pace.done < pace.total) text += ", ETA " + duration(*pace.eta_seconds);
  if (p.best_ratio) text += fmt::format(", best {:.3f} x lower bound ({})", *p.best_ratio, p.best_algorithm);
  if (p.failed > 0) text += fmt::format(", {} failed", p.failed);
  return text;
}

std::string progress_json(const study::SweepProgress& p, std::uint64_t shards) {
  using namespace study::json;
  const Pace pace = pace_of(p, shards);
  std::string text = "{";
  field(text, "schema", "redblue.progress/1");
  field(text, "done_points", sim::Int128{pace.done});
  field(text, "total_points", sim::Int128{pace.total});
  field(text, "new_records", sim::Int128{p.computed});
  field(text, "failed_points", sim::Int128{p.failed});
  real(text, "elapsed_seconds", p.seconds);
  real(text, "records_per_second", pace.records_per_second);
  real(text, "eta_seconds", pace.eta_seconds);
  real(text, "best_ratio", p.best_ratio);
  field(text, "best_algorithm", p.best_algorithm);
  return text + "}";
}

ProgressPrinter::Style ProgressPrinter::style_of(const Flags& flags) {
  const Given* given = flags.find("progress");
  if (given == nullptr || given->text == "auto")
    return ::isatty(STDERR_FILENO) == 1 ? Style::terminal : Style::none;
  if (given->text == "none") return Style::none;
  if (given->text == "jsonl") return Style::jsonl;
  given->refuse("must be auto, none or jsonl");
}

void ProgressPrinter::show(const study::SweepProgress& progress) {
  const bool last = progress.seen == progress.points;
  const double interval = style_ == Style::jsonl ? 1.0 : 0.1;
  if (style_ == Style::none || (!last && progress.seconds - last_seconds_ < interval)) return;
  last_seconds_ = progress.seconds;
  if (style_ == Style::jsonl) return to_stderr(progress_json(progress, shards_) + "\n");
  to_stderr("\r\033[K" + progress_line(progress, shards_));
  line_open_ = true;
}

ProgressPrinter::~ProgressPrinter() {
  if (line_open_) to_stderr("\n");
}

}  // namespace redblue::cli
