// FlashAttention-2: row blocks of Q outside, K and V blocks streamed past them.
//
// Source: Dao 2023 (arXiv 2307.08691), Algorithm 1.
// Departs from the listing: the rescale factor is exp(m_old - m_new) (printed inverted), and L is
// written only on request (--lse).
#pragma once

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/flash_plan.hpp>
#include <redblue/algorithms/kernel_plan.hpp>
#include <redblue/algorithms/online_softmax.hpp>

namespace redblue::algorithms {

struct FlashAttention2 {
  static constexpr std::string_view id = "flash_attention_2";
  static constexpr std::string_view title = "FlashAttention-2: Q rows outside, K and V blocks streamed";
  static constexpr std::string_view source = "Dao 2023, arXiv 2307.08691, Algorithm 1";
  static constexpr std::string_view leading = "4 N^2 d^2/M";
  static constexpr Takes takes{.tiles = true, .masks = true, .kernel = true};
  using Plan = TilePlan;

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    for (Range i : blocks(a.queries(), plan.Br)) {
      auto Q = machine.load(a.Q(i));
      auto O = machine.fresh(a.O(i));
      auto m = machine.fresh(a.m(i), minus_infinity);
      auto l = machine.fresh(a.l(i));
      auto x = machine.fresh(a.x(i));
      for (Range j : blocks_touching(a.keys(), a.shape.visible(i), plan.Bc)) {
        auto K = machine.load(a.K(j));
        auto V = machine.load(a.V(j));
        auto S = machine.fresh(a.S(i, j));
        add_product_transposed(machine, S, Q, K);  // line 8: S = Q K^T
        scale_scores(machine, S, a);
        mask(machine, S, a);
        online_softmax(machine, S, m, l, x, O);  // lines 9, 10: m, P, l, O
        add_product(machine, O, S, V);           // line 10: O += P V
      }
      update_rows(machine, O, op::over, l);  // line 12
      machine.store(O);
      if (a.lse) store_logsumexp(machine, a, l, m);  // line 13
    }
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (o.tiles.rule == TileChoice::Rule::given) return given_tiles(s, o);
    if (o.tiles.rule == TileChoice::Rule::kernel) return kernel_plan(s, M);
    const Extent room = M - footprint::flash_attention_2({0, 1}, s.dk, s.dv);
    const Extent per_row =
        footprint::flash_attention_2({1, 1}, s.dk, s.dv) - footprint::flash_attention_2({0, 1}, s.dk, s.dv);
    if (room < per_row) return std::nullopt;
    // A wider key block never saves a word: visited blocks only grow. So Bc = 1, and without a mask
    // the fewest row blocks win; with one, all numbers of row blocks are compared.
    const Extent largest = std::min(room / per_row, s.Nq);
    Plan best{ceil_div(s.Nq, ceil_div(s.Nq, largest)), 1};
    if (s.mask.kind == sim::Mask::Kind::none) return best;
    Int128 least = visited_keys(s, best);
    for_each_block_count(s.Nq, largest, [&](Extent, Extent Br) {
      const Int128 visited = visited_keys(s, {Br, 1});
      if (visited <= least) least = visited, best.Br = Br;
    });
    return best;
  }

  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan& p) {
    return footprint::flash_attention_2(p, s.dk, s.dv);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    const Plan least =
        o.tiles.rule == TileChoice::Rule::kernel ? Plan{kernel::micro, kernel::micro} : Plan{1, 1};
    return footprint_of(s, o, o.tiles.rule == TileChoice::Rule::given ? given_tiles(s, o) : least);
  }

  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const Int128 visited = visited_keys(s, p);
    const std::string_view why = "each row block passes over every key block that any of its rows sees";
    Terms t;
    t.read(tensor::Q, Int128{s.Nq} * s.dk, "Nq dk",
           "each row block of Q is loaded once and stays for its whole pass");
    t.read(tensor::K, visited * s.dk, "dk sum_i |keys visited by row block i|  (dense: Nk dk Tr)", why);
    t.read(tensor::V, visited * s.dv, "dv sum_i |keys visited by row block i|  (dense: Nk dv Tr)", why);
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv",
            "O is normalised and stored once, at the end of its pass");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan& p) {
    return 2 * visited_scores(s, p) * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) { return {{"Br", p.Br}, {"Bc", p.Bc}}; }

 private:
  /// K and V pass in blocks of a fixed number of keys; the tallest row blocks give the fewest passes.
  [[nodiscard]] static std::optional<Plan> kernel_plan(const AttentionShape& s, Extent M) {
    const Extent room = std::min<Extent>(M, kernel::most_words);
    return kernel::widest_side(
        s.Nk,
        [&](Extent Bc) -> TilePlan {
          const Extent fixed = footprint::flash_attention_2({0, Bc}, s.dk, s.dv);
          const Extent per_row = footprint::flash_attention_2({1, Bc}, s.dk, s.dv) - fixed;
          return {kernel::balanced(s.Nq, kernel::down(std::max<Extent>(0, room - fixed) / per_row)), Bc};
        },
        [&](TilePlan t) { return visited_keys(s, t); });
  }
};

}  // namespace redblue::algorithms
