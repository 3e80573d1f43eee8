// Records from CSV as `redblue` writes it: a comment line, the column names, one record a line.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include <redblue/study/record_row.hpp>
#include <redblue/study/result.hpp>

namespace redblue::cli {

/// Hands every record, or the reason why a line is none, to `visit` with its line number.
void read_csv_records(std::string_view bytes,
                      const std::function<void(std::uint64_t, study::Result<study::RecordRow>)>& visit);

}  // namespace redblue::cli
