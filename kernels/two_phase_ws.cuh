// two_phase in bfloat16 on Hopper's asynchronous units, for heads so wide that M < d^2 (d = 512: a block has
// 247,296 words of 16 bits, d^2 are 262,144). Two kernels; in each, one thread of a producer warpgroup sends
// panels through a ring, and two consumer warpgroups have 64 rows each of the tile that stays.
//
// Plan:      TwoPhaseWs::Plan (algorithms/two_phase_ws.hpp).
//            scores: a tile of 128 x 256 of S stays in fp32 fragments, panels of 64 columns of Q and K pass;
//            S is scaled, rounded to bfloat16 and stored. output: 128 x 256 of O stay with m and l, panels of
//            64 keys of S and V pass.
// Footprint: the ring in shared memory, the fragments in registers (two words each), the mbarriers.
// Source:    two_phase.hpp.
//            Departures: scores are stored rounded, as a framework without a fused kernel does; each
//            exponential is evaluated once per 256 columns of O.
// Ragged N:  as in flash_ws. Rows of S start at multiples of 8 words, as the copy engine asks; the words
//            between are never moved.
#pragma once

#include <redblue/algorithms/two_phase_ws.hpp>
#include <redblue/kernels/bf16_operands.cuh>
#include <redblue/kernels/fragments.cuh>
#include <redblue/kernels/panel_pipeline.cuh>

namespace redblue::kernels {

namespace two_phase_ws = algorithms::two_phase_ws;

/// A tile of S = scale Q K^T.
struct ScoreTile {
  static constexpr int cols = two_phase_ws::score_cols;
  static constexpr int K_at = two_phase_ws::Br * box_row_bytes;  ///< in a slot, after the panel of Q
  struct Kept {
    float S[cols / 2] = {};
  };
  const Bf16Operands& a;
  Extent first_row, first_key;
  int panels;

  REDBLUE_DEVICE ScoreTile(const Bf16Operands& operands, Extent block)
      : a(operands),
        first_row(block / across(operands) * two_phase_ws::Br),
        first_key(block % across(operands) * cols),
        panels(static_cast<int>(operands.shape.dk / two_phase_ws::panel)) {}
  REDBLUE_DEVICE static constexpr Extent across(const Bf16Operands& a) {
    return sim::ceil_div<Extent>(a.shape.Nk, cols);
  }

  template <class Io>
  REDBLUE_DEVICE void send(Io& io, int to, int barrier, int panel) const {
    io.load_box(a.Q, to, barrier, first_row, panel * two_phase_ws::panel);
    io.load_box(a.K, to + K_at, barrier, first_key, panel * two_phase_ws::panel);
  }

  template <class Thread>
  REDBLUE_DEVICE void take(Thread& thread, Kept& kept, int row, int slot, int) const {
    thread.wgmma_fence();
    REDBLUE_UNROLL
    for (int k = 0; k < two_phase_ws::panel / hopper::product_depth; ++k) {
      const int inside = 2 * k * hopper::product_depth;
      thread.template wgmma<cols>(
          kept.S, hopper::descriptor(slot + row * box_row_bytes + inside, 0, hopper::atom_bytes),
          hopper::descriptor(slot + K_at + inside, 0, hopper::atom_bytes), true);
    }
    thread.wgmma_commit();
    thread.wgmma_wait(kept.S);
  }

  template <class Io>
  REDBLUE_DEVICE void store(Io& io, Kept& kept, int row) const {
    const int t = io.thread().index() % hopper::warpgroup;
    REDBLUE_UNROLL
    for (int n = 0; n < cols / 2; n += 2) {
      const Extent r = first_row + row + hopper::fragment_row(t, n);
      const Extent key = first_key + hopper::fragment_col(t, n);
      const Extent left = a.shape.Nk - key;
      if (r >= a.shape.Nq || left <= 0) continue;
      io.store_pair(a.S, r * a.S_panels.pitch + key,
                    io.thread().pack(a.scale * kept.S[n], a.scale * kept.S[n + 1]), left == 1 ? 1 : 2);
    }
  }
};

/// A tile of O = softmax(S) V.
struct OutputTile {
  static constexpr int cols = two_phase_ws::output_cols;
  static constexpr int keys = two_phase_ws::panel;
  static constexpr int V_at = two_phase_ws::Br * box_row_bytes;  ///< in a slot, after the panel of S
  using Kept = RowFragments<cols, keys>;
  const Bf16Operands& a;
  Extent first_row, first_col;
  int panels;

