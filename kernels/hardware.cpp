#include <optional>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/hardware.hpp>
#include <redblue/kernels/metrics.hpp>
#include <redblue/kernels/run_bf16.hpp>

namespace redblue::kernels {
namespace {

using Held = Metric::Held;
using sim::Int128;

/// -1: the counter is missing.
Int128 value_of(const Hardware& hardware, std::string_view name) {
  const auto found = hardware.values.find(name);
  return found == hardware.values.end() ? -1 : found->second;
}

/// What a counter is held to. Unit: bytes.
struct Bounds {
  enum class How { exactly, about, at_least } how;
  Int128 bytes;

  [[nodiscard]] std::string text() const {
    return (how == How::about ? "about " : how == How::at_least ? "at least " : "") + sim::to_string(bytes);
  }
  [[nodiscard]] bool hold(Int128 got) const {
    if (how == How::exactly) return got == bytes;
    if (how == How::at_least) return got >= bytes;
    return (got > bytes ? got - bytes : bytes - got) * 1000 <= bytes;
  }
};

/// Empty: nothing is said of it.
std::optional<Bounds> bounds_of(Held held, const sim::Counts& expected, const Transport& by) {
  using How = Bounds::How;
  const Int128 reads = expected.reads().count() * by.bytes_of_word;
  const Int128 writes = expected.writes().count() * by.bytes_of_word;
  const bool broken = !by.whole_sectors;
  switch (held) {
    case Held::thread_reads:
      return Bounds{How::exactly, by.boxes ? 0 : reads};
    case Held::thread_writes:
      return Bounds{How::exactly, writes};
    case Held::box_reads:
      return Bounds{broken ? How::at_least : How::exactly, by.boxes ? reads : 0};
    case Held::box_writes:
    case Held::zero:
      return Bounds{How::exactly, 0};
    case Held::about_reads:
      return Bounds{broken ? How::at_least : How::about, reads};
    case Held::about_writes:
      if (by.boxes) return std::nullopt;
      return Bounds{broken ? How::at_least : How::about, writes};
    case Held::reported:
      return std::nullopt;
  }
  return std::nullopt;
}

/// The counter has no value where it should have one.
bool is_missing(const Metric& metric, Int128 got, const Transport& by) {
  const bool of_boxes = metric.held == Held::box_reads || metric.held == Held::box_writes;
  return got < 0 && bounds_of(metric.held, {}, by) && (by.boxes || !of_boxes);
}

std::optional<std::string> judge(const Metric& metric, Int128 got, const sim::Counts& expected,
                                 const Transport& by) {
  const std::optional<Bounds> bounds = bounds_of(metric.held, expected, by);
  if (is_missing(metric, got, by)) return std::string(metric.name) + " is missing";
  if (!bounds || got < 0) return std::nullopt;
  const Int128 bytes = got * metric.bytes_per_unit;
  if (bounds->hold(bytes)) return std::nullopt;
  return std::string(metric.name) + ": " + sim::to_string(bytes) + " bytes, the simulated words are " +
         (bounds->how == Bounds::How::at_least ? "at least " : "") + sim::to_string(bounds->bytes);
}

}  // namespace

double Hardware::hidden_by_l2() const {
  const Int128 sectors = value_of(*this, "lts__t_sectors_srcunit_tex_op_read");
  const Int128 dram = value_of(*this, "dram__bytes_read");
  if (sectors <= 0 || dram < 0) return -1;
  return 1 - static_cast<double>(dram) / (32 * static_cast<double>(sectors));
}

Transport transport_of(const algorithms::Schedule& schedule, const sim::AttentionShape& shape) {
  // Ragged rows, tile columns and the statistics of a few rows begin and end within a sector.
  if (!runs_in_bf16(schedule)) return {.whole_sectors = false};
  constexpr sim::Extent words_in_sector = 16;
  const bool scores_are_read = schedule.id == "two_phase_ws";
  return {2, true, !scores_are_read || shape.Nk % words_in_sector == 0};
}

std::string missing_counter(const Hardware& hardware, const Transport& transport) {
  for (const Metric& metric : metrics)
    if (is_missing(metric, value_of(hardware, metric.name), transport)) return std::string(metric.name);
  return {};
}

std::vector<std::string> compare_hardware(const Hardware& hardware, const sim::Counts& expected,
                                          const Transport& transport) {
  std::vector<std::string> sentences;
  for (const Metric& metric : metrics)
    if (auto sentence = judge(metric, value_of(hardware, metric.name), expected, transport))
      sentences.push_back(*sentence);
  return sentences;
}

std::vector<HardwareLine> hardware_lines(const Hardware& hardware, const sim::Counts& expected,
                                         const Transport& transport) {
  std::vector<HardwareLine> lines;
  for (const Metric& metric : metrics) {
    const Int128 got = value_of(hardware, metric.name);
    if (got < 0) continue;
    const std::optional<Bounds> bounds = bounds_of(metric.held, expected, transport);
    lines.push_back({&metric, got * metric.bytes_per_unit, bounds ? bounds->text() : "-"});
  }
  return lines;
}

}  // namespace redblue::kernels
