// standard: three kernels, S and P materialised, every product tiled as well as M allows.
//
// Source: Dao et al. 2022 (arXiv 2205.14135), Algorithm 0, with tiles (theory 2.5).
// A mask is applied by index as the softmax reads: all of S is formed and read, no mask is loaded.
#pragma once

#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/algorithms/output_tile.hpp>
#include <redblue/algorithms/score_phase.hpp>

namespace redblue::algorithms {

struct Standard {
  static constexpr std::string_view id = "standard";
  static constexpr std::string_view title = "three kernels: S, softmax, P V, with S and P materialised";
  static constexpr std::string_view source = "Dao et al. 2022, arXiv 2205.14135, Algorithm 0";
  static constexpr std::string_view leading = "4 N^2 for M >= N d; softmax alone 2 N^2 or 3 N^2";
  static constexpr Takes takes{.masks = true, .kernel = true};
  struct Plan {
    ScorePlan scores;
    bool whole_rows = false;  ///< the softmax holds a row; otherwise it reads S twice
    TilePlan output;
    Extent panel = 0;  ///< kernel: probabilities and rows of V that pass at a time; 0: one, word by word
    Extent parts = 1;  ///< kernel: parts of a row, each with a maximum and a sum of its own
  };

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    score_phase::run(machine, plan.scores, a);
    for (Extent i = 0; i < a.shape.Nq; ++i)
      plan.whole_rows  ? softmax_of_held_row(machine, a, {i, i + 1}, plan.parts)
      : plan.panel > 0 ? softmax_of_passing_chunks(machine, a, {i, i + 1}, plan.parts)
                       : softmax_of_passing_row(machine, a, {i, i + 1});
    for (Range i : blocks(a.queries(), plan.output.Br))
      for (Range c : blocks(a.dv(), plan.output.Bc))
        plan.panel > 0 ? multiply_panels(machine, a, i, c, plan.panel) : multiply(machine, a, i, c);
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (o.tiles.rule == TileChoice::Rule::kernel) return kernel_plan(s, M);
    const auto scores = score_phase::plan(s, M);
    const auto output = widest_output(s, M, footprint::output_tile);
    const bool whole_rows = M >= s.Nk + 2;
    if (!scores || !output || (!whole_rows && M < online_words)) return std::nullopt;
    return Plan{*scores, whole_rows, *output};
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan& p) {
    if (p.panel > 0)
      return std::max({score_phase::footprint(s, p.scores), softmax_words(s, p.whole_rows, p.parts),
                       footprint::panel_product(p.output, p.panel, 0)});
    return std::max({score_phase::footprint(s, p.scores), p.whole_rows ? s.Nk + 2 : online_words,
                     footprint::output_tile(p.output)});
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    if (o.tiles.rule == TileChoice::Rule::kernel)
      return std::max({kernel::smallest_panel_product(0), std::min(softmax_words(s, true, kernel::warps),
                                                                   softmax_words(s, false, kernel::warps))});
    return std::max(
        {score_phase::smallest_M, std::min(online_words, s.Nk + 2), footprint::output_tile({1, 1})});
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const Int128 scores = Int128{s.Nq} * s.Nk;
    Terms t;
    score_phase::terms(t, s, p.scores);
    t.read(tensor::S, scores * (p.whole_rows ? 1 : 2), p.whole_rows ? "Nq Nk" : "2 Nq Nk",
           p.whole_rows ? "a row of S and two statistics fit: one pass"
                        : "a row does not fit: one pass for m and l, one to normalise");
    t.write(tensor::P, scores, "Nq Nk", "every probability is stored once");
    t.read(tensor::P, scores * ceil_div(s.dv, p.output.Bc), "Nq Nk ceil(dv/Bc)",
           "P passes once per column block of O");
    t.read(tensor::V, Int128{s.Nk} * s.dv * ceil_div(s.Nq, p.output.Br), "Nk dv ceil(Nq/Br)",
           "V passes once per row block of O");
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "each O tile is stored once");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return Int128{2} * s.Nq * s.Nk * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    auto f = score_phase::fields(p.scores);
    f.push_back({"softmax", 0, p.whole_rows ? "row" : "online"});
    f.push_back({"output_Br", p.output.Br});
    f.push_back({"output_Bc", p.output.Bc});
    if (p.panel > 0) f.push_back({"output_panel", p.panel});
    return f;
  }

 private:
  static constexpr Extent online_words = 4;  // a score, m, l, scratch

  /// The kernel's softmax: a row, or a chunk of a score per thread and the statistics so far.
  [[nodiscard]] static Extent softmax_words(const AttentionShape& s, bool whole, Extent parts) {
    return whole ? footprint::softmax_row(s.Nk, parts) : footprint::softmax_row(kernel::threads, parts) + 2;
  }
  [[nodiscard]] static std::optional<Plan> kernel_plan(const AttentionShape& s, Extent M) {
    const auto scores = score_phase::kernel_plan(s, M);
    const auto output = kernel::panel_product(s.Nq, s.dv, s.Nk, M, 0);
    if (!scores || !output) return std::nullopt;
    Plan plan{*scores, true, output->tile, output->panel, kernel::warps};
    const Extent room = std::min<Extent>(M, kernel::most_words);
    plan.whole_rows = softmax_words(s, true, plan.parts) <= room;
    if (softmax_words(s, plan.whole_rows, plan.parts) > room) return std::nullopt;
    return plan;
  }

  /// S(i, :) is held, becomes P(i, :) in place. Counts: Nk reads, Nk writes.
  template <class M>
  static void softmax_of_held_row(M& machine, const Problem& a, Range i, Extent parts) {
    auto S = machine.load(a.S(i));
    auto m = machine.fresh(a.m({i.begin, i.begin + parts}), minus_infinity);
    auto l = machine.fresh(a.l({i.begin, i.begin + parts}));
    mask(machine, S, a);
    row_maxima(machine, m, S);
    update_rows(machine, S, op::exp_minus, m);
    add_row_sums(machine, l, S);
    update_rows(machine, S, op::over, l);
    machine.rename(S, a.P(i));
    machine.store(S);
    if (a.lse) store_logsumexp(machine, a, l, m);
  }

  /// m and l in one pass over S(i, :), P(i, :) in another. Counts: 2 Nk reads, Nk writes.
  template <class M>
  static void softmax_of_passing_row(M& machine, const Problem& a, Range i) {
    auto m = machine.fresh(a.m(i), minus_infinity);
    auto l = machine.fresh(a.l(i));
    {
      auto x = machine.fresh(a.x(i));
      machine.stream(a.S(i), sim::Flow::in, [&](auto& s, Extent, Extent j) {
        mask_cell(machine, s, a, i.begin, j);
        online_softmax_row(
            machine, m(0, 0), l(0, 0), x(0, 0), 1, [&](Extent) -> auto& { return s; }, [](const auto&) {});
      });
    }
    normalise_chunks(machine, a, i, 1, m, l);
    if (a.lse) store_logsumexp(machine, a, l, m);
  }

  /// The same, a chunk of the row at a time. Counts: 2 Nk reads, Nk writes.
  template <class M>
  static void softmax_of_passing_chunks(M& machine, const Problem& a, Range i, Extent parts) {
    auto m = machine.fresh(a.m(i), minus_infinity);
    auto l = machine.fresh(a.l(i));
    auto x = machine.fresh(a.x({0, parts}));
    auto y = machine.fresh(a.x({0, parts}));
    for (Range j : blocks({0, a.shape.Nk}, kernel::threads)) {
      auto S = machine.load(a.S(i, j));
      mask(machine, S, a);
      new_statistics(machine, m, l, x, S);
    }
    normalise_chunks(machine, a, i, kernel::threads, m, l);
  }

  /// P(i, :) from S(i, :) and its statistics, `width` scores at a time.
  template <class M, class T = typename M::Tile>
  static void normalise_chunks(M& machine, const Problem& a, Range i, Extent width, const T& m, const T& l) {
    for (Range j : blocks({0, a.shape.Nk}, width)) {
      auto S = machine.load(a.S(i, j));
      mask(machine, S, a);
      update_rows(machine, S, op::exp_minus, m);
      update_rows(machine, S, op::over, l);
      machine.rename(S, a.P(i, j));
      machine.store(S);
    }
  }

  /// A panel of P and the rows of V that it weighs are held.
  template <class M>
  static void multiply_panels(M& machine, const Problem& a, Range i, Range c, Extent panel) {
    auto O = machine.fresh(a.O(i, c));
    for (Range j : blocks({0, a.shape.Nk}, panel)) {
      auto P = machine.load(a.P(i, j));
      auto V = machine.load(a.V(j, c));
      add_product(machine, O, P, V);
    }
    machine.store(O);
  }

  /// An O tile stays; the shorter of a column of P and a row of V is held, the other streams.
  template <class M>
  static void multiply(M& machine, const Problem& a, Range i, Range c) {
    auto O = machine.fresh(a.O(i, c));
    machine.work(Int128{2} * O.words() * a.shape.Nk);
    for (Extent j = 0; j < a.shape.Nk; ++j)
      if (c.size() < i.size()) {
        auto v = machine.load(a.V(j, c));
        machine.stream(a.P(i, j), sim::Flow::in,
                       [&](auto& p, Extent n, Extent) { add_row_times(machine, O, n, p, v); });
      } else {
        auto p = machine.load(a.P(i, j));
        machine.stream(a.V(j, c), sim::Flow::in,
                       [&](auto& v, Extent, Extent k) { add_column_times(machine, O, k, p, 0, v); });
      }
    machine.store(O);
  }
};

}  // namespace redblue::algorithms
