// FlashAttention: K and V blocks outside, row blocks of Q, O and their statistics inside.
//
// Source: Dao, Fu, Ermon, Rudra, Re 2022 (arXiv 2205.14135), Algorithm 1.
// Departs from the listing only on request: --init onchip (default) skips the zero fill and the
// first read of O, l, m, and the last write of l, m; --lse writes L at a row block's last visit.
#pragma once

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/flash_plan.hpp>
#include <redblue/algorithms/kernel_plan.hpp>
#include <redblue/algorithms/tile_ops.hpp>

namespace redblue::algorithms {

struct FlashAttention {
  static constexpr std::string_view id = "flash_attention";
  static constexpr std::string_view title = "FlashAttention: K and V blocks outside, Q rows inside";
  static constexpr std::string_view source = "Dao et al. 2022, arXiv 2205.14135, Algorithm 1";
  static constexpr std::string_view leading = "6 N^2 d^2/M with its best tiles, 12 with the printed ones";
  static constexpr Takes takes{.tiles = true, .published = true, .masks = true, .init = true, .kernel = true};
  struct Plan : TilePlan {
    Init init = Init::onchip;
  };

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    const bool onchip = plan.init == Init::onchip;
    if (!onchip) zero_fill(machine, plan, a);  // line 2
    for (Range j : blocks(a.keys(), plan.Bc)) {
      auto K = machine.load(a.K(j));  // line 6
      auto V = machine.load(a.V(j));
      for (Range i : blocks_touching(a.queries(), a.shape.seen_by(j), plan.Br)) {
        const Range seen = a.shape.visible(i);
        const bool first = seen.begin >= j.begin;
        const bool last = seen.end <= j.end;
        auto Q = machine.load(a.Q(i));  // line 8
        auto O = first && onchip ? machine.fresh(a.O(i)) : machine.load(a.O(i));
        auto l = first && onchip ? machine.fresh(a.l(i)) : machine.load(a.l(i));
        auto m = first && onchip ? machine.fresh(a.m(i), minus_infinity) : machine.load(a.m(i));
        visit(machine, a, Q, K, V, O, l, m);
        machine.store(O);                                          // line 12
        if (!last || !onchip) machine.store(l), machine.store(m);  // line 13
        if (last && a.lse) store_logsumexp(machine, a, l, m);
      }
    }
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (o.tiles.rule == TileChoice::Rule::given) return Plan{given_tiles(s, o), o.init};
    if (o.tiles.rule == TileChoice::Rule::published) return Plan{printed_tiles(s, M), o.init};
    if (o.tiles.rule == TileChoice::Rule::kernel) return kernel_plan(s, M);
    const Extent room = M - footprint::flash_attention({1, 0}, s.dk, s.dv);
    const Extent per_key =
        footprint::flash_attention({1, 1}, s.dk, s.dv) - footprint::flash_attention({1, 0}, s.dk, s.dv);
    if (room < per_key) return std::nullopt;
    // Rows are visited one by one at no loss, so Br = 1. For a given number of key blocks the visits
    // are concave in Bc: the least or the largest Bc is best.
    const Extent largest = std::min(room / per_key, slide(s).keys);
    Plan best{{1, largest}, o.init};
    Int128 least = io(s, best);
    const auto offer = [&](Extent Bc) {
      const Plan candidate{{1, Bc}, o.init};
      const Int128 cost = io(s, candidate);
      if (cost < least || (cost == least && Bc < best.Bc)) least = cost, best = candidate;
    };
    if (s.mask.kind == sim::Mask::Kind::none) return offer(ceil_div(s.Nk, ceil_div(s.Nk, largest))), best;
    Extent above = largest;
    for_each_block_count(slide(s).keys, largest, [&](Extent, Extent Bc) {
      offer(Bc);
      offer(above);
      above = Bc - 1;
    });
    return best;
  }

  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan& p) {
    return footprint::flash_attention(p, s.dk, s.dv);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    if (o.tiles.rule == TileChoice::Rule::given)
      return footprint::flash_attention(given_tiles(s, o), s.dk, s.dv);
    if (o.tiles.rule == TileChoice::Rule::published) return smallest_printed(s);
    if (o.tiles.rule == TileChoice::Rule::kernel)
      return footprint::flash_attention({kernel::micro, kernel::micro}, s.dk, s.dv);
    return footprint::flash_attention({1, 1}, s.dk, s.dv);
  }

  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const Int128 visits = visiting_rows(s, p);
    const Int128 keys = slide(s).keys;
    const bool onchip = p.init == Init::onchip;
    const Int128 skipped = onchip ? s.Nq : 0;
    Terms t;
    t.read(tensor::K, keys * s.dk, "Nk dk", "each key block is loaded once, in the outer loop");
    t.read(tensor::V, keys * s.dv, "Nk dv", "each value block is loaded once, in the outer loop");
    t.read(tensor::Q, visits * s.dk, "dk sum_j |rows visiting key block j|  (dense: Nq dk Tc)",
           "Q passes by once per key block");
    t.read(tensor::O, (visits - skipped) * s.dv,
           onchip ? "dv (visits - Nq)  (dense: Nq dv (Tc - 1))" : "dv visits  (dense: Nq dv Tc)",
           "the partial output comes back on every visit but, on chip, the first");
    t.read(tensor::stats, (visits - skipped) * 2,
           onchip ? "2 (visits - Nq)  (dense: 2 Nq (Tc - 1))" : "2 visits  (dense: 2 Nq Tc)",
           "m and l come back with it");
    if (!onchip) t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "zero fill in slow memory, as printed");
    if (!onchip) t.write(tensor::stats, Int128{2} * s.Nq, "2 Nq", "zero fill of l and m, as printed");
    t.write(tensor::O, visits * s.dv, "dv visits  (dense: Nq dv Tc)",
            "the partial output is stored on every visit");
    t.write(tensor::stats, (visits - skipped) * 2,
            onchip ? "2 (visits - Nq)  (dense: 2 Nq (Tc - 1))" : "2 visits  (dense: 2 Nq Tc)",
            "m and l are stored with it, on chip not after the last visit");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan& p) {
    return 2 * visited_scores(s, p) * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    return {{"Br", p.Br}, {"Bc", p.Bc}, {"init", 0, p.init == Init::onchip ? "onchip" : "slow"}};
  }

 private:
  template <class M, class T = typename M::Tile>
  static void visit(M& machine, const Problem& a, const T& Q, const T& K, const T& V, T& O, T& l, T& m) {
    auto S = machine.fresh(a.S(Q.region().rows, K.region().rows));
    auto x = machine.fresh(a.x(Q.region().rows));
    auto n = machine.fresh(a.x(Q.region().rows));
    add_product_transposed(machine, S, Q, K);  // line 9
    scale_scores(machine, S, a);
    mask(machine, S, a);
    new_row_maxima(machine, x, m, S);           // line 11: m_new
    update_rows(machine, S, op::exp_minus, x);  // line 10: P
    update_rows(machine, m, op::exp_minus, x);  // exp(m_i - m_new)
    update_rows(machine, l, op::times, m);      // the old weight of O
    update_rows(machine, O, op::times, l);      // line 12: diag(l_i) exp(...) O ...
    new_row_sums(machine, n, l, S);             // line 11: l_new
    add_product(machine, O, S, V);              // ... + P V ...
    update_rows(machine, O, op::over, n);       // ... diag(l_new)^-1
    std::swap(l, n);
    std::swap(m, x);
    machine.rename(l, a.l(Q.region().rows));
    machine.rename(m, a.m(Q.region().rows));
  }

  template <class M>
  static void zero_fill(M& machine, const Plan& plan, const Problem& a) {
    for (Range i : blocks(a.queries(), plan.Br)) {
      auto O = machine.fresh(a.O(i));
      auto l = machine.fresh(a.l(i));
      auto m = machine.fresh(a.m(i), minus_infinity);
      machine.store(O), machine.store(l), machine.store(m);
    }
  }

  [[nodiscard]] static Int128 io(const AttentionShape& s, const Plan& p) {
    return terms(s, {}, p).sum().io().count();
  }

  /// Q passes in blocks of a fixed number of rows; the widest K and V blocks give the fewest passes.
  [[nodiscard]] static std::optional<Plan> kernel_plan(const AttentionShape& s, Extent M) {
    const Extent room = std::min<Extent>(M, kernel::most_words);
    const auto tile = kernel::widest_side(
        s.Nq,
        [&](Extent Br) -> TilePlan {
          const Extent fixed = footprint::flash_attention({Br, 0}, s.dk, s.dv);
          const Extent per_key = footprint::flash_attention({Br, 1}, s.dk, s.dv) - fixed;
          return {Br,
                  kernel::balanced(slide(s).keys, kernel::down(std::max<Extent>(0, room - fixed) / per_key))};
        },
        [&](TilePlan t) {
          return io(s, {t, Init::onchip});
        });
    if (!tile) return std::nullopt;
    return Plan{*tile, Init::onchip};
  }

  /// Bc = ceil(M / 4d), Br = min(Bc, d) as printed; 4d reads 2 (dk + dv), d the larger of the two.
  [[nodiscard]] static TilePlan printed_tiles(const AttentionShape& s, Extent M) {
    const Extent Bc = ceil_div(M, 2 * (s.dk + s.dv));
    return {std::min({Bc, std::max(s.dk, s.dv), s.Nq}), std::min(Bc, slide(s).keys)};
  }
  /// The printed rule gives one tile for all M in (4d (Bc-1), 4d Bc]: the first tile that fits there.
  [[nodiscard]] static Extent smallest_printed(const AttentionShape& s) {
    const Extent step = 2 * (s.dk + s.dv);
    for (Extent lowest = 1;; lowest += step) {
      const Extent need = std::max(lowest, footprint::flash_attention(printed_tiles(s, lowest), s.dk, s.dv));
      if (need < lowest + step) return need;
    }
  }
};

}  // namespace redblue::algorithms
