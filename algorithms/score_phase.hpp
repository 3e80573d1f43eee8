// S = scale Q K^T, every score stored, for any M: the first phase of two_phase and of standard.
//
//   Sstat  a tile of S stays while columns of Q and K pass: the shorter column is held, the longer
//          one streams one word at a time.
//          A kernel holds both for a panel of columns (ScorePlan::panel).
//   Qstat  Br rows of Q stay while K passes one word at a time; spare words keep a fixed part of K.
//
// Source: theory 2.4.
#pragma once

#include <optional>

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/kernel_plan.hpp>
#include <redblue/algorithms/search.hpp>
#include <redblue/algorithms/tile_ops.hpp>

namespace redblue::algorithms {

struct ScorePlan {
  enum class Stays { scores, queries };
  Stays stays = Stays::scores;
  TilePlan tile;        ///< scores: the tile of S; queries: Br
  Extent resident = 0;  ///< queries: words of K that stay after the first pass
  Extent panel = 0;     ///< scores: columns of Q and K that pass at a time; 0: one, word by word
};

namespace score_phase {

[[nodiscard]] inline Int128 reads_of_Q(const AttentionShape& s, const ScorePlan& p) {
  const Int128 passes = p.stays == ScorePlan::Stays::scores ? ceil_div(s.Nk, p.tile.Bc) : 1;
  return passes * s.Nq * s.dk;
}
[[nodiscard]] inline Int128 reads_of_K(const AttentionShape& s, const ScorePlan& p) {
  const Int128 passes = ceil_div(s.Nq, p.tile.Br);
  return passes * s.Nk * s.dk - (passes - 1) * p.resident;
}
[[nodiscard]] inline Extent footprint(const AttentionShape& s, const ScorePlan& p) {
  if (p.panel > 0) return footprint::panel_product(p.tile, p.panel, 0);
  return p.stays == ScorePlan::Stays::scores ? footprint::score_tile(p.tile)
                                             : footprint::query_rows(p.tile.Br, s.dk) + p.resident;
}

/// The largest Bc <= Nk for which a tile of Br x Bc scores fits; 0 when none does.
[[nodiscard]] inline Extent widest_tile(Extent Br, Extent M, Extent Nk) {
  const Extent holding_rows = M - 1 < Br ? 0 : (M - 1 - Br) / Br;  // Bc >= Br: the Q column is held
  const Extent holding_cols = (M - 1) / (Br + 1);                  // Bc <= Br: the K column is held
  return std::min(Nk, holding_rows >= Br ? holding_rows : std::min(holding_cols, Br));
}

[[nodiscard]] inline std::optional<ScorePlan> plan(const AttentionShape& s, Extent M) {
  std::optional<ScorePlan> best;
  Int128 least = 0;
  Extent smallest = 0;
  const auto offer = [&](const ScorePlan& p) {
    const Int128 reads = reads_of_Q(s, p) + reads_of_K(s, p);
    const Extent words = footprint(s, p);
    if (!best || reads < least || (reads == least && words < smallest))
      best = p, least = reads, smallest = words;
  };
  for_each_block_count(s.Nq, s.Nq, [&](Extent Tr, Extent Br) {
    const Extent Bc = widest_tile(Br, M, s.Nk);
    if (Bc >= 1) offer({ScorePlan::Stays::scores, {Br, ceil_div(s.Nk, ceil_div(s.Nk, Bc))}, 0});
    const Extent spare = M - footprint::query_rows(Br, s.dk);
    if (spare >= 0) offer({ScorePlan::Stays::queries, {Br, 1}, Tr > 1 ? std::min(spare, s.Nk * s.dk) : 0});
  });
  return best;
}

/// The plan of the kernel: a tile of S stays, Q and K pass in panels.
[[nodiscard]] inline std::optional<ScorePlan> kernel_plan(const AttentionShape& s, Extent M) {
  const auto chosen = kernel::panel_product(s.Nq, s.Nk, s.dk, M, 0);
  if (!chosen) return std::nullopt;
  return ScorePlan{ScorePlan::Stays::scores, chosen->tile, 0, chosen->panel};
}

/// The least M of any score plan: one score, one held word, one streaming.
inline constexpr Extent smallest_M = footprint::score_tile({1, 1});

[[nodiscard]] inline std::vector<PlanField> fields(const ScorePlan& p) {
  if (p.panel > 0)
    return {{"scores", 0, "Sstat"},
            {"scores_Br", p.tile.Br},
            {"scores_Bc", p.tile.Bc},
            {"scores_panel", p.panel}};
  if (p.stays == ScorePlan::Stays::scores)
    return {{"scores", 0, "Sstat"}, {"scores_Br", p.tile.Br}, {"scores_Bc", p.tile.Bc}};
  return {{"scores", 0, "Qstat"}, {"scores_Br", p.tile.Br}, {"scores_resident", p.resident}};
}

inline void terms(Terms& t, const AttentionShape& s, const ScorePlan& p) {
  const bool tiles = p.stays == ScorePlan::Stays::scores;
  t.read(tensor::Q, reads_of_Q(s, p), tiles ? "Nq dk ceil(Nk/Bc)" : "Nq dk",
         tiles ? "the columns of Q pass once per column of score tiles"
               : "each row of Q is loaded once and stays");
  t.read(tensor::K, reads_of_K(s, p), tiles ? "Nk dk ceil(Nq/Br)" : "Nk dk T - (T - 1) r, T = ceil(Nq/Br)",
         tiles ? "the columns of K pass once per row of score tiles"
               : "K passes once per row block, but for r words that stay");
  t.write(tensor::S, Int128{s.Nq} * s.Nk, "Nq Nk", "every raw score is stored once");
}

/// S += Q K^T for a tile of S that stays: column by column of Q and K, the shorter held, the longer
/// streaming. Scratch: least(br, bc) + 1 words.
template <class M, class T = typename M::Tile>
void stream_scores(M& machine, T& S, const Problem& a, Range i, Range j) {
  for (Extent c = 0; c < a.shape.dk; ++c)
    if (i.size() <= j.size()) {
      auto q = machine.load(a.Q(i, c));
      machine.stream(a.K(j, c), sim::Flow::in,
                     [&](auto& k, Extent to, Extent) { add_column_times(machine, S, to, q, 0, k); });
    } else {
      auto k = machine.load(a.K(j, c));
      machine.stream(a.Q(i, c), sim::Flow::in,
                     [&](auto& q, Extent to, Extent) { add_row_times(machine, S, to, q, k); });
    }
  machine.work(Int128{2} * S.words() * a.shape.dk);
  scale_scores(machine, S, a);
}

/// The same with a panel of columns of both held at a time. Scratch: (br + bc) panel words.
template <class M, class T = typename M::Tile>
void pass_panels(M& machine, T& S, const Problem& a, Range i, Range j, Extent panel) {
  for (Range c : blocks(a.dk(), panel)) {
    auto Q = machine.load(a.Q(i, c));
    auto K = machine.load(a.K(j, c));
    add_product_transposed(machine, S, Q, K);
  }
  scale_scores(machine, S, a);
}

/// A tile of S stays.
template <class M>
void run_score_tiles(M& machine, const ScorePlan& plan, const Problem& a) {
  for (Range i : blocks(a.queries(), plan.tile.Br))
    for (Range j : blocks({0, a.shape.Nk}, plan.tile.Bc)) {
      auto S = machine.fresh(a.S(i, j));
      plan.panel > 0 ? pass_panels(machine, S, a, i, j, plan.panel) : stream_scores(machine, S, a, i, j);
      machine.store(S);
    }
}

/// Rows of Q stay; the first `resident` words of K, row by row, stay from one row block to the next.
template <class M>
void run_query_rows(M& machine, const ScorePlan& plan, const Problem& a) {
  const Extent dk = a.shape.dk;
  const Extent whole = plan.resident / dk;  // rows of K that stay whole
  const Extent part = plan.resident % dk;   // words of the next one
  auto K = machine.load(a.K(Range{0, whole}));
  auto k_part = machine.load(a.K(std::min(whole, a.shape.Nk - 1), Range{0, part}));
  for (Range i : blocks(a.queries(), plan.tile.Br)) {
    auto Q = machine.load(a.Q(i));
    for (Extent j = 0; j < a.shape.Nk; ++j) {
      auto s = machine.fresh(a.S(i, j));
      const Extent stays = j < whole ? dk : j == whole ? part : 0;
      const auto& kept = j < whole ? K : k_part;
      const Extent row = j < whole ? j : 0;
      machine.multiplied(s.region(), {0, stays});
      for_each_cell(machine, s.rows(), stays,
                    [&](Extent n, Extent c) { machine.update(s(n, 0), op::fma, Q(n, c), kept(row, c)); });
      machine.stream(a.K(j, Range{stays, dk}), sim::Flow::in,
                     [&](auto& k, Extent, Extent c) { add_column_times(machine, s, 0, Q, stays + c, k); });
      machine.work(Int128{2} * s.words() * dk);
      scale_scores(machine, s, a);
      machine.store(s);
    }
  }
}

template <class M>
void run(M& machine, const ScorePlan& plan, const Problem& a) {
  if (plan.stays == ScorePlan::Stays::scores)
    run_score_tiles(machine, plan, a);
  else
    run_query_rows(machine, plan, a);
}

}  // namespace score_phase
}  // namespace redblue::algorithms
