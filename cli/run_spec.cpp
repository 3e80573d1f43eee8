#include <algorithm>
#include <cmath>
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/run_spec.hpp>

namespace redblue::cli {
namespace {

std::optional<AxisSpec> axis(const Flags& flags, std::string_view name, std::string_view both,
                             const Limits& limits) {
  const Given* given = flags.find(name);
  if (given == nullptr) given = flags.find(both);
  if (given == nullptr) return std::nullopt;
  return AxisSpec(*given, limits);
}

Axes read_axes(const Flags& flags) {
  Axes axes;
  axes.Nq = axis(flags, "Nq", "N", limit_N);
  axes.Nk = axis(flags, "Nk", "N", limit_N);
  axes.dk = axis(flags, "dk", "d", limit_d);
  axes.dv = axis(flags, "dv", "d", limit_d);
  axes.one_N = flags.has("N") && !flags.has("Nq") && !flags.has("Nk");
  axes.one_d = flags.has("d") && !flags.has("dk") && !flags.has("dv");
  if (const Given* M = flags.find("M")) axes.M = AxisSpec(*M, limit_M, true);
  if (const Given* mask = flags.find("mask")) axes.mask = parse_mask(*mask), axes.mask_given = *mask;
  axes.zip = flags.has("zip");
  return axes;
}

/// The value among `names` that was given. Throws: UsageError naming all of them.
template <class T, std::size_t n>
T choice(const Given& given, const std::pair<std::string_view, T> (&names)[n]) {
  std::string list;
  DidYouMean near(given.text);
  for (const auto& [name, value] : names) {
    if (given.text == name) return value;
    list += (list.empty() ? "" : ", ") + std::string(name);
    near.offer(name);
  }
  given.refuse("must be one of " + list + near.text());
}

algorithms::Options read_options(const Flags& flags) {
  using algorithms::Init;
  using algorithms::Stats;
  algorithms::Options options;
  if (const Given* given = flags.find("tiles")) options.tiles = parse_tiles(*given);
  if (const Given* given = flags.find("init"))
    options.init = choice<Init>(*given, {{"onchip", Init::onchip}, {"slow", Init::slow}});
  if (const Given* given = flags.find("stats"))
    options.stats = choice<Stats>(*given, {{"max", Stats::max}, {"sum", Stats::sum}, {"none", Stats::none}});
  if (const Given* given = flags.find("scale")) {
    options.scale = parse_real(*given);
    // Scores of the largest shapes stay finite.
    if (std::abs(*options.scale) > 1e100) given->refuse("must be between -1e100 and 1e100");
  }
  options.lse = flags.has("lse");
  options.safe = flags.has("safe");
  return options;
}

study::Mode read_mode(const Flags& flags) {
  if (flags.has("counted") && flags.has("executed"))
    sim::raise(UsageError("--counted and --executed: choose one; an executed run counts too"));
  if (flags.has("counted")) return study::Mode::counted;
  return flags.has("executed") ? study::Mode::executed : study::Mode::predicted;
}

}  // namespace

RunSpec run_spec(const Flags& flags) {
  RunSpec spec;
  const Given* algorithm = flags.find("algorithm");
  spec.selection = parse_selection(algorithm != nullptr ? *algorithm : Given{"--algorithm", "all", ""});
  spec.axes = read_axes(flags);
  spec.options = read_options(flags);
  if (const Given* given = flags.find("rules")) spec.rules = parse_schedule_rules(*given);
  if (const Given* given = flags.find("heads")) spec.heads = parse_integer(*given, limit_heads);
  if (const Given* given = flags.find("batch")) spec.batch = parse_integer(*given, limit_heads);
  if (const Given* given = flags.find("bits")) spec.bits = parse_bits(*given), spec.bits_given = true;
  if (const Given* given = flags.find("seed"))
    spec.seed = static_cast<std::uint64_t>(parse_integer(*given, limit_seed));
  spec.mode = read_mode(flags);
  return spec;
}

study::Point RunSpec::point(const Schedule* schedule, const AttentionShape& shape, Words M) const {
  return {schedule, shape, M, options, rules, heads, batch, bits, mode, seed};
}

std::vector<const Schedule*> RunSpec::schedules(const AttentionShape& shape) const {
  std::vector<const Schedule*> able;
  std::string first;
  for (const Schedule* s : selection.schedules) {
    const std::string why = s == nullptr ? std::string() : s->why_not(shape, options);
    if (!why.empty() && selection.by_name(s)) sim::raise(UsageError(why));
    if (why.empty()) able.push_back(s);
    // Of schedules without tiles one knows; why a tile does not fit one may not.
    const bool says_more =
        options.tiles.rule == algorithms::TileChoice::Rule::given && s != nullptr && s->takes_tiles;
    if (first.empty() || (says_more && !why.empty())) first = why;
  }
  if (able.empty()) sim::raise(UsageError("no schedule can run this; " + first));
  return able;
}

std::vector<std::string> RunSpec::left_out(const AttentionShape& shape) const {
  std::vector<std::string> reasons;
  for (const Schedule* s : selection.schedules) {
    const std::string why = s == nullptr ? std::string() : s->why_not(shape, options);
    if (!why.empty()) reasons.push_back(why);
  }
  return reasons;
}

std::vector<std::string> RunSpec::ignored() const {
  std::vector<std::string> notes;
  for (const Schedule* s : selection.named) {
    if (s == nullptr) continue;
    if (options.init != algorithms::Init::onchip && !s->takes_init)
      notes.push_back("--init slow means nothing to " + std::string(s->id) + "; it is for flash_attention");
    if (options.safe && !s->takes_safe)
      notes.push_back("--safe means nothing to " + std::string(s->id) + "; it is for square_tiling");
  }
  return notes;
}

}  // namespace redblue::cli
