// Sweep plans in TOML.
#include "targets.hpp"

#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/plan_file.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::fuzz {
namespace {
Tally tally("plan");
}

void plan(std::string_view bytes) {
  static const cli::Command& sweep = *cli::find_command("sweep");
  ++tally.executions;
  try {
    const cli::Flags flags = cli::plan_flags(sweep, "p.toml", bytes);
    for (const auto& [name, given] : flags.all())
      demand(given.where.starts_with("p.toml:"), "a flag of a plan does not know its place", name);
    ++tally.accepted;
  } catch (const study::FileError&) {
  } catch (const cli::UsageError&) {
  }
}

}  // namespace redblue::fuzz
