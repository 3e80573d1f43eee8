// The values of flags: axes with their ranges and expressions, numbers, masks, tiles, bits. Oracle: what is
// accepted lies within its limits, no value twice, and no more of them than were counted.
#include <algorithm>

#include "targets.hpp"

#include <redblue/cli/ranges.hpp>
#include <redblue/cli/run_spec.hpp>

namespace redblue::fuzz {
namespace {

using namespace redblue::cli;

Tally tally("ranges");

void axis(const Given& given, const Limits& limits, bool expressions) {
  const AxisSpec axis(given, limits, expressions);
  for (const sim::AttentionShape& shape :
       {sim::AttentionShape::square(64, 8), sim::AttentionShape::square(std::int64_t{1} << 32, 1 << 20)}) {
    const Int128 count = axis.count(shape);
    std::vector<Int128> values = axis.values(shape, 1000);
    demand(!values.empty() && static_cast<Int128>(values.size()) <= count, "more values than were counted",
           given.text);
    for (const Int128 v : values) demand(limits.contain(v), "a value outside its limits", given.text);
    std::sort(values.begin(), values.end());
    demand(std::adjacent_find(values.begin(), values.end()) == values.end(), "a value twice", given.text);
  }
}

}  // namespace

void ranges(std::string_view bytes) {
  const char kind = bytes.empty() ? '0' : bytes.front();
  const Given given{"--x", std::string(bytes.substr(bytes.empty() ? 0 : 1)), ""};
  ++tally.executions;
  try {
    if (kind == 'M') axis(given, limit_M, true);
    if (kind == 'N') axis(given, limit_N, false);
    if (kind == 'r') (void)parse_real(given);
    if (kind == 't') demand(parse_duration(given) > 0, "no time at all", given.text);
    if (kind == 's') demand(parse_size(given) > 0, "no size at all", given.text);
    if (kind == 'm') demand(parse_mask(given).width >= 0, "a window that is negative", given.text);
    if (kind == 'T') (void)parse_tiles(given);
    if (kind == 'b') (void)parse_bits(given);
    ++tally.accepted;
  } catch (const UsageError&) {
  }
}

}  // namespace redblue::fuzz
