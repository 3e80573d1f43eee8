// two_phase_ws: the plan of kernels/two_phase_ws.cuh. two_phase in bfloat16 for heads so wide that no block
// of a GPU has d^2 words: scores are computed in tiles of 128 x 256 and stored, then the online softmax runs
// over them.
//
// A word is 16 bits: a word of fp32 counts two. At d = 512 flash_attention_2's row block keeps Q and O, 3 d
// words a row; a tile of scores or of output keeps two words a score, and its factors only pass.
//
// Source: two_phase.hpp.
#pragma once

#include <array>
#include <string>

#include <redblue/algorithms/two_phase.hpp>

namespace redblue::algorithms {

namespace two_phase_ws {

inline constexpr int Br = 128;           ///< rows of a tile, 64 for each of two consumer warpgroups
inline constexpr int score_cols = 256;   ///< keys of a tile of scores
inline constexpr int output_cols = 256;  ///< columns of a tile of output
inline constexpr int panel = 64;         ///< columns of Q and K, or keys, that pass at a time
inline constexpr int words_of_fp32 = 2;
inline constexpr int statistics = 2 * 4;  ///< m and l of a row in each of the four threads that share it
inline constexpr int slot_words = (Br + score_cols) * panel;
static_assert(slot_words == Br * panel + panel * output_cols, "both phases fill a slot");

/// Panels that are in shared memory at a time, as compiled; fastest first.
inline constexpr std::array slots{4, 2};

[[nodiscard]] constexpr int ring(int n) { return n * slot_words + 2 * n * 4; }  // two mbarriers a slot
[[nodiscard]] constexpr int score_footprint(int n) { return words_of_fp32 * Br * score_cols + ring(n); }
[[nodiscard]] constexpr int output_footprint(int n) {
  return words_of_fp32 * Br * (output_cols + panel + statistics) + ring(n);
}
[[nodiscard]] constexpr int footprint(int n) {
  return score_footprint(n) > output_footprint(n) ? score_footprint(n) : output_footprint(n);
}

}  // namespace two_phase_ws

struct TwoPhaseWs {
  static constexpr std::string_view id = "two_phase_ws";
  static constexpr std::string_view title = "two phases in bf16: TMA, mbarriers, wgmma; for M < d^2";
  static constexpr std::string_view source = TwoPhase::source;
  static constexpr std::string_view leading = TwoPhase::leading;
  static constexpr Takes takes{.kernel = true};
  struct Plan {
    int slots = 0;
    bool evaluates_once = true;  ///< each exponential is evaluated once per 256 columns of O
  };
  static constexpr Extent most_words = (227 * 1024 + 65536 * 4) / 2;

  /// What the simulator runs: the slots and the second words of fp32 move nothing.
  [[nodiscard]] static TwoPhase::Plan schedule(const AttentionShape& s) {
    using namespace two_phase_ws;
    return {{ScorePlan::Stays::scores, {Br, score_cols}, 0, panel},
            {Br, output_cols},
            Stats::max,
            panel,
            s.dv <= output_cols};
  }

  template <class M>
  static void run(M& machine, const Plan&, const Problem& a) {
    TwoPhase::run(machine, schedule(a.shape), a);
  }

  /// Why the kernel cannot run the shape; empty when it can.
  [[nodiscard]] static std::string why_not(const AttentionShape& s, const Options& o) {
    if (o.tiles.rule != TileChoice::Rule::kernel)
      return "two_phase_ws is a kernel's plan and nothing else: redblue confirm, or --tiles kernel";
    if (s.dk % two_phase_ws::panel == 0 && s.dv % two_phase_ws::output_cols == 0) return {};
    const Extent below = s.dv / two_phase_ws::output_cols * two_phase_ws::output_cols;
    const std::string above = std::to_string(below + two_phase_ws::output_cols);
    return "two_phase_ws needs dk a multiple of 64 and dv a multiple of 256; the nearest d " +
           (below == 0 ? "is " : "are " + std::to_string(below) + " and ") + above;
  }
  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options&, Extent M) {
    for (const int n : two_phase_ws::slots)
      if (two_phase_ws::footprint(n) <= M) return Plan{n, s.dv <= two_phase_ws::output_cols};
    return std::nullopt;
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape&, const Options&, const Plan& p) {
    return two_phase_ws::footprint(p.slots);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape&, const Options&) {
    return two_phase_ws::footprint(two_phase_ws::slots.back());
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan&) {
    return TwoPhase::terms(s, o, schedule(s));
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options& o, const Plan&) {
    return TwoPhase::flops(s, o, schedule(s));
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    using namespace two_phase_ws;
    return {{"Br", Br},
            {"scores_Bc", score_cols},
            {"output_Bc", output_cols},
            {"panel", panel},
            {"slots", p.slots}};
  }
};

}  // namespace redblue::algorithms
