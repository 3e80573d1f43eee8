// RunSpec: what the flags ask for, read once. count, sweep, bound, verify and explain share it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <redblue/cli/command.hpp>
#include <redblue/cli/ranges.hpp>
#include <redblue/study/record.hpp>

namespace redblue::cli {

using algorithms::Schedule;
using sim::AttentionShape;
using sim::Words;

/// The axes of shape and fast memory as given; values come from grid.hpp.
struct Axes {
  std::optional<AxisSpec> Nq, Nk, dk, dv;
  bool one_N = false;  ///< --N gave both: they move together
  bool one_d = false;  ///< --d gave both
  std::optional<AxisSpec> M;
  sim::Mask mask;
  Given mask_given;
  bool zip = false;
};

/// The schedules that are asked for; null stands for `best`.
struct Selection {
  std::vector<const Schedule*> schedules;
  /// Those asked for by id, and `best`: an infeasible one is exit code 4. Those of `all` and `exact` are
  /// passed over where they cannot run the shape or the options.
  std::vector<const Schedule*> named = {};
  bool all = false;  ///< `all` or `exact` was among the words

  [[nodiscard]] bool by_name(const Schedule* schedule) const {
    return std::find(named.begin(), named.end(), schedule) != named.end();
  }
};

struct RunSpec {
  Selection selection;
  Axes axes;
  algorithms::Options options;
  proofs_check::Rules rules = proofs_check::Rules::fma;
  Int128 heads = 1;
  Int128 batch = 1;
  sim::BitsPerElement bits = sim::default_bits();
  bool bits_given = false;  ///< tables show bytes then
  study::Mode mode = study::Mode::predicted;
  std::uint64_t seed = study::inputs_seed;

  /// The question at one shape and M.
  [[nodiscard]] study::Point point(const Schedule* schedule, const AttentionShape& shape, Words M) const;
  /// The asked schedules that can run `shape` with the options. Throws: UsageError where one asked for
  /// by name cannot, or none can.
  [[nodiscard]] std::vector<const Schedule*> schedules(const AttentionShape& shape) const;
  /// The others of `all`, as a sentence that names it.
  [[nodiscard]] std::vector<std::string> left_out(const AttentionShape& shape) const;
  /// Options that mean nothing to a schedule asked for by name, as sentences.
  [[nodiscard]] std::vector<std::string> ignored() const;
};

/// Throws: UsageError for whatever no run could do. Needs no axis to be there: grid.hpp asks for them.
[[nodiscard]] RunSpec run_spec(const Flags& flags);

/// Single values, for flags that other commands share.
[[nodiscard]] Selection parse_selection(const Given& given);
[[nodiscard]] sim::Mask parse_mask(const Given& given);
[[nodiscard]] algorithms::TileChoice parse_tiles(const Given& given);
[[nodiscard]] sim::BitsPerElement parse_bits(const Given& given);
[[nodiscard]] proofs_check::Rules parse_schedule_rules(const Given& given);

}  // namespace redblue::cli
