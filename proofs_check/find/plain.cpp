#include <array>
#include <unordered_set>

#include <redblue/proofs_check/find/plain.hpp>

namespace redblue::proofs_check::finder {
namespace {

struct Mixed {
  std::size_t operator()(const Position& p) const {
    std::uint64_t h = 0;
    for (const Mask m : {p.red, p.blue, p.fast, p.slow, p.ever}) {
      h = (h ^ m) * 0x9e3779b97f4a7c15U;
      h ^= h >> 29;
    }
    return h;
  }
};

bool costs(const sim::Move& m) { return m.kind == sim::Move::Kind::load || m.kind == sim::Move::Kind::store; }

}  // namespace

// Positions are settled by growing cost: `layer` holds those reachable for `io`, `next` those for one more.
// A position enters a layer at most once, and is expanded in the first layer it enters.
PlainAnswer plain_optimum(const Game& game, std::uint64_t most) {
  PlainAnswer answer;
  std::unordered_set<Position, Mixed> settled;
  std::vector<Position> layer{game.start()};
  for (std::int64_t io = 0; !layer.empty(); ++io) {
    std::vector<Position> next;
    while (!layer.empty()) {
      const Position from = layer.back();
      layer.pop_back();
      if (!settled.insert(from).second) continue;
      answer.positions = settled.size();
      if (game.finished(from)) return answer.finished = true, answer.io = io, answer;
      if (settled.size() > most) return answer;
      for (const sim::Move& move : game.moves()) {
        Position to = from;
        if (game.play(to, move) && !settled.contains(to)) (costs(move) ? next : layer).push_back(to);
      }
    }
    layer = std::move(next);
  }
  answer.finished = true;
  return answer;
}

}  // namespace redblue::proofs_check::finder
