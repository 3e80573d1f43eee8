#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/counting.hpp>
#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/family_parts.hpp>
#include <redblue/proofs_check/find/formulas.hpp>

namespace redblue::proofs_check::finder {
namespace {

constexpr std::uint64_t bytes_of_search = std::uint64_t{16} << 20;

GraphBoundAnswer proven(const Proven& p) {
  GraphBoundAnswer answer{.words = static_cast<double>(p.words.count()),
                          .certified = static_cast<std::int64_t>(p.words.count())};
  if (p.X) answer.parameters.emplace_back("X", sim::to_string(*p.X));
  return answer;
}

/// N and d of an attention with fused sums.
std::optional<sim::AttentionShape> fused_attention(const std::optional<KnownFamily>& family) {
  if (!family || family->id != "attention" || (family->flags != "" && family->flags != "+l")) return {};
  return sim::AttentionShape::square(family->numbers[0], family->numbers[1]);
}

/// m, n, k of a matmul with fused sums.
std::optional<bounds::MatmulShape> fused_product(const std::optional<KnownFamily>& family) {
  if (!family || family->id != "matmul" || !family->flags.empty()) return {};
  return bounds::MatmulShape{family->numbers[0], family->numbers[1], family->numbers[2]};
}

constexpr const char* fused_only = "for the graphs matmul:m,n,k, whose terms a b are added in place";

}  // namespace

GraphBoundAnswer attention_formula(const Bound& bound, const NamedGraph& graph, sim::Words M) {
  const auto shape = fused_attention(known_family(graph));
  if (!shape)
    return not_applicable("for the graphs attention:N,d and attention:N,d+l, whose terms are added in place");
  if (const std::string_view why_not = bound.why_not(*shape, M); !why_not.empty())
    return not_applicable(std::string(why_not));
  GraphBoundAnswer answer = proven(std::get<Explicit>(bound.value)(*shape, M));
  answer.certificate = counting_certificate(bound.id, *shape, M).value_or("");
  return answer;
}

std::pair<std::int64_t, std::string_view> largest_formula(const KnownFamily& family, Rules rules,
                                                          sim::Words M) {
  std::pair<std::int64_t, std::string_view> largest{0, ""};
  const auto offer = [&](const sim::Words words, std::string_view id) {
    if (words > sim::Words{largest.first}) largest = {static_cast<std::int64_t>(words.count()), id};
  };
  const auto shape = fused_attention(family);
  for (const Bound* bound : {&bounds::phase_pv, &bounds::phase_both, &bounds::phase_both_once})
    if (shape && comparable(rules, bound->rules) && bound->why_not(*shape, M).empty())
      offer(std::get<Explicit>(bound->value)(*shape, M).words, bound->id);
  if (const auto product = fused_product(family); product && comparable(rules, bounds::matmul_smith.rules))
    offer(bounds::matmul_smith_words(*product, M).words, "matmul_smith");
  return largest;
}

GraphBoundAnswer smith_of_matmul(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&) {
  const auto product = fused_product(known_family(graph));
  return product ? proven(bounds::matmul_smith_words(*product, M)) : not_applicable(fused_only);
}

GraphBoundAnswer cosma_of_matmul(const NamedGraph& graph, sim::Words M, const GraphBoundLimits&) {
  const auto product = fused_product(known_family(graph));
  if (!product) return not_applicable(fused_only);
  GraphBoundAnswer answer = proven(bounds::matmul_cosma_words(*product, M));
  answer.certified.reset();
  return answer;
}

GraphBoundAnswer exact_bound(const NamedGraph& graph, sim::Words M, const GraphBoundLimits& limits) {
  const bool game = limits.rules && *limits.rules != Rules::fma && *limits.rules != Rules::any;
  const Rules rules = game ? *limits.rules : Rules::partial;
  const auto none = [&](std::string why_not) {
    GraphBoundAnswer answer = not_applicable(std::move(why_not));
    answer.rules = rules;
    return answer;
  };
  if (!Game::fits(graph.dag, rules)) return none("searched for graphs of up to 64 vertices and terms");
  const Game position(graph.dag, rules, static_cast<std::int64_t>(M.count()));
  if (position.M < position.smallest_M())
    return none("no play: needs M >= " + std::to_string(position.smallest_M()));
  SearchOptions options;
  options.stop = limits.stop;
  options.deadline = limits.deadline;
  options.most_bytes = std::min(limits.most_bytes.value_or(bytes_of_search), bytes_of_search);
  const SearchAnswer found = exact_optimum(position, options);
  return {
      .words = static_cast<double>(found.status.lower),
      .certified = found.status.lower,
      .rules = rules,
      .parameters = {{"optimal", found.optimal ? "yes" : "no"}},
      .limited = found.stopped == SearchAnswer::Stopped::by_memory && options.most_bytes < bytes_of_search};
}

}  // namespace redblue::proofs_check::finder
