// Records as CSV: the flattened names of interface section 3, one record a line.
#pragma once

#include <string>
#include <string_view>

#include <redblue/study/record.hpp>

namespace redblue::cli {

/// `# redblue.record/1 redblue 0.1.0 (git ...): COMMAND`, one line.
[[nodiscard]] std::string csv_comment(std::string_view schema, std::string_view command_line);

/// The column names. Those of bounds are by id: bounds_phase_pv_words.
[[nodiscard]] std::string csv_header();

/// One record under those names; a value that there is none of is an empty field. Options and bounds
/// have a column per entry; a plan is one text such as "Br=121 Bc=1", since schedules differ in it.
void append_csv(std::string& out, const study::Record& record, std::string_view key);

}  // namespace redblue::cli
