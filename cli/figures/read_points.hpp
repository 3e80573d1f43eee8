// Records from files, as figures and reports need them. Files are not trusted: what is not a record
// is refused with file and line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <redblue/cli/figures/point.hpp>

namespace redblue::cli {

/// The records in `bytes`: a journal, JSON lines, a JSON array, or CSV as `redblue` writes them.
/// `path` is for messages. Throws: study::FileError.
[[nodiscard]] std::vector<PlotPoint> points_in(const std::string& path, std::string_view bytes);

/// The records of several files, in order (point.hpp).
/// Throws: study::FileError, also where a file or all of them hold no record.
[[nodiscard]] std::vector<PlotPoint> read_points(const std::vector<std::string>& paths);

}  // namespace redblue::cli
