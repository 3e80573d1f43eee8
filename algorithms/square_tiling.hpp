// square_tiling: the published algorithm for M < d^2. Every product moves B x B blocks, B = sqrt(M/4).
//
// Source: Saha and Ye 2024 (arXiv 2402.07443), Algorithm 1. As printed: raw exponentials, no row
// maximum, so large scores overflow.
// Departs: O is divided by the row sums once, before its store, not product by product. --safe stores
// raw scores, keeps m and l online and exponentiates as scores come back: +Nq reads, +Nq writes.
#pragma once

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/online_softmax.hpp>
#include <redblue/algorithms/search.hpp>

namespace redblue::algorithms {

struct SquareTiling {
  static constexpr std::string_view id = "square_tiling";
  static constexpr std::string_view title =
      "square blocks in two phases: the published algorithm for M < d^2";
  static constexpr std::string_view source = "Saha and Ye 2024, arXiv 2402.07443, Algorithm 1";
  static constexpr std::string_view leading = "8 N^2 d/sqrt(M) + N^2";
  static constexpr Takes takes{.published = true, .safe = true};
  struct Plan {
    Extent B = 0;
    bool safe = false;
    bool evaluates_once = true;  ///< --safe exponentiates once per column block of O
  };

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    const Range keys{0, a.shape.Nk};
    for (Range i : blocks(a.queries(), plan.B)) phase_1(machine, plan, a, i, keys);
    for (Range i : blocks(a.queries(), plan.B)) phase_2(machine, plan, a, i, keys);
  }

  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    Extent B = 0;
    for (Extent step = Extent{1} << 31; step > 0; step /= 2)
      if ((B + step) <= M / 4 / (B + step)) B += step;  // B = floor(sqrt(M / 4))
    if (B < (o.safe ? 2 : 1)) return std::nullopt;
    B = std::min(B, std::max({s.Nq, s.Nk, s.dk, s.dv}));
    return Plan{B, o.safe, !o.safe || B >= s.dv};
  }
  /// The larger of the two phases; --safe adds the row maxima, and a scratch word in phase 1.
  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan& p) {
    const Extent Bq = std::min(p.B, s.Nq);
    const Extent Bk = std::min(p.B, s.Nk);
    return std::max(footprint::square_tiling(Bq, Bk, std::min(p.B, s.dk)) + (p.safe ? Bq + 1 : 0),
                    footprint::square_tiling(Bq, Bk, std::min(p.B, s.dv)) + (p.safe ? Bq : 0));
  }
  /// M = 4 gives B = 1. --safe starts at M = 16, B = 2, whose whole blocks need one word more than that.
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    return o.safe ? std::max<Extent>(16, footprint_of(s, o, {2, true})) : 4;
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    const Int128 Tr = ceil_div(s.Nq, p.B);
    const Int128 scores = Int128{s.Nq} * s.Nk;
    const sim::Tensor A = p.safe ? tensor::S : tensor::P;
    Terms t;
    t.read(tensor::Q, Int128{s.Nq} * s.dk * ceil_div(s.Nk, p.B), "Nq dk ceil(Nk/B)",
           "a panel of Q per block of scores and panel of d");
    t.read(tensor::K, s.dk * (Tr * s.Nk), "Nk dk ceil(Nq/B)", "a panel of K likewise");
    t.write(A, scores, "Nq Nk",
            p.safe ? "raw scores are stored once" : "exponentials of the scores are stored once");
    t.write(tensor::stats, Int128{s.Nq} * (p.safe ? 2 : 1), p.safe ? "2 Nq" : "Nq",
            p.safe ? "row maxima and sums, once per row block" : "row sums, once per row block");
    t.read(tensor::stats, Int128{s.Nq} * (p.safe ? 2 : 1), p.safe ? "2 Nq" : "Nq",
           "they come back in phase 2");
    t.read(A, scores * ceil_div(s.dv, p.B), "Nq Nk ceil(dv/B)", "every score comes back once per panel of O");
    t.read(tensor::V, s.dv * (Tr * s.Nk), "Nk dv ceil(Nq/B)", "V passes once per row block");
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "each O block is normalised and stored once");
    if (o.lse) t.write(tensor::stats, s.Nq, "Nq", "L = log l (m + log l) for a backward pass");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return Int128{2} * s.Nq * s.Nk * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) { return {{"B", p.B}}; }

 private:
  template <class M>
  static void phase_1(M& machine, const Plan& plan, const Problem& a, Range i, Range keys) {
    auto l = machine.fresh(a.l(i));
    auto m = machine.fresh(a.m(plan.safe ? i : Range{i.begin, i.begin}), minus_infinity);
    for (Range j : blocks(keys, plan.B)) {
      auto x = machine.fresh(a.x({i.begin, i.begin + (plan.safe ? 1 : 0)}));
      auto A = machine.fresh(plan.safe ? a.S(i, j) : a.P(i, j));
      for (Range c : blocks(a.dk(), plan.B)) {
        auto Q = machine.load(a.Q(i, c));
        auto K = machine.load(a.K(j, c));
        add_product_transposed(machine, A, Q, K);
      }
      scale_scores(machine, A, a);
      if (plan.safe) {
        new_statistics(machine, m, l, x, A);
      } else {
        exponentiate(machine, A);
        add_row_sums(machine, l, A);
      }
      machine.store(A);
    }
    machine.store(l);
    if (plan.safe) machine.store(m);
    if (a.lse) store_logsumexp(machine, a, l, m);
  }

  template <class M>
  static void phase_2(M& machine, const Plan& plan, const Problem& a, Range i, Range keys) {
    auto l = machine.load(a.l(i));
    auto m = plan.safe ? machine.load(a.m(i)) : machine.fresh(a.m(Range{i.begin, i.begin}));
    for (Range c : blocks(a.dv(), plan.B)) {
      auto O = machine.fresh(a.O(i, c));
      for (Range k : blocks(keys, plan.B)) {
        auto A = machine.load(plan.safe ? a.S(i, k) : a.P(i, k));
        auto V = machine.load(a.V(k, c));
        if (plan.safe) update_rows(machine, A, op::exp_minus, m);
        add_product(machine, O, A, V);
      }
      update_rows(machine, O, op::over, l);
      machine.store(O);
    }
  }
};

}  // namespace redblue::algorithms
