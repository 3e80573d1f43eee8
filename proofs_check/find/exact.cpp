#include <redblue/proofs_check/find/again.hpp>
#include <redblue/proofs_check/find/best_first.hpp>
#include <redblue/proofs_check/find/exact.hpp>
#include <redblue/proofs_check/find/once.hpp>

namespace redblue::proofs_check::finder {
namespace {

template <class Space>
SearchAnswer search(const Space& space, const SearchOptions& options, sim::Moves known) {
  std::optional<std::int64_t> cost;
  if (!known.empty()) {
    cost = 0;
    for (const sim::Move& m : known)
      if (m.kind == sim::Move::Kind::load || m.kind == sim::Move::Kind::store) ++*cost;
  }
  return BestFirst<Space>(space, options).run(cost, std::move(known));
}

}  // namespace

SearchAnswer exact_optimum(const Game& game, const SearchOptions& options, sim::Moves known) {
  return game.once() ? search(Once(game, options.prune), options, std::move(known))
                     : search(Again(game), options, std::move(known));
}

}  // namespace redblue::proofs_check::finder
