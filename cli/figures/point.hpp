// PlotPoint: what figures and reports need of one record, exact numbers kept whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <redblue/sim/words.hpp>

namespace redblue::cli {

using sim::Int128;

struct PlotBound {
  std::string id;
  std::optional<Int128> words;  ///< empty: asymptotic or not applicable
  std::string why_not;
  std::string strength;
  std::string rules;
  bool comparable = false;  ///< applicable, explicit, and its rules admit the record's rules
};

struct PlotShape {
  std::int64_t Nq = 0, Nk = 0, dk = 0, dv = 0;
  std::string mask = "none";
  std::int64_t heads = 1, batch = 1;
  auto operator<=>(const PlotShape&) const = default;

  [[nodiscard]] bool square() const { return Nq == Nk && dk == dv; }
  [[nodiscard]] bool plain() const { return square() && mask == "none"; }
};

struct PlotPoint {
  std::string algorithm;
  std::string variant;  ///< options that differ from the defaults, e.g. "published init=slow"
  std::string mode;     ///< predicted, counted, executed
  std::string rules;
  PlotShape shape;
  Int128 M = 0;
  bool feasible = false;    ///< it fits M and is a play under its rules
  bool plays_rules = true;  ///< false: there are counts, and they are no play under its rules
  Int128 overflow = 0;      ///< words beyond M of a published plan
  Int128 reads = 0, writes = 0, io = 0;
  Int128 lower = 0;  ///< 0: none is comparable
  std::string lower_by;
  std::optional<double> ratio;
  std::string plan;  ///< "Br=121 Bc=1"
  std::vector<PlotBound> bounds;

  /// True when there are counts to draw; without `feasible` they are those of an overflowing plan.
  [[nodiscard]] bool drawn() const { return feasible || overflow > 0; }
  [[nodiscard]] std::string label() const { return variant.empty() ? algorithm : algorithm + " " + variant; }
};

/// A total order that does not depend on the order of lines in a journal.
[[nodiscard]] bool before(const PlotPoint& a, const PlotPoint& b);

/// Sorted, and of several records of one thing (same schedule, options, shape, M, rules and mode) one.
[[nodiscard]] std::vector<PlotPoint> in_order(std::vector<PlotPoint> points);

/// "N = 4096, d = 64", "Nq = 100, Nk = 200, dk = 8, dv = 16", with mask and multipliers where they matter.
[[nodiscard]] std::string shape_text(const PlotShape& shape);

}  // namespace redblue::cli
