#include <algorithm>

#include <redblue/cli/figures/numbers.hpp>
#include <redblue/cli/figures/point.hpp>

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
  std::string text = s.square() ? "N = " + thousands(s.Nq) + ", d = " + thousands(s.dk)
                                : "Nq = " + thousands(s.Nq) + ", Nk = " + thousands(s.Nk) +
                                      ", dk = " + thousands(s.dk) + ", dv = " + thousands(s.dv);
  if (s.mask != "none") text += ", mask " + s.mask;
  if (s.heads != 1) text += ", heads " + thousands(s.heads);
  if (s.batch != 1) text += ", batch " + thousands(s.batch);
  return text;
}

}  // namespace redblue::cli
