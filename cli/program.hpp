// The program without its main: the command line in, an exit code out.
#pragma once

#include <string>
#include <vector>

namespace redblue::cli {

/// Runs the command that `arguments` (without the program's name) name. Throws what commands throw.
[[nodiscard]] int run_program(const std::vector<std::string>& arguments);

/// The same; what is thrown becomes a line on standard error and the exit code of interface section 5.
[[nodiscard]] int run_and_report(const std::vector<std::string>& arguments);

}  // namespace redblue::cli
