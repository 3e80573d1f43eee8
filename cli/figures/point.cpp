#include <algorithm>

#include <redblue/cli/figures/point.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

auto identity(const PlotPoint& p) { return std::tie(p.shape, p.rules, p.algorithm, p.variant, p.M, p.mode); }

auto everything(const PlotPoint& p) {
  return std::tie(p.shape, p.rules, p.algorithm, p.variant, p.M, p.mode, p.feasible, p.overflow, p.io,
                  p.reads, p.writes, p.lower, p.lower_by, p.plan);
}

}  // namespace

bool before(const PlotPoint& a, const PlotPoint& b) { return everything(a) < everything(b); }

std::vector<PlotPoint> in_order(std::vector<PlotPoint> points) {
  std::sort(points.begin(), points.end(), before);
  const auto same = [](const PlotPoint& a, const PlotPoint& b) { return identity(a) == identity(b); };
  points.erase(std::unique(points.begin(), points.end(), same), points.end());
  return points;
}

std::string shape_text(const PlotShape& s) {
  std::string text = s.square() ? "N = " + with_commas(s.Nq) + ", d = " + with_commas(s.dk)
                                : "Nq = " + with_commas(s.Nq) + ", Nk = " + with_commas(s.Nk) +
                                      ", dk = " + with_commas(s.dk) + ", dv = " + with_commas(s.dv);
  if (s.mask != "none") text += ", mask " + s.mask;
  if (s.heads != 1) text += ", heads " + with_commas(s.heads);
  if (s.batch != 1) text += ", batch " + with_commas(s.batch);
  return text;
}

}  // namespace redblue::cli
