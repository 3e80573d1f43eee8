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

/// FNV-1a over the bytes that stand for a position in a certificate (docs/certificates.md).
class Digest {
 public:
  explicit Digest(const Game& game) : game_(game) {}

  std::uint64_t operator()(const Position& p) {
    digest_ = 0xcbf29ce484222325U;
    for (unsigned v = 0; v < game_.vertices; ++v) add(copies(p, v));
    if (!game_.with_terms()) return digest_;
    const bool once = game_.rules == Rules::partial;
    each(game_.accs, [&](unsigned v) { add_terms(v, once ? p.ever : p.fast); });
    each(game_.accs, [&](unsigned v) { add_terms(v, p.slow); });
    return digest_;
  }

 private:
  [[nodiscard]] std::uint64_t copies(const Position& p, unsigned v) const {
    const bool told =
        game_.rules == Rules::one_shot || (game_.rules == Rules::partial && !has(game_.accs, v));
    return has(p.red, v) + 2 * has(p.blue, v) + 4 * (told && (p.ever & game_.own[v]) != 0 ? 1 : 0);
  }
  static std::uint64_t has(Mask set, unsigned v) { return set >> v & 1; }
  void add(std::uint64_t byte) { digest_ = (digest_ ^ byte) * 0x100000001b3U; }
  /// The steps of a sum follow each other, term by term.
  void add_terms(unsigned v, Mask done) {
    const Mask own = game_.own[v];
    for (Mask left = own >> lowest(own), bits = (done & own) >> lowest(own); left != 0;
         left >>= 8, bits >>= 8)
      add(bits & 255);
  }

  const Game& game_;
  std::uint64_t digest_ = 0;
};

}  // namespace

// Positions are settled by growing cost: `layer` holds those reachable for `io`, `next` those for one more.
// A position enters a layer at most once, and is expanded in the first layer it enters.
PlainAnswer plain_optimum(const Game& game, const PlainOptions& options) {
  PlainAnswer answer;
  Digest digest(game);
  std::unordered_set<Position, Mixed> settled;
  std::vector<Position> layer{game.start()};
  for (std::int64_t io = 0; !layer.empty(); ++io) {
    std::vector<Position> next;
    Exhausted::Layer tally;
    while (!layer.empty()) {
      const Position from = layer.back();
      layer.pop_back();
      if (!settled.insert(from).second) continue;
      answer.positions = settled.size();
      if (game.finished(from)) return answer.finished = true, answer.io = io, answer;
      if (settled.size() > options.most || (options.stop != nullptr && *options.stop)) return answer;
      if (options.layers) ++tally.states, tally.digest += digest(from);
      for (const sim::Move& move : game.moves()) {
        Position to = from;
        if (game.play(to, move) && !settled.contains(to)) (costs(move) ? next : layer).push_back(to);
      }
    }
    if (options.layers) answer.layers.push_back(tally);
    layer = std::move(next);
  }
  answer.finished = true;
  return answer;
}

}  // namespace redblue::proofs_check::finder
