// A player without skill: makes a valid pebbling of any graph at any M that its widest operation fits, with
// random evictions and wasted moves, so that certificates of every shape are there to be tested.
#pragma once

#include "check_support.hpp"
#include "schedule_support.hpp"

namespace redblue::test {

class Player {
 public:
  Player(const sim::Dag& dag, Rules rules, std::size_t M, Random& random)
      : dag_(dag),
        game_(dag, rules),
        M_(M),
        random_(random),
        uses_(dag.size()),
        may_take_(rules == Rules::partial || rules == Rules::partial_recompute) {
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : dag.operands(v)) ++uses_[u];
    for (const Vertex v : dag.outputs()) ++uses_[v];
  }

  /// The whole play.
  Moves run() {
    for (Vertex v = 0; v < dag_.size(); ++v) {
      if (dag_.kind(v) == Kind::input) continue;
      if (game_.in_terms(v))
        accumulate(v);
      else
        compute(v);
      waste();
    }
    for (const Vertex v : dag_.outputs()) {
      hold({v});
      if (!game_.up_to_date(v)) play({Move::Kind::store, v});
    }
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (game_.is_red(v)) {
        if (dag_.kind(v) != Kind::input && uses_[v] > 0 && !game_.up_to_date(v)) play({Move::Kind::store, v});
        play({Move::Kind::discard, v});
      }
    return std::move(moves_);
  }

 private:
  void play(const Move& m) {
    const std::string rule = game_.play(m);
    if (!rule.empty() || game_.red() > M_) throw std::logic_error("the player broke " + rule);
    moves_.push_back(m);
  }
  /// Makes room for one word beside `keep`.
  void room(const std::vector<Vertex>& keep) {
    while (game_.red() >= M_) {
      const auto v = static_cast<Vertex>(random_.between(0, static_cast<Extent>(dag_.size()) - 1));
      if (!game_.is_red(v) || std::find(keep.begin(), keep.end(), v) != keep.end()) continue;
      const bool must = uses_[v] > 0 || !game_.complete(v);
      if (!game_.up_to_date(v) && (must || random_.between(0, 3) == 0)) play({Move::Kind::store, v});
      play({Move::Kind::discard, v});
    }
  }
  void hold(const std::vector<Vertex>& all) {
    for (const Vertex u : all) {
      if (game_.is_red(u)) continue;
      room(all);
      play({Move::Kind::load, u});
    }
  }
  void compute(Vertex v) {
    std::vector<Vertex> all(dag_.operands(v).begin(), dag_.operands(v).end());
    hold(all);
    for (const Vertex u : dag_.operands(v)) --uses_[u];
    const Vertex old = dag_.in_place(v);
    const bool takes =
        old != sim::no_vertex && (uses_[old] == 0 || game_.up_to_date(old)) && may_take_ && random_.coin();
    if (!takes) room(all);
    play({Move::Kind::compute, v, takes ? Move::takes_over : Move::whole});
  }
  void accumulate(Vertex v) {
    std::vector<std::uint32_t> order;
    for (const bool last : {false, true})
      for (std::uint32_t t = 0; t < dag_.term_count(v); ++t)
        if (dag_.term_is_last(v, t) == last)
          order.insert(order.begin() + (last ? static_cast<std::ptrdiff_t>(order.size())
                                             : random_.between(0, static_cast<Extent>(order.size()))),
                       t);
    bool started = false;
    for (const std::uint32_t t : order) {
      std::vector<Vertex> all(dag_.term(v, t).begin(), dag_.term(v, t).end());
      if (started) all.push_back(v);
      hold(all);
      if (!started) room(all);
      play({Move::Kind::compute, v, static_cast<std::int32_t>(t)});
      started = true;
      for (const Vertex u : dag_.term(v, t)) --uses_[u];
      if (random_.between(0, 3) != 0) continue;
      play({Move::Kind::store, v});
      if (random_.coin()) play({Move::Kind::discard, v});
    }
  }
  void waste() {
    if (random_.between(0, 3) != 0) return;
    const auto v = static_cast<Vertex>(random_.between(0, static_cast<Extent>(dag_.size()) - 1));
    if (game_.is_red(v))
      play({Move::Kind::store, v});
    else if (game_.is_blue(v) && game_.red() < M_)
      play({Move::Kind::load, v});
  }

