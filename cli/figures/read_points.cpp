#include <algorithm>
#include <cerrno>
#include <cstring>

#include <redblue/cli/figures/csv_records.hpp>
#include <redblue/cli/figures/read_points.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/study/file_error.hpp>
#include <redblue/study/journal_reader.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_row.hpp>

namespace redblue::cli {
namespace {

using study::FileError;
using study::RecordRow;

constexpr std::size_t most_bytes = std::size_t{1} << 31;
constexpr Int128 most_extent = Int128{1} << 62;

/// Options as flags would say, without those at their defaults.
std::string variant_of(const std::string& options) {
  std::string variant;
  std::string_view rest = options;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view option = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (option == "tiles=best" || option == "init=onchip" || option == "stats=max") continue;
    if (option.starts_with("seed=")) continue;  // no count depends on it
    // The tile rule tells variants apart best, so it comes first and without its name.
    if (option.starts_with("tiles="))
      variant = std::string(option.substr(6)) + (variant.empty() ? "" : " ") + variant;
    else
      variant.append(variant.empty() ? "" : " ").append(option);
  }
  return variant;
}

/// Why the numbers of a row cannot be those of a record; empty when they can.
std::string_view inconsistent(const RecordRow& row) {
  for (const Int128 n : {Int128{row.shape.Nq}, Int128{row.shape.Nk}, Int128{row.shape.dk},
                         Int128{row.shape.dv}, row.M, row.heads, row.batch})
    if (n < 1) return "sizes must be positive";
  if (row.heads > most_extent || row.batch > most_extent) return "heads or batch is too large";
  const bool counted = row.reads.has_value() && row.writes.has_value() && row.io.has_value();
  if (counted && *row.io != *row.reads + *row.writes) return "io_words is not reads_words + writes_words";
  if ((row.feasible || row.overflow > 0) && !counted) return "counts are missing though the plan is there";
  if (row.feasible && row.overflow > 0) return "feasible though the plan overflows M";
  if (row.feasible && *row.io < 1) return "io_words must be positive";
  return {};
}

/// The plan without its footprint.
std::string plan_of(const std::string& plan) {
  const std::size_t at = plan.find("footprint_words=");
  if (at == std::string::npos) return plan;
  std::string rest = plan.substr(std::min(plan.find(' ', at), plan.size()));
  std::string out = plan.substr(0, at);
  if (!rest.empty()) out += rest.substr(1);
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

PlotShape shape_of(const RecordRow& row) {
  return {row.shape.Nq,
          row.shape.Nk,
          row.shape.dk,
          row.shape.dv,
          study::mask_text(row.shape.mask),
          static_cast<std::int64_t>(row.heads),
          static_cast<std::int64_t>(row.batch)};
}

PlotPoint point_of(RecordRow&& row) {
  PlotPoint p;
  p.shape = shape_of(row);
  p.variant = variant_of(row.options);
  p.M = row.M;
  p.feasible = row.feasible && row.plays_rules;
  p.plays_rules = !row.feasible || row.plays_rules;
  p.overflow = row.overflow;
  p.reads = row.reads.value_or(0);
  p.writes = row.writes.value_or(0);
  p.io = row.io.value_or(0);
  p.lower = row.lower;
  if (p.feasible && p.lower > 0) p.ratio = static_cast<double>(p.io) / static_cast<double>(p.lower);
  p.algorithm = std::move(row.algorithm);
  p.mode = std::move(row.mode);
  p.rules = std::move(row.rules);
  p.lower_by = std::move(row.lower_by);
  p.plan = plan_of(row.plan);
  if (p.algorithm == "best" && !row.schedule.empty()) p.plan = row.schedule + ": " + p.plan;
  for (study::BoundRow& b : row.bounds)
    p.bounds.push_back({std::move(b.id), b.words, std::move(b.why_not), std::move(b.strength),
                        std::move(b.rules), b.applicable && b.comparable && b.words.has_value()});
  return p;
}

/// Collects records and says where a bad one stands.
class Collector {
 public:
  explicit Collector(const std::string& path) : path_(path) {}

  void json(std::uint64_t line, std::string_view text) { take(line, study::parse_record_line(text)); }
  void take(std::uint64_t line, study::Result<RecordRow> row) {
    if (!row) refuse(line, "not a record of redblue: " + row.reason());
    const std::string_view why = inconsistent(*row);
    if (!why.empty()) refuse(line, "damaged record: " + std::string(why));
    points.push_back(point_of(std::move(*row)));
  }
  [[noreturn]] void refuse(std::uint64_t line, const std::string& why) const {
    sim::raise(FileError(path_, line, why));
  }

  std::vector<PlotPoint> points;

 private:
  const std::string& path_;
};

/// A file that is in memory already.
class MemoryFile : public study::FileCalls {
 public:
  explicit MemoryFile(std::string_view bytes) : bytes_(bytes) {}
  ssize_t read(int, void* to, std::size_t most) override {
    const std::size_t n = std::min(most, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, n);
    at_ += n;
    return static_cast<ssize_t>(n);
  }
  off_t seek(int, off_t offset) override { return at_ = static_cast<std::size_t>(offset), offset; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

void read_as_journal(Collector& out, const std::string& path, std::string_view bytes) {
  MemoryFile file(bytes);
  const study::JournalEnd end = study::scan_journal(-1, path, file, [&](const study::JournalLine& line) {
    if (!line.is_header) out.json(line.number, study::unsealed(line.text));
  });
  if (end.torn_bytes > 0)
    say("warning: " + path + ":" + std::to_string(end.lines + 1) +
        ": this last line is torn; its record is missing (redblue sweep --resume computes it)");
}

bool blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// One record a line. A sealed line is held to its checksum.
void read_lines(Collector& out, std::string_view bytes) {
  for (std::uint64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (blank(line)) continue;
    const bool sealed = line.find("\"crc\":\"") != std::string_view::npos;
    const study::LineVerdict verdict = sealed ? study::judge(line) : study::LineVerdict{};
    if (!verdict.damage.empty()) out.refuse(number, "damaged: " + std::string(verdict.damage));
    out.json(number, sealed ? study::unsealed(line) : std::string(line));
  }
}

/// The elements of a JSON array, by a scan for brackets outside of strings.
void read_array(Collector& out, std::string_view bytes) {
  int depth = 0;
  bool quoted = false;
  std::uint64_t line = 1, first_line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (c == '\n') ++line;
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '{' || c == '[')) {
      if (++depth == 2) begin = i, first_line = line;
    } else if (!quoted && (c == '}' || c == ']')) {
      if (--depth == 1) out.json(first_line, bytes.substr(begin, i - begin + 1));
      if (depth == 0 && !blank(bytes.substr(i + 1, bytes.find_last_not_of("\n\r\t ") - i)))
        out.refuse(line, "text after the end of the array");
      if (depth <= 0) return;
    }
  }
  out.refuse(line, "the array does not end: the file was cut short");
}

}  // namespace

