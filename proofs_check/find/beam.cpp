#include <algorithm>
#include <map>

#include <redblue/proofs_check/find/beam.hpp>
#include <redblue/proofs_check/find/once.hpp>

namespace redblue::proofs_check::finder {
namespace {

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

Play beam_play(const Game& game, const PlayLimits& limits) {
  const Once space(game, true);
  std::vector<Partial> all{{space.start(), 0, space.estimate(space.start()), 0, {}}};
  std::map<int, std::vector<Partial>> layers;
  extend(space, all[0], 0, layers);
  std::size_t last = 0;
  while (!layers.empty()) {
    std::vector<Partial> layer = std::move(layers.begin()->second);
    layers.erase(layers.begin());
    thin(layer, limits.over() ? 1 : limits.width);
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

}  // namespace redblue::proofs_check::finder
