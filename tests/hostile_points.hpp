// Records that carry hostile texts in every field that is a text.
#pragma once

#include "figure_support.hpp"

namespace redblue::figure_test {

/// Each text as a schedule, a plan, a bound and its reasons; every tenth also as mask and rules, which
/// makes a section of its own.
inline std::vector<PlotPoint> hostile_points(const std::vector<std::string>& texts) {
  std::vector<PlotPoint> points;
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (const Int128 M : {1024, 4096}) {
      const std::string& text = texts[i];
      PlotPoint p = point(text, M, Int128{1} << 40, Int128{1} << 30);
      p.variant = p.plan = p.lower_by = text;
      for (PlotBound& b : p.bounds) b.id = b.why_not = b.strength = b.rules = text + b.id;
      if (i % 10 == 0) p.shape.mask = p.rules = p.mode = text;
      points.push_back(std::move(p));
    }
  return points;
}

}  // namespace redblue::figure_test
