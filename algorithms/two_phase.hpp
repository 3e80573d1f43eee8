// two_phase: store raw scores once, then run the online softmax over them as they come back.
// The cheapest known schedule for M < d^2: half the published constant, with a row maximum.
//
// Source: ours (theory 2.4), after Saha and Ye 2024 (arXiv 2402.07443), Algorithm 1.
// Phase 1 is score_phase.hpp. Phase 2 keeps an O tile with the statistics of its rows and either
// holds a row of V while scores stream (rows of V), or holds a column of scores while V streams.
#pragma once

#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/algorithms/output_tile.hpp>
#include <redblue/algorithms/score_phase.hpp>

namespace redblue::algorithms {

struct TwoPhase {
  static constexpr std::string_view id = "two_phase";
  static constexpr std::string_view title = "two phases: raw scores stored, then online softmax and P V";
  static constexpr std::string_view source = "redblue, docs/schedules.md, two_phase";
  static constexpr std::string_view leading =
      "(1+u)^2 N^2 for 1 <= u <= 2, (4u+1) N^2 for u >= 2, u = d/sqrt(M)";
  static constexpr Takes takes{.stats = true, .kernel = true};
  struct Plan {
    ScorePlan scores;
    TilePlan output;
    Stats stats = Stats::max;
    Extent panel = 0;            ///< kernel: scores and rows of V that pass at a time; 0: one, word by word
    bool evaluates_once = true;  ///< with a narrow O tile each exponential is evaluated per column block
  };

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    score_phase::run(machine, plan.scores, a);
    const int sigma = static_cast<int>(a.stats);
    for (Range i : blocks(a.queries(), plan.output.Br))
      for (Range c : blocks(a.dv(), plan.output.Bc)) {
        if (plan.panel > 0) {
          multiply_panels(machine, a, i, c, plan.panel);
          continue;
        }
        auto O = machine.fresh(a.O(i, c));
        RowStatistics<M> stats(machine, a, i);
        const bool hold_values = c.size() + (sigma == 2) < i.size() + 1;
        for (Extent j = 0; j < a.shape.Nk; ++j)
          if (hold_values)
            pass_scores(machine, a, O, stats, i, j, c);
          else
            pass_values(machine, a, O, stats, i, j, c);
        stats.normalise(machine, O);
        machine.store(O);
        if (a.lse && c.begin == 0) stats.store_lse(machine, a);
      }
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (o.tiles.rule == TileChoice::Rule::kernel) return kernel_plan(s, M);
    const auto scores = score_phase::plan(s, M);
    const auto output = widest_output(
        s, M, [&](TilePlan t) { return footprint::online_output_tile(t, static_cast<int>(o.stats)); });
    if (!scores || !output) return std::nullopt;
    return Plan{*scores, *output, o.stats, 0, output->Bc >= s.dv};
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan& p) {
    if (p.panel > 0)
      return std::max(score_phase::footprint(s, p.scores),
                      footprint::panel_product(p.output, p.panel, statistics));
    return std::max(score_phase::footprint(s, p.scores),
                    footprint::online_output_tile(p.output, static_cast<int>(p.stats)));
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape&, const Options& o) {
    if (o.tiles.rule == TileChoice::Rule::kernel) return kernel::smallest_panel_product(statistics);
    return std::max(score_phase::smallest_M,
                    footprint::online_output_tile({1, 1}, static_cast<int>(o.stats)));
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    Terms t;
    score_phase::terms(t, s, p.scores);
    t.read(tensor::S, Int128{s.Nq} * s.Nk * ceil_div(s.dv, p.output.Bc), "Nq Nk ceil(dv/Bc)",
           "every score comes back once per column block of O");
    t.read(tensor::V, Int128{s.Nk} * s.dv * ceil_div(s.Nq, p.output.Br), "Nk dv ceil(Nq/Br)",
           "V passes once per row block of O");
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "each O tile is normalised and stored once");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return Int128{2} * s.Nq * s.Nk * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    auto f = score_phase::fields(p.scores);
    f.push_back({"output_Br", p.output.Br});
    f.push_back({"output_Bc", p.output.Bc});
    if (p.panel > 0) f.push_back({"output_panel", p.panel});
    return f;
  }

 private:
  static constexpr Extent statistics = 3;  // m, l and the rescale factor of each row

  [[nodiscard]] static std::optional<Plan> kernel_plan(const AttentionShape& s, Extent M) {
    const auto scores = score_phase::kernel_plan(s, M);
    const auto output = kernel::panel_product(s.Nq, s.dv, s.Nk, M, statistics);
    if (!scores || !output) return std::nullopt;
    return Plan{*scores, output->tile, Stats::max, output->panel, output->tile.Bc >= s.dv};
  }

  /// A panel of scores and the rows of V that they weigh are held.
  template <class M>
  static void multiply_panels(M& machine, const Problem& a, Range i, Range c, Extent panel) {
    auto O = machine.fresh(a.O(i, c));
    auto m = machine.fresh(a.m(i), minus_infinity);
    auto l = machine.fresh(a.l(i));
    auto x = machine.fresh(a.x(i));
    for (Range j : blocks(a.keys(), panel)) {
      auto S = machine.load(a.S(i, j));
      auto V = machine.load(a.V(j, c));
      online_softmax(machine, S, m, l, x, O);
      add_product(machine, O, S, V);
    }
    update_rows(machine, O, op::over, l);
    machine.store(O);
  }

  /// A row of V is held, the column of scores streams.
  template <class M, class T = typename M::Tile>
  static void pass_scores(M& machine, const Problem& a, T& O, RowStatistics<M>& stats, Range i, Extent j,
                          Range c) {
    auto v = machine.load(a.V(j, c));
    auto x = stats.scratch(machine, a, i);
    machine.work(Int128{2} * O.words());
    machine.stream(a.S(i, j), sim::Flow::in, [&](auto& s, Extent n, Extent) {
      stats.absorb(machine, n, s, x, [&](const auto& factor) { scale_row(machine, O, n, factor); });
      add_row_times(machine, O, n, s, v);
    });
  }
  /// A column of scores is held, the row of V streams.
  template <class M, class T = typename M::Tile>
  static void pass_values(M& machine, const Problem& a, T& O, RowStatistics<M>& stats, Range i, Extent j,
                          Range c) {
    auto s = machine.load(a.S(i, j));
    stats.absorb_column(machine, a, s,
                        [&](Extent n, const auto& factor) { scale_row(machine, O, n, factor); });
    machine.work(Int128{2} * O.words());
    machine.stream(a.V(j, c), sim::Flow::in,
                   [&](auto& v, Extent, Extent k) { add_column_times(machine, O, k, s, 0, v); });
  }
};

}  // namespace redblue::algorithms
