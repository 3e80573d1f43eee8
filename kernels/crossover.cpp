#include <algorithm>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/algorithms/tile_plan.hpp>
#include <redblue/kernels/crossover.hpp>

namespace redblue::kernels {
namespace {

constexpr Extent most = algorithms::kernel::most_words;

/// The words that the kernel's plan moves at M; empty where it does not fit.
std::optional<sim::Words> io(const algorithms::Schedule& schedule, const sim::AttentionShape& shape,
                             Extent M) {
  const algorithms::Options options{.tiles = {algorithms::TileChoice::Rule::kernel}};
  const auto planned = schedule.plan(shape, options, sim::Words{M});
  if (!planned) return std::nullopt;
  return planned->predicted.io();
}

/// The last M of a block at which two_phase moves fewer words, or fits alone; 0 where there is none.
Extent last_of_two_phase(const sim::AttentionShape& shape) {
  for (Extent M = most; M > 0; --M) {
    const auto two_phase = io(*algorithms::find("two_phase"), shape, M);
    const auto flash = io(*algorithms::find("flash_attention_2"), shape, M);
    if (two_phase && (!flash || *two_phase < *flash)) return M;
  }
  return 0;
}

/// The values of M that a sweep runs, each at most what a block has.
std::vector<Extent> sampled(Extent d, Extent last) {
  std::vector<Extent> all{d * d / 4, d * d / 2, d * d, 2 * d * d, 4 * d * d, most, last, last + 1};
  for (Extent& M : all) M = std::min(M, most);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace

std::optional<sim::Words> Crossover::measured() const {
  std::optional<sim::Words> from;
  for (std::size_t n = rows.size(); n >= 2; n -= 2) {
    if (rows[n - 2].run.counted.io() < rows[n - 1].run.counted.io()) return from;
    from = rows[n - 1].question.M;
  }
  return from;
}

bool Crossover::ok() const {
  return measured() == predicted && std::all_of(rows.begin(), rows.end(), [](const Confirmation& c) {
           return c.verdict() != Verdict::mismatch;
         });
}

Crossover crossover(Extent N, Extent d, std::uint64_t seed) {
  const sim::AttentionShape shape = sim::AttentionShape::square(N, d);
  const Extent last = last_of_two_phase(shape);
  Crossover found;
  found.d = d;
  if (last < most) found.predicted = sim::Words{last + 1};
  for (const Extent M : sampled(d, last)) {
    Question q{algorithms::find("two_phase"), shape, sim::Words{M}, {}, seed, {}};
    auto two_phase = confirm(q);
    q.schedule = algorithms::find("flash_attention_2");
    auto flash = confirm(q);
    if (!two_phase || !flash) continue;
    found.rows.push_back(*std::move(two_phase));
    found.rows.push_back(*std::move(flash));
  }
  return found;
}

}  // namespace redblue::kernels
