// Regimes of theory 2.9, crossings, and leading terms.
#include <algorithm>
#include <cmath>
#include <limits>

#include <redblue/cli/figures/build_parts.hpp>
#include <redblue/cli/text_table.hpp>

namespace redblue::cli {
namespace {

/// g(u) = min over p = 1, 2, ... of p + u^2/p (theory 3.4); the best p is one of the two around u.
double panels_cost(double u) {
  const double p = std::max(1.0, std::floor(u));
  return std::min(p + u * u / p, p + 1 + u * u / (p + 1));
}

double two_phase_cost(double u) { return 1 + std::min(u * u, 2 * u) + panels_cost(u); }

/// The leading cost per N^2 of theory 2.1 to 2.7.
std::optional<double> cost_per_score(const PlotPoint& p, double u) {
  if (p.algorithm == "flash_attention") return (p.variant.starts_with("published") ? 12 : 6) * u * u;
  if (p.algorithm == "flash_attention_2" || p.algorithm == "flash_streamed") return 4 * u * u;
  if (p.algorithm == "square_tiling") return 8 * u + 1;
  if (p.algorithm == "two_phase") return two_phase_cost(u);
  if (p.algorithm == "fused_tile") return 2 * std::sqrt(6.0) * u;
  if (p.algorithm == "best") return std::min(4 * u * u, two_phase_cost(u));
  return std::nullopt;
}

}  // namespace

void add_regimes(Section& section, const PlotShape& shape) {
  if (!shape.plain()) return;
  Panel& first = section.panels.front();
  const Axis& x = first.x;
  const double N = static_cast<double>(shape.Nq), d = static_cast<double>(shape.dk);
  // For small N the S tile reaches the compulsory I/O before K and V fit.
  const double whole = N >= 2 * d ? 2 * N * d : std::min(2 * N * d, N * N + 4 * N + 1);
  const double end = std::numeric_limits<double>::infinity();
  const Band bands[] = {
      {0, d * d / 4, "S stays", "(4u + 1) N²",
       "u ≥ 2 (M ≤ d²/4): two_phase with S stationary moves (4u + 1) N² words"},
      {d * d / 4, d * d, "Q stays", "(1 + u)² N²",
       "1 ≤ u ≤ 2 (d²/4 ≤ M ≤ d²): two_phase with Q stationary moves (1 + u)² N² words"},
      {d * d, whole, "Q, O stay", "4u² N²", "u ≤ 1 (M ≥ d²): flash_streamed moves 4u² N² words"},
      {whole, end, "K, V stay", "4Nd", "M ≥ 2Nd (small N: M ≥ N² + 4N + 1): the compulsory 4Nd words"}};
  for (Band band : bands) {
    band.from = std::max(band.from, x.low);
    band.to = std::min(band.to, x.high);
    if (band.from < band.to) section.bands.push_back(band);
  }
  if (!section.bands.empty()) first.y.high = first.y.value_at(1.1);
  if (d * d > x.low && d * d < x.high)
    section.marks.push_back(
        {d * d, "M = d²", "M = d² = " + with_commas(shape.dk * Int128{shape.dk}) + " words (u = 1)", false});
}

void add_crossings(Section& section, const std::vector<Crossing>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Crossing& c = changes[i];
    const std::string what = c.from + " → " + c.to;
    section.marks.push_back({c.x, std::to_string(i + 1),
                             what + " at M ≈ " + with_commas(static_cast<Int128>(c.x + 0.5)) + " words",
                             true});
  }
}

std::optional<double> leading_words(const PlotPoint& p) {
  if (!p.shape.plain()) return std::nullopt;
  const double N = static_cast<double>(p.shape.Nq), d = static_cast<double>(p.shape.dk);
  const auto cost = cost_per_score(p, d / std::sqrt(static_cast<double>(p.M)));
  if (!cost.has_value()) return std::nullopt;
  return *cost * N * N * static_cast<double>(p.shape.heads) * static_cast<double>(p.shape.batch);
}

}  // namespace redblue::cli