  const sim::Dag& dag_;
  PlainGame game_;
  std::size_t M_;
  Random& random_;
  Moves moves_;
  std::vector<int> uses_;  ///< still to come: as an operand, or as an output
  bool may_take_;
};

/// The least M at which every operation of the graph fits.
inline std::size_t least_M(const sim::Dag& dag, Rules rules) {
  const PlainGame game(dag, rules);
  std::size_t most = 1;
  for (Vertex v = 0; v < dag.size(); ++v) {
    const std::set<Vertex> all(dag.operands(v).begin(), dag.operands(v).end());
    if (!game.in_terms(v)) most = std::max(most, all.size() + (dag.kind(v) == Kind::input ? 0 : 1));
    for (std::uint32_t t = 0; game.in_terms(v) && t < dag.term_count(v); ++t) {
      const std::set<Vertex> some(dag.term(v, t).begin(), dag.term(v, t).end());
      most = std::max(most, some.size() + 1);
    }
  }
  return most;
}

/// A small graph with every kind of vertex: marks, stars, repeated operands, inputs that are outputs, and now
/// and then a sum of up to `most` terms, so that the done terms fill more than one byte.
inline NamedGraph random_graph(Random& r, Vertex n, Extent most = 20) {
  NamedGraph g{"random", {}, {}};
  std::vector<bool> used(n);
  for (Vertex v = 0; v < n; ++v) {
    const auto pick = [&] {
      const auto u = static_cast<Vertex>(r.between(0, static_cast<Extent>(v) - 1));
      used[u] = true;
      return u;
    };
    const Extent kind = v < 2 ? 0 : r.between(0, 4);
    if (kind == 0) g.dag.add_input();
    if (kind == 1 || kind == 2) {
      std::vector<Vertex> operands;
      for (Extent i = r.between(0, 3); i > 0; --i) operands.push_back(pick());
      g.dag.add_val(operands, operands.empty() || r.coin() ? sim::no_vertex : operands[0]);
    }
    if (kind > 2) g.dag.add_acc();
    const Extent terms = r.between(1, r.between(0, 7) == 0 ? most : 4);
    for (Extent i = kind > 2 ? terms : 0; i > 0; --i) {
      std::vector<Vertex> operands{pick()};
      if (r.coin()) operands.push_back(pick());
      g.dag.add_term(operands, r.between(0, 3) == 0);
    }
    g.labels.push_back("x" + std::to_string(v));
  }
  for (Vertex v = 0; v < n; ++v)
    if ((!used[v] && g.dag.kind(v) != Kind::input) || r.between(0, 6) == 0) g.dag.add_output(v);
  if (g.dag.outputs().empty()) g.dag.add_output(n - 1);
  return g;
}

inline constexpr Rules all_games[] = {Rules::classic, Rules::one_shot, Rules::partial,
                                      Rules::partial_recompute};

/// A random graph and a valid pebbling of it.
struct Play {
  NamedGraph graph;
  std::string text;  ///< the graph's file
  Pebbling pebbling;
};
inline Play random_play(Random& r, Vertex most) {
  Play p;
  p.graph = random_graph(r, static_cast<Vertex>(r.between(3, most)));
  p.text = graph_text(p.graph);
  const Rules rules = all_games[r.between(0, 3)];
  const std::size_t M = least_M(p.graph.dag, rules) + static_cast<std::size_t>(r.between(0, 3));
  p.pebbling = pebbling(p.text, rules, static_cast<std::int64_t>(M), Player(p.graph.dag, rules, M, r).run());
  return p;
}

/// The most vertices that are red at once.
inline std::size_t peak(const Play& p) {
  PlainGame game(p.graph.dag, p.pebbling.rules);
  std::size_t most = 0;
  for (const Move& m : p.pebbling.moves) {
    if (!game.play(m).empty()) throw std::logic_error("not a valid play");
    most = std::max(most, game.red());
  }
  return most;
}

}  // namespace redblue::test
