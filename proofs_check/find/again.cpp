#include <redblue/proofs_check/find/again.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Move;

}  // namespace

Again::Again(const Game& game) : game_(game), own_(game.own) {
  for (unsigned v = 0; v < game.vertices; ++v) {
    Mask made_from = bit(v);
    each(game.own[v], [&](unsigned t) {
      targets_of_steps_ |= bit(v);
      each(game.steps[t].operands, [&](unsigned u) { made_from |= sources_[u]; });
    });
    sources_.push_back(made_from);
  }
}

// A value must be finished in fast memory if it is a missing output, or if a step that must be done needs it
// and no complete copy of it is anywhere. Of its steps those must be done that no copy has.
int Again::estimate(const State& s) const {
  const Mask missing = missing_outputs(s);
  const Mask whole = whole_in_fast(s) | game_.complete(s.blue() & ~game_.inputs, s.slow());
  Mask needed = 0;
  Mask made = 0;  // by the steps that must be done
  for (Mask must = missing; must != 0;) {
    const unsigned v = 63U - static_cast<unsigned>(std::countl_zero(must));
    must &= ~bit(v);
    made |= bit(v);
    each(game_.own[v] & ~(s.fast() | s.slow()), [&](unsigned t) { needed |= game_.steps[t].operands; });
    must |= needed & ~whole & ~game_.inputs & ~made;
  }
  return count(missing) + count(needed & game_.inputs & ~s.red());
}

Again::State Again::apply(State s, const Macro& macro, int& cost, sim::Moves* moves) const {
  auto& [red, blue, fast, slow] = s.words;
  const Game::Step& step = game_.steps[macro.step];
  const Mask v = bit(step.v);
  const Mask taken = macro.take_over ? game_.taken_over[step.v] : 0;
  // Saved: what leaves with more steps done than its slow copy has, unless it is dropped.
  Mask saved = 0;
  each((macro.evict | taken) & ~macro.drop & red, [&](unsigned u) {
    const Mask held = fast & game_.own[u];
    if ((blue & bit(u)) == 0 || (held & ~slow) != 0) saved |= bit(u);
  });
  each(saved, [&](unsigned u) { slow = (slow & ~game_.own[u]) | (fast & game_.own[u]); });
  blue |= saved;
  write(moves, Move::Kind::store, saved);
  write(moves, Move::Kind::discard, macro.evict);
  red &= ~macro.evict;
  const Mask loads = (step.operands | (macro.fresh ? 0 : v)) & ~red;
  write(moves, Move::Kind::load, loads);
  cost += count(saved) + count(loads);
  each(loads, [&](unsigned u) { fast = (fast & ~game_.own[u]) | (slow & game_.own[u]); });
  red = (red | loads | v) & ~taken;
  each(macro.evict | taken, [&](unsigned u) { fast &= ~game_.own[u]; });
  fast |= bit(macro.step);
  if (moves != nullptr)
    moves->push_back({Move::Kind::compute, step.v, macro.take_over ? Move::takes_over : step.term});
  settle(s, cost, moves);
  return s;
}

/// Fires what can fire, stores finished outputs, forgets what no missing output can use.
void Again::settle(State& s, int& cost, sim::Moves* moves) const {
  auto& [red, blue, fast, slow] = s.words;
  for (bool fired = true; fired;) {
    fired = false;
    const Mask whole = whole_in_fast(s);
    each(red & ~whole, [&](unsigned v) {
      each(game_.own[v] & ~fast, [&](unsigned t) {
        const Game::Step& step = game_.steps[t];
        if ((step.operands & ~whole) != 0 || (step.before & ~fast) != 0) return;
        fast |= bit(t);
        fired = true;
        if (moves != nullptr) moves->push_back({Move::Kind::compute, v, step.term});
      });
    });
  }
  const Mask stored = missing_outputs(s) & whole_in_fast(s);
  write(moves, Move::Kind::store, stored);
  cost += count(stored);
  blue |= stored;
  each(stored, [&](unsigned v) { slow |= game_.own[v]; });
  Mask useful = 0;
  each(missing_outputs(s), [&](unsigned v) { useful |= sources_[v]; });
  write(moves, Move::Kind::discard, red & ~useful);
  red &= useful;
  blue &= useful | game_.outputs;
  Mask kept_fast = 0, kept_slow = 0;
  each(red, [&](unsigned v) { kept_fast |= game_.own[v]; });
  each(blue, [&](unsigned v) { kept_slow |= game_.own[v]; });
  fast &= kept_fast;
  slow &= kept_slow;
}

}  // namespace redblue::proofs_check::finder
