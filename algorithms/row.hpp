// row<S>(): the catalog row of a schedule type. Every mode runs the same S::run.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include <redblue/algorithms/concept.hpp>

namespace redblue::algorithms {

/// Which side of a given tile leaves the shape, and the nearest tile that does not; empty when none does.
[[nodiscard]] inline std::string tile_outside(const AttentionShape& s, const TileChoice& tile) {
  constexpr Extent most = (Extent{1} << 31) - 1;
  const Extent Br = std::clamp<Extent>(tile.Br, 1, std::min(s.Nq, most));
  const Extent Bc = std::clamp<Extent>(tile.Bc, 1, std::min(s.Nk, most));
  if (Br == tile.Br && Bc == tile.Bc) return {};
  const auto pair = [](Extent r, Extent c) { return std::to_string(r) + "," + std::to_string(c); };
  const std::string side = Br != tile.Br ? "Br ranges over 1.." + std::to_string(std::min(s.Nq, most))
                                         : "Bc ranges over 1.." + std::to_string(std::min(s.Nk, most));
  return "--tiles " + pair(tile.Br, tile.Bc) + ": " + side + " here; the nearest tile is " + pair(Br, Bc);
}

/// The most fast memory that the kernel of S can have. Unit: words of S.
template <class S>
[[nodiscard]] constexpr Extent most_kernel_words() {
  if constexpr (requires { S::most_words; }) return S::most_words;
  return kernel::most_words;
}

/// Why no kernel runs the shape with these options; empty when S's does.
template <ScheduleType S>
[[nodiscard]] std::string why_no_kernel(const AttentionShape& s, const Options& o) {
  const std::string id(S::id);
  if (!S::takes.kernel)
    return id +
           " has no kernel; --tiles kernel is for standard, flash_attention, flash_attention_2, two_phase";
  if (o.lse || o.init != Init::onchip || o.stats != Stats::max)
    return "the kernel of " + id +
           " writes no logsumexp, starts on chip and keeps the row maximum: leave "
           "--lse, --init and --stats";
  const Extent least = S::smallest_M(s, o);
  const Extent most = most_kernel_words<S>();
  if (least <= most) return {};
  return "the kernel of " + id + " needs " + std::to_string(least) +
         " words of shared memory here; a block has " + std::to_string(most);
}

/// Why no schedule of these options can run the shape at any M; empty when S can.
template <ScheduleType S>
[[nodiscard]] std::string why_not(const AttentionShape& s, const Options& o) {
  using Rule = TileChoice::Rule;
  const std::string id(S::id);
  if (s.Nq < 1 || s.Nk < 1 || s.dk < 1 || s.dv < 1) return "the shape has a zero or negative extent";
  if constexpr (requires { S::why_not(s, o); })
    if (std::string own = S::why_not(s, o); !own.empty()) return own;
  if (s.mask.kind != sim::Mask::Kind::none) {
    if (!S::takes.masks)
      return id + " has no masked form; masks: standard, flash_attention, flash_attention_2";
    if (s.Nq > s.Nk) return "a causal or window mask needs Nq <= Nk: otherwise the first queries see no key";
  }
  if (o.tiles.rule == Rule::given) {
    if (!S::takes.tiles)
      return id + " takes no --tiles Br,Bc; it is for flash_attention, flash_attention_2, fused_tile";
    if (std::string outside = tile_outside(s, o.tiles); !outside.empty()) return outside;
  }
  if (o.tiles.rule == Rule::published && !S::takes.published)
    return "no paper prints a tile rule for " + id + "; published: flash_attention, square_tiling";
  if (o.tiles.rule == Rule::kernel)
    if (std::string no_kernel = why_no_kernel<S>(s, o); !no_kernel.empty()) return no_kernel;
  if (o.stats != Stats::max && !S::takes.stats)
    return id + " keeps its own statistics; --stats is for flash_streamed, two_phase";
  if (o.stats == Stats::none && o.lse) return "--lse needs row sums: use --stats max or sum";
  return {};
}

namespace detail {

template <class S>
[[nodiscard]] const typename S::Plan& plan_of(const Planned& planned) {
  return *std::any_cast<typename S::Plan>(&planned.plan);
}

template <ScheduleType S>
[[nodiscard]] Terms terms(const AttentionShape& s, const Options& o, const Planned& planned) {
  return S::terms(s, o, plan_of<S>(planned));
}

template <ScheduleType S>
[[nodiscard]] Words smallest_M(const AttentionShape& s, const Options& o) {
  return Words{S::smallest_M(s, o)};
}

template <ScheduleType S>
[[nodiscard]] std::optional<Planned> plan(const AttentionShape& s, const Options& o, Words M) {
  const auto chosen = S::plan(s, o, static_cast<Extent>(M.count()));
  if (!chosen) return std::nullopt;
  Planned p;
  p.footprint = Words{S::footprint_of(s, o, *chosen)};
  if (p.footprint > M) {
    if (o.tiles.rule != TileChoice::Rule::published) return std::nullopt;
    p.overflow = p.footprint - M;
  }
  p.fields = S::fields(*chosen);
  if constexpr (requires { chosen->evaluates_once; }) p.evaluates_once = chosen->evaluates_once;
  p.predicted = S::terms(s, o, *chosen).sum();
  p.predicted.peak = p.footprint;
  p.predicted.flops = S::flops(s, o, *chosen);
  p.plan = *chosen;
  return p;
}

template <ScheduleType S>
[[nodiscard]] Counts counted(const AttentionShape& s, const Options& o, const Planned& planned, Words M) {
  sim::TwoLevel<sim::Ghost> machine(M);
  S::run(machine, plan_of<S>(planned), declare(machine, s, o));
  return machine.counts();
}

template <ScheduleType S, class T>
[[nodiscard]] Executed<T> executed(const AttentionShape& s, const Options& o, const Planned& planned, Words M,
                                   const Inputs<T>& in) {
  sim::TwoLevel<sim::Real<T>> machine(M);
  const Problem problem = declare(machine, s, o);
  machine.contents(problem.Q) = in.Q;
  machine.contents(problem.K) = in.K;
  machine.contents(problem.V) = in.V;
  S::run(machine, plan_of<S>(planned), problem);
  Executed<T> out{std::move(machine.contents(problem.O)), {}, machine.counts()};
  if (o.lse) out.lse = machine.contents(problem.L).cells();
  return out;
}

template <ScheduleType S>
[[nodiscard]] sim::Trace traced(const AttentionShape& s, const Options& o, const Planned& planned, Words M) {
  sim::TwoLevel<sim::Traced> machine(M);
  const Problem problem = declare(machine, s, o);
  for (const SlowMatrix* input : {&problem.Q, &problem.K, &problem.V})
    machine.scalar().input(machine.contents(*input), *input);
  S::run(machine, plan_of<S>(planned), problem);
  machine.scalar().output(machine.contents(problem.O));
  if (o.lse) machine.scalar().output(machine.contents(problem.L));
  return machine.scalar().take();
}

template <ScheduleType S>
[[nodiscard]] Counts watched(const AttentionShape& s, const Options& o, const Planned& planned, Words M,
                             sim::Observer& observer) {
  sim::TwoLevel<sim::Watched> machine(M);
  machine.scalar().observer = &observer;
  S::run(machine, plan_of<S>(planned), declare(machine, s, o));
  return machine.counts();
}

}  // namespace detail

/// The row of S.
template <ScheduleType S>
[[nodiscard]] constexpr Schedule row() {
  return {
      .id = S::id,
      .title = S::title,
      .source = S::source,
      .leading = S::leading,
      .takes_tiles = S::takes.tiles,
      .has_published = S::takes.published,
      .takes_masks = S::takes.masks,
      .takes_init = S::takes.init,
      .takes_safe = S::takes.safe,
      .takes_stats = S::takes.stats,
      .has_kernel = S::takes.kernel,
      .why_not = &why_not<S>,
      .plan = &detail::plan<S>,
      .smallest_M = &detail::smallest_M<S>,
      .terms = &detail::terms<S>,
      .counted = &detail::counted<S>,
      .executed = &detail::executed<S, double>,
      .executed_float = &detail::executed<S, float>,
      .traced = &detail::traced<S>,
      .watched = &detail::watched<S>,
  };
}

}  // namespace redblue::algorithms
