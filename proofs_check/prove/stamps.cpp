#include <algorithm>

#include <redblue/proofs_check/prove/stamps.hpp>

namespace redblue::proofs_check::prove {
namespace {

std::size_t size(Extent n) { return static_cast<std::size_t>(n); }

std::size_t at(std::int32_t row, std::size_t columns, std::int32_t col) {
  return static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(col);
}

}  // namespace

WordStamps::WordStamps(const AttentionShape& s)
    : Nk_(size(s.Nk)),
      dk_(size(s.dk)),
      dv_(size(s.dv)),
      Q_(s.Nq * s.dk),
      K_(s.Nk * s.dk),
      V_(s.Nk * s.dv),
      O_(s.Nq * s.dv),
      triples_(Int128{s.Nq} * s.Nk * s.dk) {}

void WordStamps::score(const NodeInfo& p, std::uint32_t phase, Phase& now) {
  now.Q += Q_.first(at(p.row, dk_, p.inner), phase) ? 1 : 0;
  now.K += K_.first(at(p.col, dk_, p.inner), phase) ? 1 : 0;
  now.scores += triples_.first(at(p.row, Nk_, p.col) * dk_ + size(p.inner), phase) ? 1 : 0;
}

void WordStamps::event(const NodeInfo& p, std::uint32_t phase, Phase& now) {
  now.V += V_.first(at(p.inner, dv_, p.col), phase) ? 1 : 0;
  now.O += O_.first(at(p.row, dv_, p.col), phase) ? 1 : 0;
  now.events += 1;
}

PairStamps::PairStamps(const AttentionShape& s)
    : Nk_(size(s.Nk)),
      dk_(static_cast<std::int32_t>(s.dk)),
      covered_(s.Nq * s.Nk),
      touched_(s.Nq * s.Nk),
      scored_(s.Nq * s.Nk),
      used_(s.Nq * s.Nk),
      carried_(s.Nq * s.Nk),
      whole_(s.Nq * s.Nk),
      rows_(s.Nq),
      cols_(s.Nk),
      fresh_in_(size(s.Nq * s.Nk)),
      spans_(size(s.Nq * s.Nk)) {}

void PairStamps::fresh(const NodeInfo& score, std::uint32_t phase) {
  covered_.first(pair(score), phase);
  fresh_in_[pair(score)].push_back(phase);
}

void PairStamps::scored(const NodeInfo& score, std::uint32_t phase, std::uint32_t begun) {
  const std::size_t p = pair(score);
  touch(p, phase);
  scored_.first(p, phase);
  if (score.products != dk_) return;
  if (begun == phase) whole_.first(p, phase);
  if (!fresh_in_[p].empty()) spans_[p].push_back({begun, phase});
}

void PairStamps::used(const NodeInfo& score, std::uint32_t phase, std::uint32_t begun) {
  const std::size_t p = pair(score);
  touch(p, phase);
  used_.first(p, phase);
  if (begun != phase) carried_.first(p, phase);
}

void PairStamps::close(bool by_scores, std::uint32_t phase, Phase& now) {
  now.touched = static_cast<Int128>(of_phase_.size());
  for (const std::size_t p : of_phase_) {
    if (!(by_scores ? scored_ : used_).has(p, phase)) continue;
    const bool carried = by_scores ? !whole_.has(p, phase) : carried_.has(p, phase);
    (carried ? now.carried : now.internal) += 1;
    if (carried) continue;
    now.rows += rows_.first(p / Nk_, phase) ? 1 : 0;
    now.cols += cols_.first(p % Nk_, phase) ? 1 : 0;
  }
  of_phase_.clear();
}

void PairStamps::count_intervals(Phases& whole) const {
  for (std::size_t p = 0; p < fresh_in_.size(); ++p) {
    const auto& starts = fresh_in_[p];
    for (std::size_t r = 0; r < starts.size(); ++r) {
      const std::uint32_t end = r + 1 < starts.size() ? starts[r + 1] : 0xffffffffU;
      const bool inside = std::any_of(spans_[p].begin(), spans_[p].end(),
                                      [&](const Span& s) { return starts[r] <= s.from && s.to < end; });
      (inside ? whole.first_kind : whole.second_kind) += 1;
    }
  }
}

}  // namespace redblue::proofs_check::prove
