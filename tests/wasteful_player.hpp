// A player that recomputes, restarts, spills halves and forgets: random plays of partial_recompute in which
// little is done once.
#pragma once

#include "player.hpp"

namespace redblue::test {

class WastefulPlayer {
 public:
  WastefulPlayer(const sim::Dag& dag, std::size_t M, Random& random)
      : dag_(dag),
        game_(dag, Rules::partial_recompute),
        M_(M),
        random_(random),
        forgets_(random.between(1, 8)),
        restarts_(random.between(2, 12)),
        ignores_(random.between(1, 4)),
        spills_(random.between(1, 5)),
        second_(dag.size()) {}

  /// The whole play. Needs M >= least_M(dag, partial_recompute).
  Moves run() {
    std::vector<Vertex> outputs = dag_.outputs();
    for (std::size_t i = outputs.size(); i > 1; --i)
      std::swap(outputs[i - 1],
                outputs[static_cast<std::size_t>(random_.between(0, static_cast<Extent>(i) - 1))]);
    for (const Vertex v : outputs) {
      finish(v);
      play({Move::Kind::store, v});
    }
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (game_.is_red(v)) play({Move::Kind::discard, v});
    return std::move(moves_);
  }

 private:
  /// Now and then, but not for ever.
  bool careless(Extent one_in) { return moves_.size() < 3000 && random_.between(1, one_in) == 1; }

  void play(const Move& m) {
    const std::string rule = game_.play(m);
    if (!rule.empty() || game_.red() > M_) throw std::logic_error("the player broke " + rule);
    moves_.push_back(m);
  }

  void leave(Vertex v) {
    const bool input = dag_.kind(v) == Kind::input;
    const bool forgotten = (second_[v] && random_.between(0, 3) > 0) || careless(forgets_);
    if (!input && !game_.up_to_date(v) && !forgotten) play({Move::Kind::store, v});
    second_[v] = false;
    play({Move::Kind::discard, v});
  }
  void room(const std::vector<Vertex>& keep) {
    while (game_.red() >= M_) {
      const auto v = static_cast<Vertex>(random_.between(0, static_cast<Extent>(dag_.size()) - 1));
      if (game_.is_red(v) && std::find(keep.begin(), keep.end(), v) == keep.end()) leave(v);
    }
  }

  [[nodiscard]] bool whole(Vertex v) const { return game_.is_red(v) && game_.complete(v); }

  /// v is complete in fast memory.
  void finish(Vertex v) {
    if (dag_.kind(v) == Kind::input) {
      if (!game_.is_red(v)) room({v}), play({Move::Kind::load, v});
      return;
    }
    if (!game_.is_red(v) && !game_.is_blue(v) && dag_.term_count(v) > 1 && careless(6)) leave_half(v);
    while (!whole(v)) {
      if (game_.is_red(v) && careless(restarts_)) play({Move::Kind::discard, v});  // start again
      if (!game_.is_red(v) && game_.is_blue(v) && !careless(ignores_)) {
        room({});
        play({Move::Kind::load, v});
        continue;
      }
      if (!game_.is_red(v)) second_[v] = game_.is_blue(v);
      add_term(v);
      if (game_.is_red(v) && careless(spills_)) play({Move::Kind::store, v});
    }
  }

  /// Half of v waits in slow memory, and v is begun anew.
  void leave_half(Vertex v) {
    add_term(v);
    play({Move::Kind::store, v});
    play({Move::Kind::discard, v});
    second_[v] = true;
    if (game_.is_red(0)) play({Move::Kind::discard, 0});
    finish(0);  // a load, so that a short phase ends
    add_term(v);
  }

  /// One more term of what is left of v in fast memory, or the first of a new copy.
  void add_term(Vertex v) {
    const std::uint32_t t = missing_term(v);
    const auto operands = dag_.term(v, t);
    for (const Vertex u : operands)  // sums first: making one may push anything out
      if (dag_.kind(u) != Kind::input) finish(u);
    std::vector<Vertex> keep(operands.begin(), operands.end());
    for (const Vertex u : operands)
      if (!game_.is_red(u)) room(keep), play({Move::Kind::load, u});
    keep.push_back(v);
    if (!game_.is_red(v)) {
      if (game_.is_blue(v) && !second_[v] && !careless(8)) {  // what is there may have this term already
        room(keep);
        play({Move::Kind::load, v});
        return;
      }
      room(keep);
    }
    if (game_.play({Move::Kind::compute, v, static_cast<std::int32_t>(t)}).empty())
      moves_.push_back({Move::Kind::compute, v, static_cast<std::int32_t>(t)});
  }

  /// A term that the fast copy lacks, a starred one last; any unstarred one for a new copy.
  std::uint32_t missing_term(Vertex v) {
    std::vector<std::uint32_t> some;
    for (const bool last : {false, true}) {
      for (std::uint32_t t = 0; t < dag_.term_count(v); ++t)
        if (dag_.term_is_last(v, t) == last && !(game_.is_red(v) && game_.has(v, t))) some.push_back(t);
      if (!some.empty()) break;
    }
    return some[static_cast<std::size_t>(random_.between(0, static_cast<Extent>(some.size()) - 1))];
  }

  const sim::Dag& dag_;
  PlainGame game_;
  std::size_t M_;
  Random& random_;
  Moves moves_;
  /// One in so many times: a changed word is dropped unsaved, a sum in hand is begun again, what slow memory
  /// has of a sum is not looked at, a sum is stored half-done.
  Extent forgets_, restarts_, ignores_, spills_;
  std::vector<bool> second_;  ///< begun anew while a copy waits in slow memory, to be gone on with later
};

}  // namespace redblue::test
