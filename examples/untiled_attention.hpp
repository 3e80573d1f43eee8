// Untiled attention: one query at a time passes over every key it sees, one key at a time.
//
// It keeps the online softmax of FlashAttention and gives up all reuse: each key and value is read again for
// each query, whatever M is. Its cost is what tiling saves.
#pragma once

#include <redblue/algorithms/concept.hpp>
#include <redblue/algorithms/online_softmax.hpp>

namespace untiled {

using namespace redblue::algorithms;
using redblue::sim::Range;

struct UntiledAttention {
  static constexpr std::string_view id = "untiled_attention";
  static constexpr std::string_view title = "one query at a time, nothing reused";
  static constexpr std::string_view source = "examples/untiled_attention.hpp";
  static constexpr std::string_view leading = "2 N^2 d";
  static constexpr Takes takes{.masks = true};
  struct Plan {};  // nothing to choose

  template <class M>
  static void run(M& machine, const Plan&, const Problem& a) {
    for (Range i : blocks(a.queries(), 1)) {
      auto q = machine.load(a.Q(i));
      auto o = machine.fresh(a.O(i));
      auto m = machine.fresh(a.m(i), minus_infinity);
      auto l = machine.fresh(a.l(i));
      auto x = machine.fresh(a.x(i));
      for (Range j : blocks(a.shape.visible(i), 1)) {
        auto s = machine.fresh(a.S(i, j));
        auto k = machine.load(a.K(j));
        add_product_transposed(machine, s, q, k);
        scale_scores(machine, s, a);
        k.release();  // its room is v's
        auto v = machine.load(a.V(j));
        online_softmax(machine, s, m, l, x, o);
        add_product(machine, o, s, v);
      }
      update_rows(machine, o, op::over, l);
      machine.store(o);
    }
  }

  /// q, o, one of k and v, one score, m, l and the new maximum.
  [[nodiscard]] static Extent footprint_of(const AttentionShape& s, const Options&, const Plan&) {
    return s.dk + s.dv + std::max(s.dk, s.dv) + 4;
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options& o) {
    return footprint_of(s, o, {});
  }
  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options& o, Extent M) {
    if (M < smallest_M(s, o)) return std::nullopt;
    return Plan{};
  }

  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options&, const Plan&) {
    Terms t;
    t.read(tensor::Q, Int128{s.Nq} * s.dk, "Nq dk", "each query is loaded once");
    t.read(tensor::K, s.scores() * s.dk, "Z dk", "each query loads every key it sees");
    t.read(tensor::V, s.scores() * s.dv, "Z dv", "and the value of every key it sees");
    t.write(tensor::O, Int128{s.Nq} * s.dv, "Nq dv", "each output row is stored once");
    return t;
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options&, const Plan&) {
    return 2 * s.scores() * (s.dk + s.dv);
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan&) { return {}; }
};

static_assert(ScheduleType<UntiledAttention>);

}  // namespace untiled
