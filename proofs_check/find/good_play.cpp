#include <algorithm>
#include <array>

#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/find/orders.hpp>
#include <redblue/proofs_check/find/tiled_play.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Stopped = SearchAnswer::Stopped;

constexpr StepId most_listed = 400'000;           // steps of a graph that list scheduling takes
constexpr std::uint64_t step_visits = 6'000'000;  // what is spent on tiles: orders x steps
constexpr int usual_weight = 2;                   // a store is one more word moved, as a load is

/// What a game without terms does at once, one after the other: those with a star last.
void compute_whole(const sim::Dag& dag, sim::Vertex v, sim::Moves& moves) {
  for (const bool starred : {false, true})
    for (std::uint32_t t = 0; t < dag.term_count(v); ++t)
      if (dag.term_is_last(v, t) == starred)
        moves.push_back({sim::Move::Kind::compute, v, static_cast<std::int32_t>(t)});
}

bool has_accumulations(const sim::Dag& dag) {
  for (sim::Vertex v = 0; v < dag.size(); ++v)
    if (dag.kind(v) == sim::Dag::Kind::acc) return true;
  return false;
}

/// Tries what there is for a game without recomputation, from its own first play on; `found` gets every play
/// that is cheaper than all before.
class Improver {
 public:
  using Found = std::function<void(const Play&)>;
  Improver(const PlayQuestion& question, const PlayLimits& limits, const Found& found)
      : q_(question), limits_(limits), found_(found), steps_(question.graph.dag, question.rules) {}

  void run() {
    (void)take(first_play(q_));
    attempt(file_order(steps_), usual_weight);
    attempt(depth_first_order(steps_), usual_weight);
    if (steps_.size() <= most_listed && !limits_.over())
      if (const auto order = list_order(steps_, q_.M, over_)) attempt(*order, usual_weight);
    try_tiles();
    if (const Order order = best_order_; !order.empty())
      for (const int weight : {1, 3, 4, 8}) attempt(order, weight);
    if (Game::fits(q_.graph.dag, q_.rules) && !limits_.over())
      (void)take(beam_play(Game(q_.graph.dag, q_.rules, q_.M), limits_));
  }

 private:
  void try_tiles() {
    if (!q_.family) return;
    const std::uint64_t tried =
        std::clamp<std::uint64_t>(step_visits / std::max<StepId>(1, steps_.size()), 8, 200);
    const auto both = [&](const Order& order) {
      for (const int weight : {usual_weight, 1}) attempt(order, weight);
    };
    each_tiled_order(*q_.family, steps_, q_.M, tried, both, over_);
  }
  void attempt(const Order& order, int weight) {
    if (limits_.over()) return;
    const PlayOptions how{.store_weight = weight, .give_up_at = least_, .over = over_};
    if (const auto play = play_order(steps_, order, q_.M, how); play && take(*play)) best_order_ = order;
  }
  bool take(const Play& play) {
    if (play.io >= least_) return false;
    least_ = play.io;
    found_(play);
    return true;
  }

  const PlayQuestion& q_;
  const PlayLimits& limits_;
  const Found& found_;
  StepList steps_;
  std::int64_t least_ = INT64_MAX;
  Order best_order_;
  std::function<bool()> over_ = [this] { return limits_.over(); };
};

}  // namespace

std::int64_t smallest_M(const StepList& steps) {
  std::int64_t need = 0;
  for (StepId s = 0; s < steps.size(); ++s) {
    const auto words = static_cast<std::int64_t>(steps.operands(s).size());
    need = std::max(need, words + (steps.taken_over(steps.target(s)) == sim::no_vertex ? 1 : 0));
  }
  return need;
}

sim::Moves carried_over(const sim::Moves& moves, const sim::Dag& dag, Rules weaker, Rules stronger) {
  if (has_terms(weaker) || !has_terms(stronger)) return moves;
  sim::Moves carried;
  for (const sim::Move& m : moves)
    if (m.kind == sim::Move::Kind::compute && dag.kind(m.v) == sim::Dag::Kind::acc)
      compute_whole(dag, m.v, carried);
    else
      carried.push_back(m);
  return carried;
}

Play first_play(const PlayQuestion& q) {
  if (q.family)
    if (auto play = tiled_play(*q.family, q.rules, q.M)) return *std::move(play);
  const StepList steps(q.graph.dag, q.rules);
  return play_order(steps, file_order(steps), q.M, {.store_weight = usual_weight}).value();
}

namespace {

Stopped why_over(const PlayLimits& limits, bool no_memory) {
  if (limits.stop != nullptr && *limits.stop) return Stopped::by_user;
  if (limits.over()) return Stopped::by_time;
  return no_memory ? Stopped::by_memory : Stopped::no;
}

}  // namespace

GoodPlay better_play(const PlayQuestion& question, Play known, const PlayLimits& limits) {
  GoodPlay best{std::move(known)};
  const sim::Dag& dag = question.graph.dag;
  bool no_memory = false;
  // Each from its own first play, whatever is known, so that a stronger game never gets a dearer one.
  std::vector<Rules> games{without_recomputation(question.rules)};
  if (has_terms(games[0]) && has_accumulations(dag)) games.push_back(Rules::one_shot);
  try {
    for (const Rules game : games) {
      PlayQuestion q = question;
      q.rules = game;
      if (limits.over() || q.M < smallest_M(StepList(dag, game))) break;
      const Improver::Found found = [&](const Play& play) {
        if (play.io >= best.io) return;
        static_cast<Play&>(best) = {play.io, carried_over(play.moves, dag, game, question.rules)};
        if (limits.better) limits.better(best);
      };
      Improver(q, limits, found).run();
    }
  } catch (const std::bad_alloc&) {
    no_memory = true;
  }
  best.stopped = why_over(limits, no_memory);
  return best;
}

GoodPlay good_play(const NamedGraph& graph, Rules rules, std::int64_t M, const PlayLimits& limits) {
  const PlayQuestion question{graph, known_family(graph), rules, M};
  return better_play(question, first_play(question), limits);
}

}  // namespace redblue::proofs_check::finder
