// Records of one point as a table for people, with the point above and the rules below.
#pragma once

#include <string>
#include <vector>

#include <redblue/study/record.hpp>

namespace redblue::cli {

/// "N = 4,096, d = 64" or the four extents, mask, heads and batch where they say something.
[[nodiscard]] std::string shape_text(const sim::AttentionShape& shape);

/// "flash_attention_2"; for `best` also the schedule that won: "best (two_phase)".
[[nodiscard]] std::string schedule_text(const study::Record& record);

/// "Br=121 Bc=1", empty without a plan.
[[nodiscard]] std::string plan_text(const study::Record& record);

/// All records share shape, M, rules, heads and batch.
[[nodiscard]] std::string record_table(const std::vector<study::Record>& records, bool colours);

}  // namespace redblue::cli
