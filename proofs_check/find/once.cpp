#include <redblue/proofs_check/find/once.hpp>

namespace redblue::proofs_check::finder {

using sim::Move;

namespace {

/// Adds to every set what the sets of its elements hold, until nothing is new.
void close(std::vector<Mask>& sets) {
  for (bool grown = true; grown;) {
    grown = false;
    for (Mask& set : sets) {
      const Mask before = set;
      each(before, [&](unsigned i) { set |= sets[i]; });
      grown = grown || set != before;
    }
  }
}

}  // namespace

Once::Once(const Game& game, bool prune) : game_(game), prune_(prune) {
  std::vector<Mask> touched;
  std::vector<Mask> targets;
  for (const Game::Step& s : game.steps) {
    targets.push_back(bit(s.v));
    touched.push_back(bit(s.v) | s.operands);
    past_.push_back(bit(static_cast<unsigned>(past_.size())) | s.before);
    each(s.operands, [&](unsigned u) { past_.back() |= game.own[u]; });
  }
  close(past_);
  touched_ = UnionTable(touched);
  targets_ = UnionTable(targets);
}

Once::Better Once::no_later(const State& s, Mask undone) const {
  std::array<Mask, Game::most> by_then;  // per step, what is touched no later; 0: not asked for yet
  by_then.fill(0);
  Better sets;
  each(s.red(), [&](unsigned x) {
    sets[x] = s.red();
    each(touching(x, undone), [&](unsigned t) {
      if (by_then[t] == 0) by_then[t] = touched_(past_[t] & undone);
      sets[x] &= by_then[t];
    });
  });
  return sets;
}

Once::Better Once::better_to_evict(const State& s, Mask undone) const {
  const Better earlier = no_later(s, undone);
  const Mask unfinished = targets_(undone);
  const auto is = [](Mask set, unsigned v) { return (set & bit(v)) != 0; };
  const auto never_worse = [&](unsigned x, unsigned y) {
    if (!is(earlier[x], y)) return false;
    if (!is(s.dark(), x)) return true;
    const bool alike = !is(unfinished, x) && touching(x, undone) == touching(y, undone);
    return is(s.dark(), y) && (is(unfinished, y) || alike);
  };
  Better better;
  each(s.red(), [&](unsigned y) {
    better[y] = 0;
    each(s.red() & ~bit(y), [&](unsigned x) {
      if (never_worse(x, y) && (x < y || !never_worse(y, x))) better[y] |= bit(x);
    });
  });
  return better;
}

Once::State Once::apply(State s, const Macro& macro, int& cost, sim::Moves* moves) const {
  auto& [red, dark, done] = s.words;
  const Game::Step& step = game_.steps[macro.step];
  const Mask v = bit(step.v);
  const Mask taken = macro.take_over ? game_.taken_over[step.v] : 0;
  const Mask undone_after = game_.all_steps & ~done & ~bit(macro.step);
  const Mask saved = (macro.evict | (taken & touched_(undone_after))) & dark;
  write(moves, Move::Kind::store, saved);
  write(moves, Move::Kind::discard, macro.evict);
  red &= ~macro.evict;
  dark &= ~(macro.evict | saved);
  const Mask loads = (step.operands | ((game_.own[step.v] & done) != 0 ? v : 0)) & ~red;
  write(moves, Move::Kind::load, loads);
  cost += count(saved) + count(loads);
  red = (red | loads | v) & ~taken;
  dark = (dark | v) & ~taken;
  done |= bit(macro.step);
  if (moves != nullptr)
    moves->push_back({Move::Kind::compute, step.v, macro.take_over ? Move::takes_over : step.term});
  settle(s, cost, moves);
  return s;
}

/// Fires what can fire, stores finished outputs, lets go what is needed no more.
void Once::settle(State& s, int& cost, sim::Moves* moves) const {
  auto& [red, dark, done] = s.words;
  Mask unfinished = targets_(game_.all_steps & ~done);
  for (bool fired = true; fired;) {
    fired = false;
    each(red & unfinished, [&](unsigned v) {
      each(game_.own[v] & ~done, [&](unsigned t) {
        const Game::Step& step = game_.steps[t];
        if ((step.operands & (~red | unfinished)) != 0 || (step.before & ~done) != 0) return;
        done |= bit(t);
        dark |= bit(v);
        fired = true;
        if (moves != nullptr) moves->push_back({Move::Kind::compute, v, step.term});
      });
    });
    unfinished = targets_(game_.all_steps & ~done);
  }
  const Mask finished = dark & game_.outputs & ~unfinished;
  const Mask useless = red & ~touched_(game_.all_steps & ~done);
  write(moves, Move::Kind::store, finished);
  write(moves, Move::Kind::discard, useless);
  cost += count(finished);
  red &= ~useless;
  dark &= red & ~finished;
}

}  // namespace redblue::proofs_check::finder