std::vector<PlotPoint> points_in(const std::string& path, std::string_view bytes) {
  Collector out(path);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    out.refuse(
        0,
        "holds no record; make some with: redblue sweep --N 4096 --d 64 --M 1Ki:1Mi:x2 --output FILE.jsonl");
  const std::string_view first_line = bytes.substr(0, bytes.find('\n'));
  if (!first_line.empty() && study::begins_header(first_line))
    read_as_journal(out, path, bytes);
  else if (bytes[first] == '[')
    read_array(out, bytes);
  else if (bytes[first] == '{')
    read_lines(out, bytes);
  else
    read_csv_records(
        bytes, [&](std::uint64_t line, study::Result<RecordRow> row) { out.take(line, std::move(row)); });
  if (out.points.empty())
    out.refuse(
        0, "holds no record; the sweep that wrote it may have been stopped at once: run it with --resume");
  return std::move(out.points);
}

std::vector<PlotPoint> read_points(const std::vector<std::string>& paths) {
  std::vector<PlotPoint> all;
  for (const std::string& path : paths) {
    std::vector<PlotPoint> points = points_in(path, read_file(path, most_bytes));
    std::move(points.begin(), points.end(), std::back_inserter(all));
  }
  return in_order(std::move(all));
}

}  // namespace redblue::cli
