// Records of one point as a table for people, with the point above and the rules below.
#pragma once

#include <string>
#include <vector>

#include <redblue/study/record.hpp>

namespace redblue::cli {

using sim::Int128;

/// "N = 4,096, d = 64" or the four extents, mask, heads and batch where they say something.
[[nodiscard]] std::string shape_text(const sim::AttentionShape& shape);

/// "flash_attention_2"; for `best` also the schedule that won: "best (two_phase)".
[[nodiscard]] std::string schedule_text(const study::Record& record);

/// "Br=121 Bc=1", empty without a plan.
[[nodiscard]] std::string plan_text(const study::Record& record);

/// "flash_attention_2 at N = 64, d = 64 needs at least 260 words", of an infeasible record.
[[nodiscard]] std::string needs_text(const study::Record& record);

/// "2 heads x 3 batch".
[[nodiscard]] std::string problems_text(Int128 heads, Int128 batch);

/// What a point asks for beside shape and M, where it is not the default: ", 2 heads x 3 batch, tiles
/// published".
[[nodiscard]] std::string context_text(const study::Point& point);

/// The sentences that a bound assumes, joined by semicolons.
[[nodiscard]] std::string assumptions_of(const proofs_check::Bound& bound);

/// A line for each assumption of `bounds`, with the bounds that make it.
[[nodiscard]] std::string assumptions_text(const std::vector<proofs_check::Evaluated>& bounds);

/// A line for each word of these plans that needs one; empty where none does.
[[nodiscard]] std::string plan_legend(const std::vector<study::Record>& records);

/// All records share shape, M, rules, heads and batch. `bytes` adds their columns.
[[nodiscard]] std::string record_table(const std::vector<study::Record>& records, bool bytes, bool colours);

}  // namespace redblue::cli
