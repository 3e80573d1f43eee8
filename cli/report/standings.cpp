#include <memory>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/report/standings.hpp>
#include <redblue/study/standing.hpp>

namespace redblue::cli {
namespace {

std::optional<study::Options> options_of(const PlotPoint& p) {
  using algorithms::Stats;
  if (p.variant.empty()) return study::Options{};
  if (p.variant == "stats=sum") return study::Options{.stats = Stats::sum};
  if (p.variant == "stats=none") return study::Options{.stats = Stats::none};
  if (p.variant == "init=slow") return study::Options{.init = algorithms::Init::slow};
  return {};
}

constexpr double most_multiply_adds = 4e6;  // beyond it nothing is replayed
constexpr double most_heads = 1e6;

bool is_small(const PlotShape& s) {
  const auto product = [](auto... n) { return (1.0 * ... * static_cast<double>(n)); };
  return product(s.Nq, s.Nk, s.dk) + product(s.Nq, s.Nk, s.dv) <= most_multiply_adds &&
         product(s.heads, s.batch) <= most_heads;
}

/// The point as it was counted, where its record says enough.
std::optional<study::Point> point_of(const PlotPoint& p) {
  const auto options = options_of(p);
  const auto rules = proofs_check::parse_rules(p.rules);
  const algorithms::Schedule* schedule = algorithms::find(p.algorithm);
  if (!options || !rules || p.shape.mask != "none" || !is_small(p.shape) ||
      (schedule == nullptr && p.algorithm != "best"))
    return {};
  return study::Point{.schedule = schedule,
                      .shape = {p.shape.Nq, p.shape.Nk, p.shape.dk, p.shape.dv, {}},
                      .M = sim::Words{p.M},
                      .options = *options,
                      .rules = *rules,
                      .heads = p.shape.heads,
                      .batch = p.shape.batch};
}

}  // namespace

StandingOf certified_standings() {
  const auto certifier = std::make_shared<study::Certifier>();
  return [certifier](const PlotPoint& p) -> std::optional<proofs_check::Standing> {
    const auto point = point_of(p);
    const bool meets = p.lower > 0 && p.io <= p.lower;
    if (!point || !(meets || study::Certifier::searchable(point->shape))) return {};
    return certifier->standing(*point, sim::Words{p.io});
  };
}

}  // namespace redblue::cli
