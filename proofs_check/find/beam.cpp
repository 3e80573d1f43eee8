#include <algorithm>
#include <map>

#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/find/once.hpp>
#include <redblue/proofs_check/find/orders.hpp>

namespace redblue::proofs_check::finder {
namespace {

constexpr StepId most_listed = 400'000;           // steps of a graph that list scheduling takes
constexpr std::uint64_t step_visits = 6'000'000;  // what is spent on tiles: orders x steps
constexpr int usual_weight = 2;                   // a store is one more word moved, as a load is

Rules without_recomputation(Rules rules) {
  if (rules == Rules::classic) return Rules::one_shot;
  return rules == Rules::partial_recompute ? Rules::partial : rules;
}

bool is_over(const BeamOptions& o) {
  return (o.stop != nullptr && *o.stop) || (o.deadline && std::chrono::steady_clock::now() >= *o.deadline);
}

struct Partial {
  Once::State state;
  int cost;
  int promise;  ///< cost so far and what is surely to come
  std::size_t parent;
  Macro macro;
};

bool better(const Partial& a, const Partial& b) {
  return std::tie(a.promise, a.cost, a.state.words) < std::tie(b.promise, b.cost, b.state.words);
}

/// The `width` best of different states.
void thin(std::vector<Partial>& layer, std::size_t width) {
  std::sort(layer.begin(), layer.end(), better);
  const auto same = [](const Partial& a, const Partial& b) { return a.state.words == b.state.words; };
  layer.erase(std::unique(layer.begin(), layer.end(), same), layer.end());
  if (layer.size() > width) layer.resize(width);
}

/// Adds every child of `from`, which is entry `index` of `all`.
void extend(const Once& space, const Partial& from, std::size_t index,
            std::map<int, std::vector<Partial>>& layers) {
  for (int extra = 0; extra != no_more;)
    extra = space.expand(from.state, extra, [&](const Once::State& child, int cost, const Macro& macro) {
      const int total = from.cost + cost;
      layers[count(child.done())].push_back({child, total, total + space.estimate(child), index, macro});
    });
}

sim::Moves moves_of(const Once& space, const std::vector<Partial>& all, std::size_t last) {
  std::vector<std::size_t> path;
  for (std::size_t at = last; at != 0; at = all[at].parent) path.push_back(at);
  sim::Moves moves;
  Once::State state = space.start();
  for (auto at = path.rbegin(); at != path.rend(); ++at) {
    int cost = 0;
    state = space.apply(state, all[*at].macro, cost, &moves);
  }
  return moves;
}

}  // namespace

std::int64_t smallest_M(const StepList& steps) {
  std::int64_t need = 0;
  for (StepId s = 0; s < steps.size(); ++s) {
    const auto words = static_cast<std::int64_t>(steps.operands(s).size());
    need = std::max(need, words + (steps.taken_over(steps.target(s)) == sim::no_vertex ? 1 : 0));
  }
  return need;
}

Play beam_play(const Game& game, const BeamOptions& options) {
  Game once = game;
  once.rules = without_recomputation(game.rules);
  const Once space(once, true);
  std::vector<Partial> all{{space.start(), 0, space.estimate(space.start()), 0, {}}};
  std::map<int, std::vector<Partial>> layers;
  extend(space, all[0], 0, layers);
  std::size_t last = 0;
  while (!layers.empty()) {
    std::vector<Partial> layer = std::move(layers.begin()->second);
    layers.erase(layers.begin());
    thin(layer, is_over(options) ? 1 : options.width);
    for (const Partial& p : layer) {
      last = all.size();
      all.push_back(p);
      if (space.finished(p.state))
        break;  // the layer of finished plays is the last, the cheapest comes first
      extend(space, p, last, layers);
    }
  }
  return {all[last].cost, moves_of(space, all, last)};
}

Play good_play(const NamedGraph& graph, Rules rules, std::int64_t M, const BeamOptions& options) {
  const StepList steps(graph.dag, rules);
  std::optional<Play> best;
  Order best_order;
  const auto attempt = [&](const Order& order, int weight) {
    if (best && is_over(options)) return;
    PlayOptions how{.store_weight = weight};
    if (best) how.give_up_at = best->io;
    if (auto play = play_order(steps, order, M, how)) best = std::move(play), best_order = order;
  };
  attempt(file_order(steps), usual_weight);
  attempt(depth_first_order(steps), usual_weight);
  if (steps.size() <= most_listed && !is_over(options)) attempt(list_order(steps, M), usual_weight);
  const std::uint64_t most =
      std::clamp<std::uint64_t>(step_visits / std::max<StepId>(1, steps.size()), 8, 200);
  if (!is_over(options))
    for (const Order& order : tiled_orders(graph, steps, M, most))
      for (const int weight : {usual_weight, 1}) attempt(order, weight);
  for (const int weight : {1, 3, 4, 8}) attempt(Order(best_order), weight);
  if (Game::fits(graph.dag, rules) && !is_over(options)) {
    Play play = beam_play(Game(graph.dag, rules, M), options);
    if (play.io < best->io) best = std::move(play);
  }
  return std::move(*best);
}

}  // namespace redblue::proofs_check::finder
