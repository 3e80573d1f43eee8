// The commands of the program.
#pragma once

#include <span>
#include <string_view>

#include <redblue/cli/command.hpp>

namespace redblue::cli {

/// Every command, in the order in which help prints them.
[[nodiscard]] std::span<const Command> command_table();

/// The command named `name`, or null.
[[nodiscard]] const Command* find_command(std::string_view name);

// One file each in cli/commands; each returns an exit code.
int list_command(const Invocation&);
int count_command(const Invocation&);
int bound_command(const Invocation&);
int verify_command(const Invocation&);
int explain_command(const Invocation&);
int sweep_command(const Invocation&);
int merge_command(const Invocation&);
int plot_command(const Invocation&);
int report_command(const Invocation&);
int graph_command(const Invocation&);
[[nodiscard]] std::string graph_help();
int pebble_command(const Invocation&);
int check_command(const Invocation&);
int confirm_command(const Invocation&);
int prove_command(const Invocation&);
int doctor_command(const Invocation&);
int completion_command(const Invocation&);

}  // namespace redblue::cli
