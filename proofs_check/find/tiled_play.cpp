#include <algorithm>
#include <functional>

#include <redblue/algorithms/flash_streamed.hpp>
#include <redblue/algorithms/two_phase.hpp>
#include <redblue/proofs_check/find/graph_player.hpp>
#include <redblue/proofs_check/find/tiled_play.hpp>

namespace redblue::proofs_check::finder {
namespace {

using algorithms::Options;
using algorithms::Stats;
using sim::Int128;
using sim::Move;
using sim::Moves;
using sim::Vertex;

/// A schedule that may be played, and its count.
struct Candidate {
  Int128 io;
  std::function<Moves()> play;
};

template <class S>
Moves replayed(const typename S::Plan& plan, const sim::AttentionShape& shape, const Options& options,
               std::int64_t M, Int128 io) {
  const std::int64_t N = shape.Nq, d = shape.dk;
  const bool row_sums = options.stats == Stats::sum;
  sim::TwoLevel<GraphPlayer> machine(sim::Words{M});
  // Terms, loads and stores, and for every load and every vertex computed a word that is given up.
  const auto computed = static_cast<std::size_t>(N * (N + d + 1));
  machine.scalar().begin(
      N, d, row_sums,
      static_cast<std::size_t>(2 * N * N * d + 2 * N * N) + 2 * static_cast<std::size_t>(io) + computed);
  S::run(machine, plan, algorithms::declare(machine, shape, options));
  return machine.scalar().take();
}

/// Keeps S where it is cheaper. What makes a row sum twice is no play of `partial`.
template <class S>
void consider(std::optional<Candidate>& best, const KnownFamily& family, Rules rules, std::int64_t M) {
  const auto shape = sim::AttentionShape::square(family.numbers[0], family.numbers[1]);
  const Options options{.stats = family.flags == "+l" ? Stats::sum : Stats::none};
  const auto plan = S::plan(shape, options, M);
  if (!plan || S::footprint_of(shape, options, *plan) > M) return;
  if constexpr (requires { plan->evaluates_once; })
    if (!plan->evaluates_once && options.stats == Stats::sum && rules != Rules::partial_recompute) return;
  const Int128 io = S::terms(shape, options, *plan).sum().io().count();
  if (best && best->io <= io) return;
  best = Candidate{io, [=, plan = *plan] { return replayed<S>(plan, shape, options, M, io); }};
}

std::optional<Play> attention_play(const KnownFamily& family, Rules rules, std::int64_t M) {
  std::optional<Candidate> best;
  consider<algorithms::TwoPhase>(best, family, rules, M);
  consider<algorithms::FlashStreamed>(best, family, rules, M);
  if (!best) return {};
  Play play{static_cast<std::int64_t>(best->io), best->play()};
  if (play.moves.empty()) return {};
  return play;
}

/// A tile of C.
struct Tile {
  std::int64_t rows, columns;
};

struct Product {
  std::int64_t m, n, k, M;

  /// The result once, a column of A and a row of B per tile and inner index.
  [[nodiscard]] Int128 words(const Tile& t) const {
    return Int128{m} * n +
           Int128{k} * (Int128{m} * sim::ceil_div(n, t.columns) + Int128{n} * sim::ceil_div(m, t.rows));
  }
  /// The cheapest that fits with its shorter side and one word beside it.
  [[nodiscard]] Tile best_tile() const {
    Tile best{1, 1};
    for (std::int64_t rows = 1; rows <= std::min(m, M); ++rows) {
      const std::int64_t columns = std::min(n, std::max((M - 1) / rows - 1, (M - 1) / (rows + 1)));
      if (columns >= 1 && words({rows, columns}) < words(best)) best = {rows, columns};
    }
    return best;
  }
};

class ProductPlayer {
 public:
  ProductPlayer(const Product& p, const Tile& tile) : p_(p), tile_(tile) {
    moves_.reserve(static_cast<std::size_t>(p.m * p.n * p.k + p.m * p.n) +
                   2 * static_cast<std::size_t>(p.words(tile)));
  }
  Moves run() {
    for (std::int64_t i = 0; i < p_.m; i += tile_.rows)
      for (std::int64_t j = 0; j < p_.n; j += tile_.columns)
        multiply({i, std::min(p_.m, i + tile_.rows)}, {j, std::min(p_.n, j + tile_.columns)});
    return std::move(moves_);
  }

 private:
  using Range = sim::Range;
  void multiply(Range rows, Range columns) {
    const bool hold_rows = rows.size() <= columns.size();  // the shorter side stays while the other passes
    for (std::int64_t c = 0; c < p_.k; ++c) {
      const auto word = [&](bool of_a, std::int64_t x) {
        return of_a ? x * p_.k + c : p_.m * p_.k + c * p_.n + x;
      };
      const Range held = hold_rows ? rows : columns, passing = hold_rows ? columns : rows;
      for (std::int64_t x = held.begin; x < held.end; ++x) move(Move::Kind::load, word(hold_rows, x));
      for (std::int64_t y = passing.begin; y < passing.end; ++y) {
        move(Move::Kind::load, word(!hold_rows, y));
        for (std::int64_t x = held.begin; x < held.end; ++x)
          move(Move::Kind::compute, hold_rows ? sum(x, y) : sum(y, x), static_cast<std::int32_t>(c));
        move(Move::Kind::discard, word(!hold_rows, y));
      }
      for (std::int64_t x = held.begin; x < held.end; ++x) move(Move::Kind::discard, word(hold_rows, x));
    }
    for (std::int64_t i = rows.begin; i < rows.end; ++i)
      for (std::int64_t j = columns.begin; j < columns.end; ++j)
        for (const auto kind : {Move::Kind::store, Move::Kind::discard}) move(kind, sum(i, j));
  }
  [[nodiscard]] std::int64_t sum(std::int64_t i, std::int64_t j) const {
    return p_.k * (p_.m + p_.n) + i * p_.n + j;
  }
  void move(Move::Kind kind, std::int64_t v, std::int32_t term = Move::whole) {
    moves_.push_back({kind, static_cast<Vertex>(v), term});
  }

  Product p_;
  Tile tile_;
  Moves moves_;
};

}  // namespace

std::optional<Play> tiled_play(const KnownFamily& family, Rules rules, std::int64_t M) {
  if (rules != Rules::partial && rules != Rules::partial_recompute) return {};
  if (family.id == "attention" && (family.flags.empty() || family.flags == "+l"))
    return attention_play(family, rules, M);
  if (family.id != "matmul" || !family.flags.empty() || M < 3) return {};
  const Product product{family.numbers[0], family.numbers[1], family.numbers[2], M};
  const Tile tile = product.best_tile();
  return Play{static_cast<std::int64_t>(product.words(tile)), ProductPlayer(product, tile).run()};
}

}  // namespace redblue::proofs_check::finder
