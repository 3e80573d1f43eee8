// Writes a record as one JSON object (schema redblue.record/1, interface section 3).
#pragma once

#include <string>
#include <string_view>

#include <redblue/study/record.hpp>

namespace redblue::study {

inline constexpr std::string_view record_schema = "redblue.record/1";

/// Names of an option's value as flags and records spell them.
[[nodiscard]] std::string tiles_text(const algorithms::TileChoice& tiles);
[[nodiscard]] std::string_view name(algorithms::Init init);
[[nodiscard]] std::string_view name(algorithms::Stats stats);
[[nodiscard]] std::string mask_text(const sim::Mask& mask);

/// Appends the record in the fixed field order, without a line end. Nothing in it varies from run to
/// run. Fields: those of interface section 3; counts are null where nothing could be planned.
void append_json(std::string& out, const Record& record, std::string_view key);

/// `{...}`: the options of a point.
void append_json(std::string& out, const Options& options);

/// The same, with the seed of the inputs where the point is executed: no other count depends on it.
void append_options(std::string& out, const Point& point);

/// `{...}`: the shape with heads and batch.
void append_json(std::string& out, const AttentionShape& shape, Int128 heads, Int128 batch);

/// Whether each bound comes with the sentences it assumes. Records leave them out: they are the catalog's.
enum class Assumptions { left_out, printed };

/// `[...]`: every bound, its words times `problems` (heads x batch).
void append_json(std::string& out, const proofs_check::LowerBounds& bounds, Int128 problems,
                 Assumptions assumptions = Assumptions::left_out);

/// `{"version":...,"git":...}`.
void append_program(std::string& out);

}  // namespace redblue::study
