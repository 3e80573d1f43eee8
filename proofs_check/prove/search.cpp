#include <cmath>

#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/prove/hunter.hpp>

namespace redblue::proofs_check::prove {
namespace {

/// The M that was asked for, or every one up to where the whole graph fits.
void hunt_graph(Hunter& h, const NamedGraph& graph) {
  if (h.options.M) return hunt_orders(h, graph, *h.options.M);
  const auto n = static_cast<std::int64_t>(graph.dag.size());
  for (std::int64_t M = least_words(h.claim, graph); M <= n && !h.over(); ++M)
    hunt_orders(h, graph, sim::Words{M});
}

}  // namespace

std::int64_t least_words(const Claim& claim, const NamedGraph& graph) {
  return finder::smallest_M(finder::StepList(graph.dag, game_of(claim)));
}

Claim claim_of(const Bound& bound) {
  Claim claim{.id = std::string(bound.id), .rules = bound.rules};
  if (const Explicit* words = std::get_if<Explicit>(&bound.value))
    claim.of_shape = [&bound, value = *words](const AttentionShape& shape, sim::Words M) {
      return bound.applicable(shape, M) ? std::optional(value(shape, M).words.count()) : std::nullopt;
    };
  return claim;
}

Claim claim_of(const GraphBound& bound) {
  Claim claim{.id = std::string(bound.id), .rules = bound.rules};
  claim.of_graph = [&bound](const NamedGraph& graph, sim::Words M) -> std::optional<sim::Int128> {
    const GraphBoundAnswer answer = bound.evaluate(graph, M, {});
    if (!answer.applicable()) return std::nullopt;
    // What is computed but not proven is a claim too, and io is whole; the rest is rounding.
    return answer.certified.value_or(static_cast<std::int64_t>(std::ceil(answer.words - 1e-6)));
  };
  return claim;
}

Hunted hunt(const Claim& claim, const HuntOptions& options) {
  Hunter h{claim, options, Draw(options.seed)};
  bool elsewhere = false;  // something was claimed of what is no product
  bool spread = false;     // nothing else makes it claim more than the compulsory words
  for (std::size_t round = 0; (options.deadline || round < options.rounds) && !h.over(); ++round) {
    if (options.graph != nullptr) {
      hunt_graph(h, *options.graph);
      continue;
    }
    const auto before = h.found.executions;
    hunt_schedules(h);
    if (!h.over()) hunt_small_attention(h);
    if (!h.over()) hunt_graphs(h);
    elsewhere = elsewhere || h.found.executions > before;
    if (!elsewhere && !h.over()) hunt_small_products(h);  // a bound of nothing but products
    if (!h.over()) hunt_passes(h);
    spread = spread || (round > 0 && !h.beyond_compulsory());
    if (spread && !h.over()) hunt_spread_graphs(h);
    if (h.found.executions == 0 && round > 4 * options.rounds) break;  // there is nothing to look at
  }
  return std::move(h.found);
}

}  // namespace redblue::proofs_check::prove
