#include <algorithm>
#include <cmath>

#include <redblue/cli/figures/axis.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

std::string tick_label(TickStyle style, double value) {
  if (style == TickStyle::binary) return binary_prefix(value);
  if (style == TickStyle::scientific) return scientific(value);
  if (std::abs(value) >= 10000 && value == std::floor(value) && std::abs(value) < 1e15)
    return with_commas(static_cast<sim::Int128>(value));
  return shortest(value, 4);
}

/// The round step (1, 2 or 5 times a power of ten) that cuts `length` into at most `want` parts.
double round_step(double length, int want) {
  const double raw = length / std::max(1, want);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double m : {1.0, 2.0, 5.0})
    if (m * power >= raw * (1 - 1e-9)) return m * power;
  return 10 * power;
}

std::vector<Tick> linear_ticks(const Axis& axis, int want) {
  std::vector<Tick> ticks;
  const double step = round_step(axis.high - axis.low, want);
  const double first = std::ceil(axis.low / step - 1e-9);
  for (double k = first; k * step <= axis.high + 1e-9 * step; ++k) {
    const double value = k * step;
    ticks.push_back({value, tick_label(axis.style, value)});
  }
  return ticks;
}

/// The multiples of 10^n that are numbered, finest first.
const std::vector<std::vector<double>>& decade_patterns() {
  static const std::vector<std::vector<double>> patterns{
      {1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9},
      {1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 5, 6, 8},
      {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7},
      {1, 1.5, 2, 3, 5, 7},
      {1, 2, 5},
      {1, 3},
      {1}};
  return patterns;
}

std::vector<double> decade_values(const Axis& axis, const std::vector<double>& pattern, int every) {
  std::vector<double> values;
  const int last = static_cast<int>(std::floor(std::log10(axis.high)));
  for (int e = static_cast<int>(std::floor(std::log10(axis.low))); e <= last; ++e)
    for (const double m : pattern) {
      const double value = m * std::pow(10.0, e);
      const bool inside = value >= axis.low * (1 - 1e-9) && value <= axis.high * (1 + 1e-9);
      if (inside && (every == 1 || e % every == 0)) values.push_back(value);
    }
  return values;
}

std::vector<Tick> log10_ticks(const Axis& axis, int want) {
  const auto most = static_cast<std::size_t>(std::max(2, want));
  std::vector<double> values;
  // Powers of ten with a mantissa such as 1.25 are hard to read: the plain ones first.
  if (axis.style == TickStyle::scientific) values = decade_values(axis, {1, 2, 5}, 1);
  if (values.size() < 3 || values.size() > most)
    for (const auto& pattern : decade_patterns()) {
      values = decade_values(axis, pattern, 1);
      if (values.size() <= most) break;
    }
  for (int every = 2; values.size() > most; ++every) values = decade_values(axis, {1}, every);
  if (values.size() < 2) return linear_ticks(axis, want);
  std::vector<Tick> ticks;
  for (const double value : values) ticks.push_back({value, tick_label(axis.style, value)});
  return ticks;
}

std::vector<Tick> log2_ticks(const Axis& axis, int want) {
  const int first = static_cast<int>(std::ceil(std::log2(axis.low) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log2(axis.high) + 1e-9));
  if (last - first < 1) return linear_ticks(axis, want);
  int every = 1;
  while ((last - first) / every + 1 > std::max(2, want)) ++every;
  // Multiples of `every` where two of them are there, else from the first power on.
  const int from = first + (every - first % every) % every + every <= last ? 0 : first;
  std::vector<Tick> ticks;
  for (int e = first; e <= last; ++e) {
    const double value = std::ldexp(1.0, e);
    ticks.push_back({value, (e - from) % every == 0 ? tick_label(axis.style, value) : std::string()});
  }
  return ticks;
}

}  // namespace

double Axis::position(double value) const {
  if (!is_log()) return (value - low) / (high - low);
  return std::log(value / low) / std::log(high / low);
}

double Axis::value_at(double position) const {
  if (!is_log()) return low + position * (high - low);
  return low * std::pow(high / low, position);
}

Axis with_ticks(Axis axis, int want) {
  axis.ticks = axis.scale == Scale::log2    ? log2_ticks(axis, want)
               : axis.scale == Scale::log10 ? log10_ticks(axis, want)
                                            : linear_ticks(axis, want);
  return axis;
}

Axis make_axis(std::string label, Scale scale, TickStyle style, double low, double high, double margin,
               int want) {
  Axis axis{std::move(label), scale, style, low, high, {}};
  if (axis.is_log()) {
    if (!(axis.high > 0)) axis.high = 1;
    if (!(axis.low > 0)) axis.low = axis.high;
    if (axis.low == axis.high) axis.low /= 2, axis.high *= 2;
  } else if (axis.low == axis.high) {
    axis.low -= 1, axis.high += 1;
  }
  const double from = axis.value_at(-margin), to = axis.value_at(1 + margin);
  axis.low = from;
  axis.high = to;
  return with_ticks(std::move(axis), want);
}

}  // namespace redblue::cli
