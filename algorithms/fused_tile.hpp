// fused_tile: a score tile stays and is never stored; Q, K, V stream; O is read and written per tile.
//
// Source: ours (theory 2.7).
#pragma once

#include <redblue/algorithms/flash_plan.hpp>
#include <redblue/algorithms/score_phase.hpp>

namespace redblue::algorithms {

struct FusedTile {
  static constexpr std::string_view id = "fused_tile";
  static constexpr std::string_view title = "a score tile stays, never stored; Q, K, V and O pass it";
  static constexpr std::string_view source = "redblue, docs/schedules.md, fused_tile";
  static constexpr std::string_view leading = "2 sqrt(6) u N^2, u = d/sqrt(M)";
  static constexpr Takes takes{.tiles = true};
  using Plan = TilePlan;

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    for (Range i : blocks(a.queries(), plan.Br)) {
      auto m = machine.fresh(a.m(i), minus_infinity);
      auto l = machine.fresh(a.l(i));
      for (Range j : blocks(a.keys(), plan.Bc)) {
        auto S = machine.fresh(a.S(i, j));
        score_phase::stream_scores(machine, S, a, i, j);
        auto x = machine.fresh(a.x(i));
        new_row_maxima(machine, x, m, S);
        update_rows(machine, S, op::exp_minus, x);
        update_rows(machine, m, op::exp_minus, x);  // the rescale factor, in the words of m
        update_rows(machine, l, op::times, m);
        add_row_sums(machine, l, S);
        for (Extent c = 0; c < a.shape.dv; ++c) pass_output_column(machine, a, S, m, l, i, j, c);
        std::swap(m, x);
        machine.rename(m, a.m(i));
      }
      if (a.lse) store_logsumexp(machine, a, l, m);
    }
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (o.tiles.rule == TileChoice::Rule::given) return given_tiles(s, o);
    std::optional<Plan> best;
    Int128 least_io = 0;
    Int128 least_writes = 0;
    for_each_block_count(s.Nq, s.Nq, [&](Extent, Extent Br) {
      if (M < 3 * Br) return;
      const Extent widest = score_phase::widest_tile(Br, M - 3 * Br, s.Nk);
      if (widest < 1) return;
      const Plan tile{Br, ceil_div(s.Nk, ceil_div(s.Nk, widest))};
      const Int128 cost = io(s, tile);
      const Int128 written = Int128{s.Nq} * s.dv * ceil_div(s.Nk, tile.Bc);
      const bool better = !best || cost < least_io || (cost == least_io && written < least_writes) ||
                          (cost == least_io && written == least_writes &&
                           footprint::fused_tile(tile) < footprint::fused_tile(*best));
      if (better) best = tile, least_io = cost, least_writes = written;
    });
    return best;
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape&, const Options&, const Plan& p) {
    return footprint::fused_tile(p);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    return footprint::fused_tile(o.tiles.rule == TileChoice::Rule::given ? given_tiles(s, o) : Plan{1, 1});
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const Int128 Tc = ceil_div(s.Nk, p.Bc);
    const Int128 Tr = ceil_div(s.Nq, p.Br);
    Terms t;
    t.read(tensor::Q, Tc * s.Nq * s.dk, "Nq dk ceil(Nk/Bc)",
           "the columns of Q pass once per column of tiles");
    t.read(tensor::K, Tr * s.Nk * s.dk, "Nk dk ceil(Nq/Br)", "the columns of K pass once per row of tiles");
    t.read(tensor::V, Tr * s.Nk * s.dv, "Nk dv ceil(Nq/Br)", "V passes once per row of tiles");
    t.read(tensor::O, (Tc - 1) * s.Nq * s.dv, "Nq dv (ceil(Nk/Bc) - 1)",
           "the partial output comes back for every tile but the first of its row");
    t.write(tensor::O, Tc * s.Nq * s.dv, "Nq dv ceil(Nk/Bc)", "and is stored after every tile");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return Int128{2} * s.Nq * s.Nk * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) { return {{"Br", p.Br}, {"Bc", p.Bc}}; }

 private:
  [[nodiscard]] static Int128 io(const AttentionShape& s, const Plan& p) {
    const Int128 Tc = ceil_div(s.Nk, p.Bc);
    const Int128 Tr = ceil_div(s.Nq, p.Br);
    return Tc * s.Nq * s.dk + Tr * s.Nk * (s.dk + s.dv) + (2 * Tc - 1) * s.Nq * s.dv;
  }

  /// O(:, c) = factor O(:, c) + P V(:, c): the shorter of the two columns is held, the other streams.
  template <class M, class T = typename M::Tile>
  static void pass_output_column(M& machine, const Problem& a, T& P, T& factor, T& l, Range i, Range j,
                                 Extent c) {
    const bool first = j.begin == a.keys().begin;
    const bool last = j.end == a.keys().end;
    machine.work(Int128{2} * P.words());
    if (i.size() <= j.size()) {
      auto O = first ? machine.fresh(a.O(i, c)) : machine.load(a.O(i, c));
      if (!first) update_rows(machine, O, op::times, factor);
      machine.stream(a.V(j, c), sim::Flow::in,
                     [&](auto& v, Extent n, Extent) { add_column_times(machine, O, 0, P, n, v); });
      if (last) update_rows(machine, O, op::over, l);
      machine.store(O);
    } else {
      auto V = machine.load(a.V(j, c));
      machine.stream(a.O(i, c), first ? sim::Flow::out : sim::Flow::in_out, [&](auto& o, Extent n, Extent) {
        if (!first) machine.update(o, op::times, factor(n, 0));
        machine.multiplied(a.O(i.begin + n, c), j);
        for_each_cell(machine, 1, j.size(),
                      [&](Extent, Extent k) { machine.update(o, op::fma, P(n, k), V(k, 0)); });
        if (last) machine.update(o, op::over, l(n, 0));
      });
    }
  }
};

}  // namespace redblue::algorithms
