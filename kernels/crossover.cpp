#include <algorithm>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/algorithms/flash_ws.hpp>
#include <redblue/kernels/crossover.hpp>

namespace redblue::kernels {
namespace {

using algorithms::Schedule;

constexpr std::array all_rivals{
    Rivals{"two_phase", "flash_attention_2", algorithms::kernel::most_words},
    Rivals{"two_phase_ws", "flash_ws", algorithms::FlashWs::most_words},
};

const algorithms::Options as_kernel{.tiles = {algorithms::TileChoice::Rule::kernel}};

/// The words that the kernel's plan moves at M; empty where it does not fit.
std::optional<sim::Words> io(const Schedule& schedule, const sim::AttentionShape& shape, Extent M) {
  if (!schedule.why_not(shape, as_kernel).empty()) return std::nullopt;
  const auto planned = schedule.plan(shape, as_kernel, sim::Words{M});
  if (!planned) return std::nullopt;
  return planned->predicted.io();
}

/// The least M of a block from which the fused kernel fits and moves no more; more than a block has: none.
Extent first_of_fused(const Rivals& between, const sim::AttentionShape& shape) {
  for (Extent M = between.most; M > 0; --M) {
    const auto fused = io(*algorithms::find(between.fused), shape, M);
    if (!fused) return M + 1;
    const auto two_phase = io(*algorithms::find(between.two_phase), shape, M);
    if (two_phase && *two_phase < *fused) return M + 1;
  }
  return 1;
}

/// The values of M that a sweep runs, each at most what a block has.
std::vector<Extent> sampled(Extent d, Extent most, Extent first) {
  std::vector<Extent> all{d * d / 4, d * d / 2, d * d, 2 * d * d, 4 * d * d, most, first - 1, first};
  for (Extent& M : all) M = std::min(M, most);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Among rows whose M rises: the least M from which `fused` fits and costs no more.
template <class Cost>
std::optional<sim::Words> from(const Crossover& c, Cost cost) {
  std::optional<sim::Words> least;
  for (std::size_t n = c.rows.size(); n > 0;) {
    const Confirmation& last = c.rows[--n];
    if (last.question.schedule->id != c.between.fused) return least;
    const bool both = n > 0 && c.rows[n - 1].question.M == last.question.M;
    if (both && cost(c.rows[--n]) < cost(last)) return least;
    least = last.question.M;
  }
  return least;
}

/// "from M = 4,292 words on".
std::string from_text(const std::optional<sim::Words>& M) {
  if (!M) return "at no M that a block has";
  std::string digits = to_string(*M);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return "from M = " + digits + " words on";
}

}  // namespace

std::span<const Rivals> rivals() { return all_rivals; }

bool Crossover::on_gpu() const {
  return !rows.empty() && std::all_of(rows.begin(), rows.end(), [](const Confirmation& c) { return c.gpu; });
}

std::optional<sim::Words> Crossover::counted() const {
  return from(*this, [](const Confirmation& c) { return (c.gpu ? c.gpu->counted : c.run.counted).io(); });
}

std::optional<sim::Words> Crossover::faster() const {
  if (!on_gpu()) return std::nullopt;
  return from(*this, [](const Confirmation& c) { return c.gpu->seconds; });
}

bool Crossover::ok() const {
  return counted() == predicted && std::all_of(rows.begin(), rows.end(), [](const Confirmation& c) {
           return c.verdict() != Verdict::mismatch;
         });
}

std::string Crossover::sentence() const {
  const auto alone = [&](std::string_view id) {
    return std::all_of(rows.begin(), rows.end(),
                       [&](const Confirmation& c) { return c.question.schedule->id == id; });
  };
  const std::string compiled = alone(between.fused) ? " (not compiled for this d)" : "";
  const std::string timed = on_gpu() ? ", no slower " + from_text(faster()) : "";
  return "d = " + std::to_string(d) + ", d^2 = " + std::to_string(d * d) + ": " + std::string(between.fused) +
         (alone(between.two_phase) ? " (not compiled for this d)" : "") + " moves no more words than " +
         std::string(between.two_phase) + compiled + ", predicted " + from_text(predicted) + ", " +
         (on_gpu() ? "measured " : "counted ") + from_text(counted()) + timed;
}

Crossover crossover(const Rivals& between, Extent N, Extent d, std::uint64_t seed) {
  const sim::AttentionShape shape = sim::AttentionShape::square(N, d);
  const Extent first = first_of_fused(between, shape);
  Crossover found{between, d, {}, {}};
  if (first <= between.most) found.predicted = sim::Words{first};
  for (const Extent M : sampled(d, between.most, first))
    for (const std::string_view id : {between.two_phase, between.fused}) {
      const Question q{algorithms::find(id), shape, sim::Words{M}, {}, seed, {}};
      if (!why_not(q).empty()) continue;
      if (auto row = confirm(q)) found.rows.push_back(*std::move(row));
    }
  return found;
}

std::string why_sweep_too_long(Extent N, Extent d) {
  // Two kernels at eight values of M, and two of bfloat16 at four.
  const sim::Int128 multiply_adds = sim::Int128{24} * N * N * 2 * d;
  return multiply_adds > most_multiply_adds ? "too many multiply-adds for the CPU back end; try 128" : "";
}

std::vector<Crossover> crossovers(const std::vector<Extent>& dimensions, Extent N, std::uint64_t seed) {
  std::vector<Crossover> all;
  for (const Rivals& between : rivals())
    for (const Extent d : dimensions)
      if (Crossover found = crossover(between, N, d, seed); !found.rows.empty())
        all.push_back(std::move(found));
  return all;
}

}  // namespace redblue::kernels
