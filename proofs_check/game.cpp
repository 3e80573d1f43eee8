#include <algorithm>

#include <redblue/proofs_check/game.hpp>

namespace redblue::proofs_check {
namespace {

using sim::Dag;
using sim::Move;
using sim::Vertex;

Mask set_of(std::span<const Vertex> vertices) {
  Mask m = 0;
  for (const Vertex v : vertices) m |= bit(v);
  return m;
}

bool is_divided(const Dag& dag, Vertex v, Rules rules) {
  return dag.kind(v) == Dag::Kind::acc && rules != Rules::classic && rules != Rules::one_shot;
}

}  // namespace

bool Game::fits(const Dag& dag, Rules rules) {
  std::size_t n = 0;
  if (dag.size() > most) return false;
  for (Vertex v = 0; v < dag.size(); ++v)
    if (dag.kind(v) != Dag::Kind::input) n += is_divided(dag, v, rules) ? dag.term_count(v) : 1;
  return n <= most;
}

Game::Game(const Dag& dag, Rules rules_, std::int64_t M_)
    : rules(rules_),
      M(M_),
      vertices(static_cast<unsigned>(dag.size())),
      outputs(set_of(dag.outputs())),
      own(dag.size()),
      uses(dag.size()),
      taken_over(dag.size()) {
  for (Vertex v = 0; v < dag.size(); ++v) {
    for (const Move::Kind kind : {Move::Kind::load, Move::Kind::store, Move::Kind::discard})
      moves_.push_back({kind, v});
    if (dag.kind(v) == Dag::Kind::input) {
      inputs |= bit(v);
    } else if (!is_divided(dag, v, rules)) {
      if (with_terms() && dag.in_place(v) != sim::no_vertex) taken_over[v] = bit(dag.in_place(v));
      add_step(v, Move::whole, set_of(dag.operands(v)), 0);
      if (taken_over[v] != 0) moves_.push_back({Move::Kind::compute, v, Move::takes_over});
    } else {
      accs |= bit(v);
      const auto first = static_cast<unsigned>(steps.size());
      Mask unstarred = 0;
      for (std::uint32_t t = 0; t < dag.term_count(v); ++t)
        if (!dag.term_is_last(v, t)) unstarred |= bit(first + t);
      for (std::uint32_t t = 0; t < dag.term_count(v); ++t)
        add_step(v, static_cast<std::int32_t>(t), set_of(dag.term(v, t)),
                 dag.term_is_last(v, t) ? unstarred : 0);
    }
  }
}

void Game::add_step(Vertex v, std::int32_t term, Mask operands, Mask before) {
  const Mask me = bit(static_cast<unsigned>(steps.size()));
  all_steps |= me;
  own[v] |= me;
  each(operands, [&](unsigned u) { uses[u] |= me; });
  steps.push_back({v, term, operands, before});
  moves_.push_back({Move::Kind::compute, v, term});
}

std::int64_t Game::smallest_M() const {
  std::int64_t need = 0;
  for (const Step& s : steps)
    need = std::max<std::int64_t>(need, count(s.operands) + (taken_over[s.v] != 0 ? 0 : 1));
  return need;
}

bool Game::play(Position& p, const Move& move) const {
  const Mask v = bit(move.v);
  switch (move.kind) {
    case Move::Kind::load:
      if ((p.red & v) != 0 || (p.blue & v) == 0) return false;
      p.red |= v;
      p.fast |= p.slow & own[move.v];
      break;
    case Move::Kind::store:
      if ((p.red & v) == 0) return false;
      p.blue |= v;
      p.slow = (p.slow & ~own[move.v]) | (p.fast & own[move.v]);
      break;
    case Move::Kind::discard:
      return discard(p, move.v);
    case Move::Kind::compute:
      if (!compute(p, move)) return false;
  }
  return count(p.red) <= M;
}

/// In `partial` a value that is needed and has no slow copy equal to its fast one is never lost.
bool Game::discard(Position& p, Vertex v) const {
  if ((p.red & bit(v)) == 0) return false;
  const bool dark = (p.blue & bit(v)) == 0;
  const bool needed = (outputs & bit(v)) != 0 || ((own[v] | uses[v]) & ~p.ever) != 0;
  if (rules == Rules::partial && dark && needed) return false;
  p.red &= ~bit(v);
  p.fast &= ~own[v];
  return true;
}

bool Game::compute(Position& p, const Move& move) const {
  const Vertex v = move.v;
  if ((inputs & bit(v)) != 0) return false;
  const bool divided = (accs & bit(v)) != 0;
  if (divided ? move.term < 0 : move.term >= 0) return false;
  if (move.term == Move::takes_over && taken_over[v] == 0) return false;
  const unsigned at = lowest(own[v]) + (divided ? static_cast<unsigned>(move.term) : 0);
  const Step& step = steps[at];
  const bool red = (p.red & bit(v)) != 0;
  if (!divided && red) return false;
  if (!divided && once() && (p.ever & own[v]) != 0) return false;
  if (divided && rules == Rules::partial && !red && (p.ever & own[v]) != 0) return false;
  if ((p.fast & bit(at)) != 0 || (step.before & ~p.fast) != 0) return false;
  if ((step.operands & ~p.red) != 0 || complete(step.operands, p.fast) != step.operands) return false;
  p.red |= bit(v);
  p.fast |= bit(at);
  if (once()) p.ever |= bit(at);
  if (rules == Rules::partial) {  // the slow copy, if any, is void now
    p.blue &= ~bit(v);
    p.slow &= ~own[v];
  }
  return move.term != Move::takes_over || discard(p, lowest(taken_over[v]));
}

}  // namespace redblue::proofs_check
