#include <map>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/figures/curves.hpp>
#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/palette.hpp>
#include <redblue/cli/report/parts.hpp>

namespace redblue::cli {
namespace {

std::string quoted(Int128 n) { return "\"" + sim::to_string(n) + "\""; }

std::string role_name(Role role) {
  return role == Role::schedule ? "schedule"
         : role == Role::best   ? "best"
         : role == Role::lower  ? "lower"
                                : "bound";
}

std::string point_data(const PlotPoint& p) {
  std::string out =
      "{\"io\":" + quoted(p.io) + ",\"reads\":" + quoted(p.reads) + ",\"writes\":" + quoted(p.writes);
  if (p.ratio.has_value()) out += ",\"ratio\":" + fixed(*p.ratio, 6);
  if (p.overflow > 0) out += ",\"overflow\":" + quoted(p.overflow);
  return out + "}";
}

/// One chapter's values by curve and grid place.
class Values {
 public:
  explicit Values(const Chapter& chapter) {
    for (const Series& s : series_of(chapter.group.points, [](const PlotPoint& p) { return p.M; }))
      for (const PlotPoint* p : s.points)
        if (p->drawn()) points_[s.label][p->M] = p;
    for (const PlotPoint& p : chapter.group.points)
      for (const PlotBound& b : p.bounds)
        if (b.comparable) bounds_[b.id][p.M] = *b.words;
  }

  [[nodiscard]] std::string at(const Curve& curve, const SandwichRow& row) const {
    if (curve.role == Role::lower && row.lower > 0)
      return "{\"io\":" + quoted(row.lower) + ",\"by\":" + escape_json(row.lower_by) + "}";
    if (curve.role == Role::bound) {
      const auto words = bounds_.at(curve.label).find(row.M);
      return words == bounds_.at(curve.label).end() ? "null" : "{\"io\":" + quoted(words->second) + "}";
    }
    if (curve.role != Role::schedule) return "null";
    const auto by_M = points_.find(curve.label);
    if (by_M == points_.end() || !by_M->second.contains(row.M)) return "null";
    return point_data(*by_M->second.at(row.M));
  }

 private:
  std::map<std::string, std::map<Int128, const PlotPoint*>> points_;
  std::map<std::string, std::map<Int128, Int128>> bounds_;
};

template <class Range, class Text>
std::string joined(const Range& range, Text text) {
  std::string out;
  for (const auto& item : range) out += (out.empty() ? "" : ",") + text(item);
  return "[" + out + "]";
}

std::string chapter_data(const Chapter& chapter) {
  const Values values(chapter);
  const auto& rows = chapter.shown;
  std::string out = "{\"rows\":" + std::to_string(evenly(sandwich(chapter.group), most_rows).size());
  out += ",\"x\":" + joined(rows, [](const SandwichRow& r) { return quoted(r.M); });
  out += ",\"u\":" + joined(rows, [](const SandwichRow& r) {
           return r.u > 0 ? "\"" + shortest(r.u) + "\"" : std::string("null");
         });
  out += ",\"curves\":" + joined(legend_of(chapter.section), [&](const Curve* c) {
           return "{\"label\":" + escape_json(c->label) + ",\"role\":\"" + role_name(c->role) +
                  "\",\"row\":" + std::to_string(palette_row(c->style)) +
                  ",\"at\":" + joined(rows, [&](const SandwichRow& r) { return values.at(*c, r); }) + "}";
         });
  return out + "}";
}

}  // namespace

std::string report_data(const std::vector<Chapter>& chapters) { return joined(chapters, chapter_data); }

}  // namespace redblue::cli
