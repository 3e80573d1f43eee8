// flash_ws: the plan of kernels/flash_ws.cuh. FlashAttention-2 in bfloat16 with K and V blocks on their way
// through a ring of slots while others are worked on.
//
// A word is 16 bits: a word of fp32 counts two. The slots cost M and save no I/O; nor does a wider key block
// where there is no mask, so the least M and the fast one move the same words.
//
// Source: Dao 2023 (arXiv 2307.08691), Algorithm 1; Shah et al. 2024 (arXiv 2407.08608), the warp-specialised
// pipeline.
#pragma once

#include <array>
#include <deque>

#include <redblue/algorithms/flash_attention_2.hpp>

namespace redblue::algorithms {

namespace flash_ws {

struct Tile {
  int d = 0;
  int Bc = 0;
  int slots = 0;  ///< K and V blocks that are in shared memory at a time
};

/// The compiled tiles, fastest first for each d.
inline constexpr std::array tiles{Tile{64, 128, 4}, Tile{64, 64, 2},  Tile{128, 128, 4},
                                  Tile{128, 64, 2}, Tile{256, 64, 4}, Tile{256, 64, 2}};

inline constexpr int consumers = 2;        ///< warpgroups that multiply
inline constexpr int Br = 64 * consumers;  ///< 64 rows are a wgmma's
inline constexpr int statistics = 2 * 4;   ///< m and l of a row in each of the four threads that share it
inline constexpr int words_of_fp32 = 2;
inline constexpr int words_of_mbarrier = 4;

[[nodiscard]] constexpr int mbarriers(Tile t) { return 1 + 2 * t.slots; }

/// Q, the ring, O and S in fp32, the statistics, and the mbarriers.
[[nodiscard]] constexpr int footprint(Tile t) {
  return Br * t.d + t.slots * t.Bc * t.d + words_of_fp32 * Br * (t.d + t.Bc + statistics) +
         words_of_mbarrier * mbarriers(t);
}

}  // namespace flash_ws

struct FlashWs {
  static constexpr std::string_view id = "flash_ws";
  static constexpr std::string_view title =
      "FlashAttention-2 in bf16: TMA, mbarriers, wgmma, warp-specialised";
  static constexpr std::string_view source = "Dao 2023, arXiv 2307.08691; Shah et al. 2024, arXiv 2407.08608";
  static constexpr std::string_view leading = FlashAttention2::leading;
  static constexpr Takes takes{.masks = true, .kernel = true};
  using Plan = flash_ws::Tile;

  [[nodiscard]] static constexpr TilePlan tile(const Plan& p) { return {flash_ws::Br, p.Bc}; }

  template <class M>
  static void run(M& machine, const Plan& plan, const Problem& a) {
    for (Range i : blocks(a.queries(), flash_ws::Br)) {
      auto Q = machine.load(a.Q(i));
      auto O = machine.fresh(a.O(i));
      auto O_low = machine.fresh(a.O(i));  // the second word of each fp32
      auto m = machine.fresh(a.m(i), minus_infinity);
      auto l = machine.fresh(a.l(i));
      auto x = machine.fresh(a.x(i));
      const auto passes = blocks_touching(a.keys(), a.shape.visible(i), plan.Bc);
      Ring<M> ring{machine, a, passes, plan.slots};
      for (Range j : passes) {
        ring.fill();
        auto S = machine.fresh(a.S(i, j));
        auto S_low = machine.fresh(a.S(i, j));
        add_product_transposed(machine, S, Q, ring.front());
        ring.next();
        scale_scores(machine, S, a);
        mask(machine, S, a);
        online_softmax(machine, S, m, l, x, O);
        add_product(machine, O, S, ring.front());
        ring.next();
      }
      update_rows(machine, O, op::over, l);
      machine.store(O);
    }
  }

  /// Shared memory and registers of a block together. Unit: words of 16 bits.
  static constexpr Extent most_words = (227 * 1024 + 65536 * 4) / 2;

  /// Why the kernel cannot run the shape; empty when it can.
  [[nodiscard]] static std::string why_not(const AttentionShape& s, const Options& o) {
    if (o.tiles.rule != TileChoice::Rule::kernel)
      return "flash_ws is a kernel's plan and nothing else: redblue confirm, or --tiles kernel";
    if (s.dk == s.dv && smallest_M(s, o) > 0) return {};
    return "flash_ws is compiled for d = 64, 128, 256 with dk = dv";
  }
  [[nodiscard]] static std::optional<Plan> plan(const AttentionShape& s, const Options&, Extent M) {
    for (const flash_ws::Tile& t : flash_ws::tiles)
      if (t.d == s.dk && t.d == s.dv && flash_ws::footprint(t) <= M) return t;
    return std::nullopt;
  }
  [[nodiscard]] static Extent footprint_of(const AttentionShape&, const Options&, const Plan& p) {
    return flash_ws::footprint(p);
  }
  [[nodiscard]] static Extent smallest_M(const AttentionShape& s, const Options&) {
    Extent least = 0;
    for (const flash_ws::Tile& t : flash_ws::tiles)
      if (t.d == s.dk && (least == 0 || flash_ws::footprint(t) < least)) least = flash_ws::footprint(t);
    return least;
  }
  [[nodiscard]] static Terms terms(const AttentionShape& s, const Options& o, const Plan& p) {
    return FlashAttention2::terms(s, o, tile(p));
  }
  [[nodiscard]] static Int128 flops(const AttentionShape& s, const Options& o, const Plan& p) {
    return FlashAttention2::flops(s, o, tile(p));
  }
  [[nodiscard]] static std::vector<PlanField> fields(const Plan& p) {
    return {{"Br", flash_ws::Br}, {"Bc", p.Bc}, {"slots", p.slots}};
  }

 private:
  /// The blocks K0, V0, K1, V1, ... in order, `slots` of them loaded ahead.
  template <class M>
  struct Ring {
    M& machine;
    const Problem& a;
    const blocks& passes;
    int slots;
    Extent loaded = 0;
    std::deque<typename M::Tile> held{};

    void fill() {
      for (; static_cast<int>(held.size()) < slots && loaded < 2 * passes.count(); ++loaded) {
        const Range j = passes[loaded / 2];
        held.push_back(machine.load(loaded % 2 == 0 ? a.K(j) : a.V(j)));
      }
    }
    [[nodiscard]] typename M::Tile& front() { return held.front(); }
    void next() {
      held.pop_front();
      fill();
    }
  };
};

}  // namespace redblue::algorithms
