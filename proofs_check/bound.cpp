#include <redblue/proofs_check/bound.hpp>
#include <redblue/proofs_check/catalog.hpp>

namespace redblue::proofs_check {
namespace {

/// A schedule of the machine at M replays in the classic game at M + 3: an in-place update needs its
/// product, sum and factor for a moment (theory 1.2).
constexpr Words classic_temporaries{3};

Evaluated evaluate(const Bound& bound, const AttentionShape& shape, Words M, Rules rules) {
  const bool replayed = rules == Rules::fma && bound.rules == Rules::classic;
  Evaluated row{&bound, {}, replayed || comparable(rules, bound.rules), M, {}};
  if (replayed) row.evaluated_at += classic_temporaries;
  row.why_not = bound.why_not(shape, row.evaluated_at);
  if (const auto* value = std::get_if<Explicit>(&bound.value); value != nullptr && row.why_not.empty())
    row.proven = (*value)(shape, row.evaluated_at);
  return row;
}

}  // namespace

LowerBounds lower_bounds(const AttentionShape& shape, Words M, Rules rules) {
  LowerBounds found;
  found.all.reserve(catalog().size());
  for (const Bound& bound : catalog()) {
    const Evaluated& row = found.all.emplace_back(evaluate(bound, shape, M, rules));
    if (!row.comparable || !row.proven) continue;
    if (found.lower_by.empty() || row.proven->words > found.lower) {
      found.lower = row.proven->words;
      found.lower_by = bound.id;
    }
  }
  return found;
}

}  // namespace redblue::proofs_check