  REDBLUE_DEVICE OutputTile(const Bf16Operands& operands, Extent block)
      : a(operands),
        first_row(block / across(operands) * two_phase_ws::Br),
        first_col(block % across(operands) * cols),
        panels(static_cast<int>(sim::ceil_div<Extent>(operands.shape.Nk, keys))) {}
  REDBLUE_DEVICE static constexpr Extent across(const Bf16Operands& a) { return a.shape.dv / cols; }

  template <class Io>
  REDBLUE_DEVICE void send(Io& io, int to, int barrier, int panel) const {
    const Extent key = Extent{panel} * keys;
    io.load_box(a.S_panels, to, barrier, first_row, key);
    REDBLUE_UNROLL
    for (int p = 0; p < cols / box_cols; ++p)
      io.load_box(a.V, to + V_at + p * keys * box_row_bytes, barrier, key, first_col + p * box_cols);
  }

  template <class Thread>
  REDBLUE_DEVICE void take(Thread& thread, Kept& kept, int row, int slot, int panel) const {
    const int t = thread.index() % hopper::warpgroup;
    REDBLUE_UNROLL
    for (int n = 0; n < keys / 2; n += 2) {
      const int at = (row + hopper::fragment_row(t, n)) * box_row_bytes + 2 * hopper::fragment_col(t, n);
      const std::uint32_t pair = thread.shared_pair(hopper::swizzled(slot + at));
      kept.S[n] = thread.low(pair);
      kept.S[n + 1] = thread.high(pair);
    }
    kept.softmax(thread, a.shape, 1, first_row + row, Extent{panel} * keys);
    kept.weigh(thread, slot + V_at);
  }

  template <class Io>
  REDBLUE_DEVICE void store(Io& io, Kept& kept, int row) const {
    kept.store(io, a.O, a.shape.Nq, a.shape.dv, first_row + row, first_col);
  }
};

/// Every tile of one phase is a block.
template <class Policy, class Tile, int slots>
struct TwoPhaseWsKernel {
  static constexpr const char* name = "two_phase_ws";
  using Pipeline = PanelPipeline<slots, 2 * two_phase_ws::slot_words>;
  static constexpr int threads = Pipeline::threads;
  static constexpr int shared_bytes = Pipeline::shared_bytes;
  static constexpr int register_words = Pipeline::template register_words<Tile>;
  Bf16Operands a;

  template <class Thread>
  REDBLUE_DEVICE void operator()(Thread& thread) const {
    const Tile tile(a, thread.block());
    Pipeline::template run<Policy>(thread, tile);
  }
  [[nodiscard]] Extent blocks() const {
    return sim::ceil_div<Extent>(a.shape.Nq, two_phase_ws::Br) * Tile::across(a);
  }
};

/// Launches both phases for one head.
template <class Policy, int slots, class Launcher>
void two_phase_ws_kernels(Launcher& launch, const Bf16Operands& a) {
  using Scores = TwoPhaseWsKernel<Policy, ScoreTile, slots>;
  using Outputs = TwoPhaseWsKernel<Policy, OutputTile, slots>;
  static_assert(Scores::shared_bytes / 2 + Scores::register_words == two_phase_ws::score_footprint(slots));
  static_assert(Outputs::shared_bytes / 2 + Outputs::register_words == two_phase_ws::output_footprint(slots));
  Scores scores{a};
  scores.a.Q.box_rows = scores.a.S_panels.box_rows = two_phase_ws::Br;
  scores.a.K.box_rows = two_phase_ws::score_cols;
  scores.a.V.box_rows = two_phase_ws::panel;
  launch(scores, scores.blocks());
  const Outputs outputs{scores.a};
  launch(outputs, outputs.blocks());
}

}  // namespace redblue::kernels
