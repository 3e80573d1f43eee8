#include <algorithm>

#include <redblue/cli/figures/layout.hpp>

namespace redblue::cli {
namespace {

constexpr bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

double character_width(char c) {
  constexpr std::string_view slim = "iljtfrI.,:;'|!()[]{} ";
  constexpr std::string_view broad = "mwMWQOGCD@%";
  if (slim.find(c) != std::string_view::npos) return 0.36;
  return broad.find(c) != std::string_view::npos ? 0.86 : 0.6;
}

/// Labels that touch and therefore move as one.
struct Pool {
  double sum = 0;  ///< of the places wanted for the pool's first label
  std::size_t count = 0;
  [[nodiscard]] double start() const { return sum / static_cast<double>(count); }
};

}  // namespace

SectionStyle narrow_style() {
  SectionStyle style;
  style.width = 372;
  style.main_height = 300;
  style.other_height = 170;
  style.left = 46;
  style.right = 10;
  style.direct_labels = false;
  style.heading = false;
  style.notes = false;
  style.band_labels = false;
  style.most_markers = 16;
  style.x_ticks = 5;
  style.y_ticks = 7;
  return style;
}

SectionStyle fit_labels(SectionStyle style, const Section& section) {
  double widest = 0;
  for (const Panel& panel : section.panels)
    for (const Curve& c : panel.curves)
      if (c.role == Role::schedule || c.role == Role::lower)
        widest = std::max(widest, text_width(c.label, 11.5));
  style.right = std::clamp(widest + 36, 100.0, 250.0);
  return style;
}

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
  std::vector<std::size_t> order(wanted.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<Pool> pools;
  for (const std::size_t i : order) {
    pools.push_back({wanted[i], 1});
    while (pools.size() > 1) {
      Pool& left = pools[pools.size() - 2];
      const Pool& right = pools.back();
      const double length = static_cast<double>(left.count) * gap;
      if (left.start() + length <= right.start()) break;
      left = {left.sum + right.sum - length * static_cast<double>(right.count), left.count + right.count};
      pools.pop_back();
    }
  }
  std::vector<double> places;
  for (const Pool& pool : pools)
    for (std::size_t k = 0; k < pool.count; ++k)
      places.push_back(pool.start() + static_cast<double>(k) * gap);
  const std::size_t n = places.size();
  for (std::size_t k = n; k-- > 0;)
    places[k] = std::min(places[k], high - static_cast<double>(n - 1 - k) * gap);
  for (std::size_t k = 0; k < n; ++k) places[k] = std::max(places[k], low + static_cast<double>(k) * gap);
  std::vector<double> result(n);
  for (std::size_t k = 0; k < n; ++k) result[order[k]] = places[k];
  return result;
}

double text_width(std::string_view text, double size) {
  double ems = 0;
  for (const char c : text)
    if (starts_character(c)) ems += character_width(c);
  return ems * size;
}

std::string fitted(std::string_view text, double size, double width) {
  if (text_width(text, size) <= width) return std::string(text);
  double ems = 0.9;  // the ellipsis
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end + 1;
    while (next < text.size() && !starts_character(text[next])) ++next;
    ems += character_width(text[end]);
    if (ems * size > width) break;
    end = next;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace redblue::cli
