#include <algorithm>
#include <array>

#include <redblue/proofs_check/bounds/any_matmul.hpp>
#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/bounds/saha_ye.hpp>
#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/formulas.hpp>
#include <redblue/proofs_check/find/parts.hpp>
#include <redblue/proofs_check/find/spectral.hpp>
#include <redblue/proofs_check/find/wavefront.hpp>
#include <redblue/proofs_check/graph_bound.hpp>

namespace redblue::proofs_check {
namespace {

/// A formula for attention as a bound of the graphs that are attention. Its first assumption is one on
/// shapes, which those of graphs fulfil.
template <const Bound& bound>
constexpr GraphBound formula() {
  return {bound.id,     bound.statement,
          bound.rules,  bound.assumptions[1].sentence,
          bound.source, finder::of_attention<bound>};
}

constexpr std::array rows{
    GraphBound{"compulsory", "every input that is used is loaded, every output is stored",
               Rules::partial_recompute, "", "trivial", finder::compulsory},
    GraphBound{
        "wavefront",
        "io >= the sum of 2 (W - M) over vertex-disjoint pieces, W the largest of the minimum convex vertex "
        "cuts around the vertices of a piece",
        Rules::one_shot, "nothing is computed twice",
        "Elango, Rastello, Pouchet, Ramanujam and Sadayappan 2015, POPL", finder::wavefront_bound},
    GraphBound{"wavefront_inner",
               "io >= the words of compulsory + the sum of 2 (W - M) over vertex-disjoint pieces without "
               "inputs and outputs",
               Rules::one_shot, "nothing is computed twice",
               "Elango et al. 2015, with their removal of inputs and outputs", finder::wavefront_inner_bound},
    GraphBound{
        "spectral", "io >= max_k [ sum_{i<=k} n_i lambda_i - 2kM ]", Rules::one_shot,
        "nothing is computed twice; non-compulsory I/O only: stores of outputs that are no operand may be "
        "added (may_be_added), first loads of inputs may not",
        "Jain and Zaharia 2020, SPAA", finder::spectral},
    GraphBound{
        "spectral_sharp",
        "io >= compulsory + max_k [ sum_{i<=k} n_i lambda_i - 2(k-1)M ], edges out of inputs of half weight",
        Rules::one_shot, "nothing is computed twice",
        "Jain and Zaharia 2020, SPAA; what is compulsory: derived here", finder::spectral_sharp},
    GraphBound{"hong_kung", "io >= M (P - 1), P the least number of parts of a 2M-partition", Rules::classic,
               "", "Hong and Kung 1981, Theorem 3.1", finder::hong_kung},
    GraphBound{
        "x_partition",
        "for every X > M: io >= (X - M) (ceil(V / V_max(X)) - 1), V_max(X) of the V vertices computed being "
        "the most in one part of an X-partition",
        Rules::classic, "", "Kwasniewski et al. 2019, arXiv 1908.09606, Lemmas 3 and 4", finder::x_partition},
    formula<bounds::phase_pv>(),
    formula<bounds::phase_both>(),
    formula<bounds::phase_both_once>(),
    formula<bounds::any_matmul>(),
    formula<bounds::any_matmul_sharp>(),
    GraphBound{"matmul_smith", bounds::matmul_smith.statement, bounds::matmul_smith.rules, "",
               bounds::matmul_smith.source, finder::smith_of_matmul},
    GraphBound{"matmul_cosma", bounds::matmul_cosma.statement, bounds::matmul_cosma.rules, "",
               bounds::matmul_cosma.source, finder::cosma_of_matmul},
    GraphBound{"exact", "the optimum itself", Rules::partial, "", "search, docs/proofs.md",
               finder::exact_bound},
};

}  // namespace

std::span<const GraphBound> graph_bounds() { return rows; }

const GraphBound* find_graph_bound(std::string_view id) {
  const auto row = std::ranges::find(rows, id, &GraphBound::id);
  return row == rows.end() ? nullptr : &*row;
}

GraphLowerBounds graph_lower_bounds(const NamedGraph& graph, sim::Words M, std::optional<Rules> rules,
                                    const GraphBound* only, GraphBoundLimits limits) {
  GraphLowerBounds found;
  limits.rules = rules;
  found.all.reserve(rows.size());  // `lower_by` points into it
  for (const GraphBound& bound : rows) {
    if (only != nullptr && only->id != bound.id) continue;
    found.all.push_back({&bound, bound.evaluate(graph, M, limits)});
    EvaluatedGraphBound& row = found.all.back();
    row.rules = row.answer.rules.value_or(bound.rules);
    row.comparable = !rules || comparable(*rules, row.rules);
    if (!row.comparable || !row.answer.applicable() || !row.answer.certified) continue;
    if (found.lower_by == nullptr || *row.answer.certified > found.lower) {
      found.lower = *row.answer.certified;
      found.lower_by = &row;
    }
  }
  return found;
}

}  // namespace redblue::proofs_check
