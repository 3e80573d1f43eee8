#include <optional>
#include <string>
#include <string_view>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/errors.hpp>
#include <redblue/cli/long_runs.hpp>

namespace redblue::cli {
namespace {

using sim::Int128;

/// A plan and whose it is; nothing where nothing fits.
std::optional<algorithms::Choice> planned(const study::Point& p) {
  if (p.schedule == nullptr) {
    algorithms::Choice best = algorithms::best(p.shape, p.options, p.M);
    return best.schedule == nullptr ? std::nullopt : std::optional(std::move(best));
  }
  std::optional<algorithms::Planned> plan = p.schedule->plan(p.shape, p.options, p.M);
  if (!plan) return std::nullopt;
  return algorithms::Choice{p.schedule, std::move(*plan)};
}

/// A field of a plan; 0 where it has none.
Int128 field(const algorithms::Planned& plan, std::string_view name) {
  for (const algorithms::PlanField& f : plan.fields)
    if (f.name == name) return f.value;
  return 0;
}

/// Tile visits where the plan has tiles of both scores' sides, else words moved.
Int128 counted_steps(const study::Point& p, const algorithms::Planned& plan) {
  const Int128 Br = field(plan, "Br");
  const Int128 Bc = field(plan, "Bc");
  const Int128 moved = plan.predicted.io().count();
  if (Br == 0 || Bc == 0) return moved;
  return std::min(moved, sim::ceil_div<Int128>(p.shape.Nq, Br) * sim::ceil_div<Int128>(p.shape.Nk, Bc));
}

[[noreturn]] void refuse(const study::Point& p, std::string_view flag, Int128 n, const char* what,
                         Int128 most) {
  const std::string who = p.schedule == nullptr ? "best" : std::string(p.schedule->id);
  std::string text = std::string(flag) + ": " + who + " would take " + sim::to_string(n) + " " + what +
                     ", more than " + sim::to_string(most) + "; --long runs it";
  if (flag.starts_with("--"))
    text += ", without " + std::string(flag) + " the closed form gives the same counts";
  sim::raise(UsageError(text));
}

}  // namespace

void refuse_long_run(const study::Point& p, std::string_view counting) {
  if (p.mode == study::Mode::predicted) return;
  const std::optional<algorithms::Choice> choice = planned(p);
  if (!choice) return;
  if (p.mode == study::Mode::counted) {
    const Int128 steps = counted_steps(p, choice->planned);
    if (steps > most_counted_steps) refuse(p, counting, steps, "steps", most_counted_steps);
    return;
  }
  const Int128 multiply_adds = choice->planned.predicted.flops / 2;
  if (multiply_adds > most_multiply_adds)
    refuse(p, "--executed", multiply_adds, "multiply-adds", most_multiply_adds);
  const sim::AttentionShape& s = p.shape;
  const Int128 words = Int128{s.Nq} * (s.dk + 2 * s.dv) + Int128{s.Nk} * (s.dk + s.dv);
  if (words > most_real_words) refuse(p, "--executed", words, "words of real numbers", most_real_words);
}

}  // namespace redblue::cli
