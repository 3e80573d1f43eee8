#include <redblue/proofs_check/find/once.hpp>

namespace redblue::proofs_check::finder {

using sim::Move;

Once::Once(const Game& game) : game_(game) {
  std::vector<Mask> touched;
  std::vector<Mask> targets;
  for (const Game::Step& s : game.steps) {
    targets.push_back(bit(s.v));
    touched.push_back(bit(s.v) | s.operands);
  }
  touched_ = UnionTable(touched);
  targets_ = UnionTable(targets);
}

Once::Better Once::better_to_evict(const State& s, Mask undone) const {
  Better better;
  const auto touching = [&](unsigned v) { return (game_.own[v] | game_.uses[v]) & undone; };
  const auto dark = [&](unsigned v) { return (s.dark() & bit(v)) != 0; };
  each(s.red(), [&](unsigned y) {
    better[y] = 0;
    const Mask by_y = touching(y);
    each(s.red() & ~bit(y), [&](unsigned x) {
      const Mask by_x = touching(x);
      if ((by_x & ~by_y) != 0 || (dark(x) && !dark(y))) return;
      if (by_x != by_y || dark(x) != dark(y) || x < y) better[y] |= bit(x);
    });
  });
  return better;
}

namespace {

/// Writes a move for every element of a set.
void write(sim::Moves* moves, Move::Kind kind, Mask set) {
  if (moves != nullptr) each(set, [&](unsigned v) { moves->push_back({kind, v}); });
}

}  // namespace

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
