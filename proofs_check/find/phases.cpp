#include <algorithm>

#include <redblue/proofs_check/find/phases.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Move;
using sim::Vertex;

class Phases {
 public:
  explicit Phases(const sim::Dag& dag) : dag_(dag), red_(dag.size()), ever_(dag.size()) { open(); }

  void play(const Move& m, std::int64_t M) {
    const bool costs = m.kind == Move::Kind::load || m.kind == Move::Kind::store;
    if (costs && now_.io == M) close(), open();
    now_.io += costs ? 1 : 0;
    if (m.kind == Move::Kind::load) hold(m.v);
    if (m.kind == Move::Kind::store) kept_[m.v] = true;
    if (m.kind == Move::Kind::discard) red_[m.v] = false;
    if (m.term == Move::takes_over) red_[dag_.in_place(m.v)] = false;
    if (m.kind != Move::Kind::load && m.kind != Move::Kind::compute) return;
    red_[m.v] = true;
    if (!ever_[m.v]) now_.part.push_back(m.v);
    ever_[m.v] = true;
  }
  std::vector<Phase> finish() {
    close();
    return std::move(phases_);
  }

 private:
  void hold(Vertex v) {
    if (held_[v]) return;
    held_[v] = true;
    now_.held.push_back(v);
  }
  void open() {
    now_ = {};
    held_.assign(dag_.size(), false);
    kept_.assign(dag_.size(), false);
    for (Vertex v = 0; v < dag_.size(); ++v)
      if (red_[v]) hold(v);
  }
  void close() {
    std::ranges::sort(now_.part);
    std::ranges::sort(now_.held);
    std::vector<bool> used(dag_.size()), reached(dag_.size());
    for (const Vertex v : now_.part)
      for (const Vertex u : dag_.operands(v)) used[u] = true;
    for (Vertex v = 0; v < dag_.size(); ++v)
      reached[v] = !held_[v] && (dag_.kind(v) == sim::Dag::Kind::input ||
                                 std::ranges::any_of(dag_.operands(v), [&](Vertex u) { return reached[u]; }));
    for (const Vertex v : now_.part) {
      now_.dominated = now_.dominated && !reached[v];
      if (used[v]) continue;
      now_.ends.push_back(v);
      if (!red_[v] && !kept_[v] && !now_.in_vain) now_.in_vain = v;
    }
    phases_.push_back(std::move(now_));
  }

  const sim::Dag& dag_;
  std::vector<bool> red_, ever_;
  std::vector<bool> held_, kept_;  ///< of the phase: at its start or loaded, and stored
  Phase now_;
  std::vector<Phase> phases_;
};

}  // namespace

// From the end, so that a use by a move in vain is none.
sim::Moves without_vain_moves(const sim::Dag& dag, const sim::Moves& moves) {
  constexpr std::size_t kept_to_the_end = ~std::size_t{0};
  std::vector<bool> needed(dag.size()), dropped(moves.size());
  std::vector<std::size_t> deleted(dag.size(), kept_to_the_end);
  sim::Moves rest;
  for (std::size_t i = moves.size(); i-- > 0;) {
    const Move& m = moves[i];
    const bool places = m.kind == Move::Kind::load || m.kind == Move::Kind::compute;
    if (m.kind == Move::Kind::store) needed[m.v] = true;
    if (m.kind == Move::Kind::discard) needed[m.v] = false, deleted[m.v] = i;
    dropped[i] = dropped[i] || (places && !needed[m.v] && deleted[m.v] != kept_to_the_end);
    if (places && dropped[i]) dropped[deleted[m.v]] = true;
    if (places) needed[m.v] = false, deleted[m.v] = kept_to_the_end;
    if (m.kind != Move::Kind::compute || dropped[i]) continue;
    for (const Vertex u : dag.operands(m.v)) needed[u] = true;
  }
  for (std::size_t i = 0; i < moves.size(); ++i)
    if (!dropped[i]) rest.push_back(moves[i]);
  return rest;
}

std::vector<Phase> phases_of(const sim::Dag& dag, const sim::Moves& moves, std::int64_t M) {
  Phases phases(dag);
  for (const Move& m : moves) phases.play(m, M);
  return phases.finish();
}

}  // namespace redblue::proofs_check::finder
