// flash_streamed: FlashAttention-2's order with nothing wasted; the best known for M >= d^2.
//
// Source: ours (theory 2.6), after Dao 2023 (arXiv 2307.08691), Algorithm 1.
// Row blocks keep Q and O; K and V pass one word at a time (elem) or one row at a time (row). Passes
// alternate in direction, so the turning column is not loaded again, and spare words keep the same
// inner columns of K and V from pass to pass. With room for all of K and V they stay (whole).
#pragma once

#include <redblue/algorithms/streamed_plan.hpp>
#include <redblue/algorithms/streamed_row.hpp>
#include <redblue/algorithms/streamed_word.hpp>

namespace redblue::algorithms {

struct FlashStreamed {
  static constexpr std::string_view id = "flash_streamed";
  static constexpr std::string_view title = "FlashAttention-2's order, streaming, serpentine, nothing wasted";
  static constexpr std::string_view source = "redblue, docs/schedules.md, flash_streamed";
  static constexpr std::string_view leading = "4 N^2 d^2/M";
  static constexpr Takes takes{.stats = true};
  using Plan = StreamedPlan;

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    const ResidentColumns<M> kept(machine, a, plan);
    Turning<M> turn;
    Extent t = 0;
    for (Range i : blocks(a.queries(), plan.Br)) {
      const Pass pass{i, t, ++t == ceil_div(a.shape.Nq, plan.Br)};
      if (plan.by == StreamedPlan::By::word)
        pass_words(machine, a, kept, turn, pass);
      else
        pass_rows(machine, a, kept, turn, pass);
    }
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    return best_streamed_plan(s, static_cast<int>(o.stats), M);
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options& o, const Plan& p) {
    return streamed_footprint(s, static_cast<int>(o.stats), p);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    const int sigma = static_cast<int>(o.stats);
    return std::min(footprint::streamed_words(1, s.dk, s.dv, sigma),
                    footprint::streamed_rows(1, s.dk, s.dv, sigma));
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const auto [K, V] = streamed_reads(s, p);
    Terms t;
    t.read(tensor::Q, Int128{s.Nq} * s.dk, "Nq dk", "each row of Q is loaded once and stays for its pass");
    t.read(tensor::K, K, "Nk dk T - (T - 1) (dk + r_K), T = ceil(Nq/Br)",
           "K passes once per row block, but for the turning column and r_K words that stay");
    t.read(tensor::V, V, "Nk dv T - (T - 1) (dv + r_V)", "V likewise; r_K + r_V = r spare words");
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "each row of O is normalised and stored once");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = m + log l for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return Int128{2} * s.Nq * s.Nk * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    return {{"by", 0,
             p.by == StreamedPlan::By::word ? "elem"
             : p.whole                      ? "whole"
                                            : "row"},
            {"Br", p.Br},
            {"resident", p.resident}};
  }
};

}  // namespace redblue::algorithms
