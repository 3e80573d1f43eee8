// Orders of the steps of one graph, each played with evictions that look ahead: plays that compute nothing
// twice, so plays of every game.
#include <algorithm>

#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/orders.hpp>
#include <redblue/proofs_check/instances.hpp>
#include <redblue/proofs_check/prove/execution.hpp>
#include <redblue/proofs_check/prove/hunter.hpp>

namespace redblue::proofs_check::prove {
namespace {

using finder::Order;
using finder::StepId;
using finder::StepList;

/// What every step must wait for: all steps of its operands, and for a starred one the others of its sum.
std::vector<std::vector<StepId>> waits(const StepList& steps) {
  std::vector<std::vector<StepId>> before(steps.size());
  for (StepId s = 0; s < steps.size(); ++s) {
    for (const sim::Vertex v : steps.operands(s))
      for (StepId t = steps.first(v); t < steps.end(v); ++t) before[s].push_back(t);
    for (StepId t = steps.first(steps.target(s)); steps.starred(s) && t < s; ++t)
      if (!steps.starred(t)) before[s].push_back(t);
  }
  return before;
}

class OrderHunt {
 public:
  OrderHunt(Hunter& h, const NamedGraph& graph, sim::Words M, sim::Int128 bound)
      : h_(h),
        graph_(graph),
        M_(static_cast<std::int64_t>(M.count())),
        bound_(bound),
        compulsory_(finder::compulsory_words(graph.dag)),
        steps_(graph.dag, game_of(h.claim)),
        before_(waits(steps_)),
        place_(steps_.size()) {}

  void run(int steps) {
    Order here = start();
    std::int64_t io = played(here);
    for (int i = 0; i < steps && !h_.over(); ++i) {
      Order next = here;
      if (!change(next)) continue;
      const std::int64_t cost = played(next);
      const double heat = 1.5 * (1 - i / static_cast<double>(steps)) + 1e-6;
      if (accepts(h_.draw, static_cast<double>(io), static_cast<double>(cost), heat))
        here = std::move(next), io = cost;
    }
  }

 private:
  /// The cheapest of the known orders.
  Order start() {
    std::vector<Order> all;
    if (const auto family = finder::known_family(graph_))
      finder::each_tiled_order(*family, steps_, M_, 40, [&](const Order& order) { all.push_back(order); });
    all.push_back(finder::list_order(steps_, M_).value());
    all.push_back(finder::depth_first_order(steps_));
    Order best = finder::file_order(steps_);
    std::int64_t least = played(best);
    for (const Order& o : all)
      if (const std::int64_t io = played(o); io < least) best = o, least = io;
    return best;
  }

  /// The cost of the order under one of three weights of a store.
  std::int64_t played(const Order& order) {
    constexpr int weights[] = {1, 2, 4};
    const int weight = weights[h_.draw.between(0, 2)];
    const auto play = finder::play_order(steps_, order, M_, {.store_weight = weight, .keep_moves = false});
    Candidate c;
    c.io = play->io;
    c.bound = bound_;
    c.compulsory = compulsory_;
    c.M = c.evaluated_at = sim::Words{M_};
    if (Hunter::closer(c, h_.found.play)) {
      c.graph = graph_;
      c.rules = game_of(h_.claim);
      c.moves = finder::play_order(steps_, order, M_, {.store_weight = weight})->moves;
    }
    h_.offer(c);
    return play->io;
  }

  /// A stretch of the order goes elsewhere; false where some step would come too early.
  bool change(Order& order) {
    const auto n = static_cast<std::int64_t>(order.size());
    const std::int64_t from = h_.draw.between(0, n - 1);
    const std::int64_t length = h_.draw.between(1, std::min<std::int64_t>(n - from, 1 + n / 4));
    const std::int64_t to = h_.draw.between(0, n - length);
    std::rotate(order.begin() + std::min(from, to),
                to < from ? order.begin() + from : order.begin() + from + length,
                to < from ? order.begin() + from + length : order.begin() + to + length);
    for (std::int64_t i = 0; i < n; ++i) place_[order[static_cast<std::size_t>(i)]] = i;
    for (StepId s = 0; s < steps_.size(); ++s)
      for (const StepId t : before_[s])
        if (place_[t] > place_[s]) return false;
    return true;
  }

  Hunter& h_;
  const NamedGraph& graph_;
  std::int64_t M_;
  sim::Int128 bound_, compulsory_;
  StepList steps_;
  std::vector<std::vector<StepId>> before_;
  std::vector<std::int64_t> place_;
};

/// What is claimed of the graph at M: as an attention shape, or as a graph.
std::optional<sim::Int128> claimed(const Claim& claim, const NamedGraph& graph, sim::Words M) {
  if (const auto shape = attention_shape(graph); shape && claim.of_shape) return claim.of_shape(*shape, M);
  return claim.of_graph ? claim.of_graph(graph, M) : std::nullopt;
}

}  // namespace

void hunt_orders(Hunter& h, const NamedGraph& graph, sim::Words M) {
  constexpr int changes = 1500;
  const auto bound = claimed(h.claim, graph, M);
  if (bound && *bound > 0) OrderHunt(h, graph, M, *bound).run(changes);
}

void hunt_small_attention(Hunter& h) {
  if (!h.claim.of_shape) return;
  const std::int64_t N = h.draw.between(2, 6), d = h.draw.between(1, N <= 4 ? 3 : 2);
  const NamedGraph graph = named_graph("attention:" + std::to_string(N) + "," + std::to_string(d));
  const std::int64_t least = least_words(h.claim, graph);
  // Below M = 2 N d + d + 2 or so something must be moved twice.
  hunt_orders(h, graph, sim::Words{h.draw.between(least, std::max(least, 2 * N * d + d + 2))});
}

void hunt_small_products(Hunter& h) {
  if (!h.claim.of_graph) return;
  const std::int64_t m = h.draw.between(1, 5), n = h.draw.between(1, 5), k = h.draw.between(1, 4);
  const NamedGraph graph =
      named_graph("matmul:" + std::to_string(m) + "," + std::to_string(n) + "," + std::to_string(k));
  const std::int64_t least = least_words(h.claim, graph);
  hunt_orders(h, graph, sim::Words{h.draw.between(least, std::max(least, n * k + k + 1))});
}

}  // namespace redblue::proofs_check::prove
