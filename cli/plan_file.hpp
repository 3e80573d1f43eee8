// Sweep plans: a TOML file whose keys are the long flags.
//
//   algorithm = ["flash_attention_2", "best"]
//   N = "1Ki:64Ki:x2"
//   d = 64
//   M = "d^2/4:4*d^2:x2"
//   lse = true
#pragma once

#include <redblue/cli/command.hpp>

namespace redblue::cli {

/// The flags in the file that `from` names; each knows its line and column.
/// Throws: study::FileError for a file that cannot be read or is no TOML (exit 3), UsageError for a key
/// that `command` does not take, or a value of the wrong kind (exit 2).
[[nodiscard]] Flags read_plan_file(const Command& command, const Given& from);

/// The same for the bytes of a file that `path` names in messages.
[[nodiscard]] Flags plan_flags(const Command& command, const std::string& path, std::string_view text);

}  // namespace redblue::cli
