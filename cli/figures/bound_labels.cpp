#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <redblue/cli/figures/bound_labels.hpp>

namespace redblue::cli {
namespace {

constexpr double step = 6;         ///< between places that are tried, and between samples of a line
constexpr double one_line = 3;     ///< lines closer than this look like one
constexpr double gap = 4;          ///< between the line and the text
constexpr double text_height = 9;  ///< of capitals and ascenders at label_size
constexpr double clear = 2.5;      ///< the least distance of another line from the text
constexpr double enough = 40;      ///< beyond this a larger distance is no better
constexpr double steepest = 1.2;   ///< slope beyond which a turned text is hard to read

/// True when `a` is on `b` over more than half of its stretch of the canvas.
bool coincide(const Trace& a, const Trace& b, const Box& box) {
  int on = 0, all = 0;
  for (double x = box.x; x <= box.right(); x += step) {
    const double y = a.at(x);
    if (!std::isfinite(y) || y > box.bottom()) continue;
    ++all;
    if (std::abs(y - b.at(x)) < one_line) ++on;
  }
  return 2 * on > all;
}

/// A text over [x, right] along the chord of its line.
struct Place {
  double x = 0, right = 0, y = 0, slope = 0;
  bool below = false;  ///< its line is above it
  double clearance = 0;
  [[nodiscard]] double foot(double at) const { return y + slope * (at - x); }
};

/// The foot of the text over (or below) a stretch of the line, or nothing where it would leave line or box.
std::optional<Place> place_at(const Trace& line, double x, double width, bool below, const Box& box) {
  const double left = line.at(x);
  double right = x + width;
  // The text is as long as its turned copy: it covers less of the x axis the steeper it stands.
  for (int i = 0; i < 3 && std::isfinite(line.at(right)); ++i)
    right = x + width / std::hypot(1, (line.at(right) - left) / (right - x));
  if (!std::isfinite(left) || !std::isfinite(line.at(right))) return std::nullopt;
  Place place{x, right, left, (line.at(right) - left) / (right - x), below, enough};
  if (std::abs(place.slope) > steepest) return std::nullopt;
  double bulge = 0;  // of the line over its chord, towards the text
  for (double at = x; at <= right; at += step / 2)
    bulge = std::max(bulge, (place.foot(at) - line.at(at)) * (below ? -1 : 1));
  if (bulge > text_height) return std::nullopt;
  place.y += below ? bulge + gap + text_height : -bulge - gap;
  const double top = std::min(place.y, place.foot(right)) - text_height;
  if (top < box.y || std::max(place.y, place.foot(right)) > box.bottom() - 4) return std::nullopt;
  return place;
}

/// The distance of another line from the text and from the line it names, 0 where it goes through or between.
double distance(const Trace& line, const Place& place) {
  double least = std::numeric_limits<double>::infinity();
  const double up = text_height + (place.below ? gap : 0), down = place.below ? 0 : gap;
  for (double at = place.x - 2; at <= place.right + 2; at += step / 2) {
    const double y = line.at(at), foot = place.foot(at);
    if (std::isfinite(y)) least = std::min(least, std::max({0.0, y - foot - down, foot - up - y}));
  }
  return least;
}

bool overlap(const Place& a, const Place& b) {
  const double from = std::max(a.x, b.x) - 6, to = std::min(a.right, b.right) + 6;
  if (from > to) return false;
  for (const double at : {from, (from + to) / 2, to})
    if (std::abs(a.foot(at) - b.foot(at)) < text_height + 4) return true;
  return false;
}

/// Bounds that are one line, by their places in the list.
using Group = std::vector<std::size_t>;

std::vector<Group> groups_of(const std::vector<Trace>& bounds, const Box& box) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& g) {
      const Trace& first = bounds[g.front()];
      return coincide(bounds[i], first, box) && coincide(first, bounds[i], box);
    });
    if (same == groups.end())
      groups.push_back({i});
    else
      same->push_back(i);
  }
  return groups;
}

/// The place whose nearest line is farthest; the leftmost of equals.
std::optional<Place> best_place(const Trace& own, double width, bool below, const std::vector<Trace>& lines,
                                const std::vector<Place>& taken, const Surroundings& around) {
  std::optional<Place> best;
  for (double x = around.box.x + 6; x + 20 < around.box.right(); x += step) {
    auto place = place_at(own, x, width, below, around.box);
    if (!place.has_value() || place->right > around.box.right() - 4) continue;
    if (std::any_of(taken.begin(), taken.end(), [&](const Place& t) { return overlap(t, *place); })) continue;
    for (const Trace& other : lines) place->clearance = std::min(place->clearance, distance(other, *place));
    for (const double u : around.upright)
      if (u > place->x - 3 && u < place->right + 3) place->clearance = std::min(place->clearance, clear);
    if (place->clearance >= clear && (!best.has_value() || place->clearance > best->clearance)) best = place;
  }
  return best;
}

}  // namespace

double Trace::at(double x) const {
  const auto next = std::lower_bound(points.begin(), points.end(), x,
                                     [](const auto& point, double value) { return point.first < value; });
  if (next == points.end()) return std::numeric_limits<double>::quiet_NaN();
  if (next->first == x) return next->second;
  if (next == points.begin()) return std::numeric_limits<double>::quiet_NaN();
  const auto& [x0, y0] = *(next - 1);
  return y0 + (next->second - y0) * (x - x0) / (next->first - x0);
}

std::vector<LineLabel> place_labels(const std::vector<Trace>& bounds, const Surroundings& around) {
  std::vector<LineLabel> labels;
  std::vector<Place> taken;
  for (const Box& text : around.reserved) taken.push_back({text.x, text.right(), text.bottom(), 0, false, 0});
  for (const Group& group : groups_of(bounds, around.box)) {
    LineLabel label{group.front(), "", 0, 0, 0};
    for (const std::size_t i : group) label.text += (label.text.empty() ? "" : ", ") + bounds[i].label;
    std::vector<Trace> lines = around.others;
    lines.push_back(around.largest);
    for (std::size_t i = 0; i < bounds.size(); ++i)
      if (std::find(group.begin(), group.end(), i) == group.end()) lines.push_back(bounds[i]);
    const double width = text_width(label.text, label_size);
    auto place = best_place(bounds[group.front()], width, false, lines, taken, around);
    if (!place.has_value()) place = best_place(bounds[group.front()], width, true, lines, taken, around);
    if (!place.has_value()) continue;
    taken.push_back(*place);
    label.x = place->x;
    label.y = place->y;
    label.degrees = std::atan(place->slope) * 180 / std::acos(-1.0);
    labels.push_back(label);
  }
  return labels;
}

}  // namespace redblue::cli
